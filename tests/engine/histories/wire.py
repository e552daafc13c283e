"""The provider of the league, as the fetcher's sender shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import Provider, Request
from boxline.domain.days import league_day
from boxline.errors import NotThereYet, ServerFailed
from boxline.fetching.sending import Observed, Reply


@dataclass
class Wire:
    """The provider: what it would say, and how it is today. Stands in for the sender."""

    scores: dict[tuple[str, date], int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    failures_left: int = 0
    not_there: set[date] = field(default_factory=set)
    sent_on: Counter[date] = field(default_factory=Counter)
    clock: Any = None

    def send(
        self,
        _provider: Provider,
        request: Request,
        words: Mapping[str, str],
        _more: Mapping[str, str],
        _held: Mapping[str, str],
        observed: Observed,
    ) -> Reply:
        self.sent_on[league_day(self.clock())] += 1
        day = date.fromisoformat(words["date"])
        if self.failures_left:
            self.failures_left -= 1
            raise ServerFailed("wire", "it is in trouble")
        if day in self.not_there:
            raise NotThereYet("wire", "it is not there yet")
        if request.path == "/scores":
            rows = [
                {"game_id": game, "game_date": on.isoformat(), "n": goals}
                for (game, on), goals in sorted(self.scores.items())
                if on == day
            ]
        else:
            game = words["game_id"]
            rows = [{"game_id": game, "game_date": words["date"], "n": self.notes.get(game, 0)}]
        observed.body = msgspec.json.encode({"rows": rows})
        return Reply(status=200, headers={}, body=observed.body)
