"""What a report cannot read from figures: whose they are, and how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from boxline.forecasting.evaluation import names


@dataclass(frozen=True, kw_only=True)
class About:
    """What is said at the head of a report.

    Attributes:
        title: what was tried, such as `NBA 2024-25, walk-forward`.
        cutoff: when the last input was taken, in words.
        made_at: aware instant.
        code_version: of the code that made the predictions.
        command: that makes the report again; "" where there is none.
        markets: by prop, who set the lines and when they were taken; what is not named is said to
            be unnamed.
    """

    title: str
    cutoff: str
    made_at: datetime
    code_version: str = ""
    command: str = ""
    markets: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.made_at.utcoffset() is None:
            raise ValueError("made_at has no time zone")

    def market_of(self, prop: str) -> str:
        """Who set a prop's lines."""
        if prop in self.markets:
            return self.markets[prop]
        return "closing lines" if prop == names.CLOSING_ONLY else "source not named"
