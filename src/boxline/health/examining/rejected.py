"""How large a share of the newest rows was refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from boxline.catalog.alarms import Firing, Severity, alarm

#: Above this share somebody should look: a provider has changed something.
ALARMING_SHARE = 0.05


@dataclass(frozen=True, kw_only=True)
class RejectedShares:
    """Dataset -> (rows in, rows rejected) of its newest piece of work of the last day."""

    newest: Mapping[str, tuple[int, int]]


@alarm(
    "rejected-share",
    severity=Severity.WARNING,
    blocks="what rests on the refused rows: they are in no table until they are replayed",
    next_step="boxline rejects list",
)
def rejected_share(shares: RejectedShares) -> Iterator[Firing]:
    """More than a twentieth of the rows that a dataset last took in were refused."""
    for dataset, (rows_in, rejected) in shares.newest.items():
        if rejected > ALARMING_SHARE * rows_in:
            yield Firing(
                subject=dataset,
                found=f"{rejected} of {rows_in} rows were refused ({rejected / rows_in:.0%})",
                next_step=f"boxline rejects list --dataset {dataset}",
            )
