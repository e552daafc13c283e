"""What fifty leagues with odds of every minute come to: the arithmetic in docs/scale.md.

What is assumed and what was measured stands in one place; nothing is fetched, and no such home was
ever run.
"""

from __future__ import annotations

from dataclasses import dataclass

DAY_SECONDS, DAYS = 86_400, 365


@dataclass(frozen=True, kw_only=True)
class Load:
    """Leagues, and how they are looked at.

    Attributes:
        leagues, events: assumed; events of a league on a busy day.
        before, during: assumed; minutes before the start and after it at which an event is looked
            at, once in each.
        together: assumed; the share of the day's events that are looked at in the busiest minute.
        rows_of_market: measured; one market of players' props by ten bookmakers, in the recorded
            reply.
        markets: of players that are asked for: points, rebounds, assists, threes, and their sum.
        rows_of_game: measured; moneyline, spread and total by three bookmakers were 17.4 rows an
            event, and twelve are asked for.
        changed: measured; of 655 prices that were looked at again within ten minutes (5.0 on the
            mean) 7.2 % were others, the same as 1.5 % each minute.
        row_bytes: a stored version by the declared types, texts of fourteen letters.
        reply_bytes: measured; the recorded reply of thirty games has 522 rows in 3,968 bytes, gzip.
        credits: of a look at an event's props and lines, as the provider counts.
    """

    leagues: int = 50
    events: int = 10
    before: int = 360
    during: int = 150
    together: float = 0.5
    rows_of_market: int = 482
    markets: int = 5
    rows_of_game: float = 17.4 * 4
    changed: float = 0.015
    row_bytes: int = 178
    reply_bytes: float = 3_968 / 522
    credits: int = 26

    @property
    def events_of_day(self) -> int:
        return self.leagues * self.events

    @property
    def looks(self) -> int:
        """Requests of a day."""
        return self.events_of_day * (self.before + self.during)

    @property
    def rows_of_look(self) -> float:
        return self.rows_of_market * self.markets + self.rows_of_game

    @property
    def rows_sent(self) -> float:
        return self.looks * self.rows_of_look

    @property
    def rows_kept(self) -> float:
        """Versions that differ from the one before: what raw tables add."""
        return self.rows_sent * self.changed


def told(load: Load) -> dict[str, str]:
    """The rows of the plan's table."""
    giga = 1e9
    kept, sent = load.rows_kept * load.row_bytes, load.rows_sent * load.row_bytes
    landed = load.looks * load.rows_of_look * load.reply_bytes
    return {
        "events a day": f"{load.events_of_day:,}",
        "requests a day": f"{load.looks:,}",
        "requests a second, mean and busiest": (
            f"{load.looks / DAY_SECONDS:.1f}, {load.events_of_day * load.together / 60:.1f}"
        ),
        "credits a day": f"{load.looks * load.credits:,}",
        "rows sent a day": f"{load.rows_sent / 1e6:,.0f} million",
        "of them versions that are kept": f"{load.rows_kept / 1e6:,.1f} million",
        "their bytes, a day and a year": (f"{kept / giga:,.1f} GB, {kept * DAYS / giga:,.0f} GB"),
        "were every row kept": f"{sent / giga:,.0f} GB, {sent * DAYS / giga:,.0f} GB",
        "landed bytes, a day and a year": (
            f"{landed / giga:,.1f} GB, {landed * DAYS / giga:,.0f} GB"
        ),
        "landed files a day, two a reply": f"{2 * load.looks:,}",
        "rows of the ledger a day, two a request": f"{2 * load.looks:,}",
    }


if __name__ == "__main__":
    for what, figure in told(Load()).items():
        print(f"| {what} | {figure} |")
