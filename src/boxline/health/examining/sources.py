"""How one stands with the providers that runs ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boxline.catalog.alarms import Firing, Severity, alarm

#: Below this share of a day's credits the rest of the day may go without answers.
LOW_SHARE = 0.1

#: States of a provider that is well.
WELL = ("answers", "never asked")


@dataclass(frozen=True, kw_only=True)
class Source:
    """A provider that runs ask.

    Attributes:
        state: `answers`, `never asked`, or which of its hosts fails or is left alone.
        credits_left, credits_a_day: None where none are counted.
    """

    provider: str
    state: str
    credits_left: int | None = None
    credits_a_day: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Every provider that runs ask."""

    asked: Sequence[Source]


@alarm(
    "provider-failing",
    severity=Severity.WARNING,
    blocks="whatever only this provider sends",
    next_step="boxline providers probe",
)
def provider_failing(sources: Sources) -> Iterator[Firing]:
    """A host of a provider failed when it was last asked, or is left alone."""
    for one in sources.asked:
        if one.state not in WELL:
            yield Firing(
                subject=one.provider,
                found=one.state,
                next_step=f"boxline providers show {one.provider}",
            )


@alarm(
    "budget-low",
    severity=Severity.WARNING,
    blocks="the replies of this provider for the rest of the league day",
    next_step="boxline providers list; raise its daily credits, or wait for the next day",
)
def budget_low(sources: Sources) -> Iterator[Firing]:
    """Less than a tenth of a provider's credits of the day is left."""
    for one in sources.asked:
        if one.credits_left is None or not one.credits_a_day:
            continue
        if one.credits_left < LOW_SHARE * one.credits_a_day:
            found = f"{one.credits_left} of {one.credits_a_day} credits are left today"
            yield Firing(subject=one.provider, found=found)
