"""Finding in what the sources of one fact differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from boxline.catalog import Rel
from boxline.nba.sources import rank_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def differing(
    told: Rel,
    *,
    key: Sequence[str],
    fields: Sequence[str],
    order: Sequence[str],
    within: Mapping[str, int] | None = None,
) -> Rel:
    """Each field in which a source differs from the first that tells the fact.

    Args:
        told: rows with `source`, `known_at` (may be NULL), the key and the fields, whole numbers
            and flags. NULL says nothing, and so differs from nothing. `is_silent` marks what a
            source says by leaving a line out: it comes after every line.
        order: whose word counts first.
        within: field -> so much apart is the same.
    Returns:
        The key, `field`, `chosen_source`, `chosen_value`, `other_source`, `other_value` (texts)
        and `first_seen_at`: since when both are known.
    """
    import ibis

    kept = (*fields, "source", "known_at")
    behind = told.is_silent.ifelse(len(order), 0)
    placed = told.mutate(place=rank_of(told.source, order) + behind).select(*key, *kept, "place")
    of_key = ibis.window(group_by=list(key), order_by="place")
    first = {f"first_{c}": placed[c].first().over(of_key) for c in kept}
    beside = placed.mutate(**first, number=ibis.row_number().over(of_key))
    others = beside.filter(beside.number > 0)
    pairs = ibis.array([_pair(others, field, (within or {}).get(field, 0)) for field in fields])
    apart = others.select(
        *key,
        chosen_source="first_source",
        other_source="source",
        first_seen_at=ibis.greatest(
            others.known_at.coalesce(others.first_known_at),
            others.first_known_at.coalesce(others.known_at),
        ),
        pair=pairs.unnest(),
    )
    unpacked = apart.select(
        *key,
        "chosen_source",
        "other_source",
        "first_seen_at",
        field=apart.pair["field"],
        chosen_value=apart.pair["chosen"],
        other_value=apart.pair["other"],
    )
    return unpacked.filter(unpacked.chosen_value != unpacked.other_value)


def _pair(row: Rel, field: str, within: int) -> ir.StructValue:
    import ibis

    first, value = row[f"first_{field}"], row[field]
    if within:
        value = ((value - first).abs() <= within).ifelse(first, value)
    return ibis.struct(
        {
            "field": ibis.literal(field),
            "chosen": first.cast("string"),
            "other": value.cast("string"),
        }
    )
