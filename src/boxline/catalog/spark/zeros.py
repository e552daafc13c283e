"""Whether what something is divided by can be zero."""

from __future__ import annotations

from typing import Any


def is_never_zero(divisor: Any) -> bool:
    """Whether a value is seen to be a number other than zero, or NULL, by how it is made."""
    import ibis.expr.operations as ops

    if isinstance(divisor, ops.Literal):
        return bool(divisor.value != 0)
    if isinstance(divisor, ops.NullIf):
        guard = divisor.null_if_expr
        return isinstance(guard, ops.Literal) and guard.value == 0
    if isinstance(divisor, ops.Multiply):
        return is_never_zero(divisor.left) and is_never_zero(divisor.right)
    return isinstance(divisor, ops.Negate) and is_never_zero(divisor.arg)
