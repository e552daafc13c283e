"""A forecast that cannot be trusted is not made: what was missing, or did not fit."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from boxline.errors.kinds import WorkError


class MissingFeature(WorkError, LookupError):
    """A system asked for a column that its rows do not have."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        close = get_close_matches(name, list(known), n=1)
        hint = f"Is {close[0]!r} meant?" if close else "None has a name like it."
        super().__init__(f"The rows have no column {name!r}. {hint}")
        self.name = name


class ModelMismatch(WorkError):
    """A stored model is not what its record says, or does not fit the rows at hand."""

    def __init__(self, model: str, why: str) -> None:
        super().__init__(
            f"The model {model} is not used: {why}. Nothing was predicted with it; fit it anew "
            "with `boxline run --remake --only nba_predictions.weekly_models` (a season's: "
            "`reference_models`)."
        )
        self.model = model
