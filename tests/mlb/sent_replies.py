"""Replies of MLB's API and of The Odds API about a few made-up games of two clubs, to be landed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from boxline.home import Home
from tests.nba.landed import recorded

AWAY, HOME = 139, 147
CASTELLANE, BROOK, ODUYA = 900002, 900001, 900003
NAMES = {CASTELLANE: "Ivo Castellane", BROOK: "Ansel Brook", ODUYA: "Remy Oduya"}

Reply = Any


@dataclass(frozen=True, kw_only=True)
class Game:
    """A game of Tampa Bay at New York, as a schedule may show it.

    Attributes:
        order: the ids of the home side's nine in turn; empty while none is shown.
        home_pitcher: who is to start at home; None while nobody is announced.
    """

    game_id: int
    day: date
    starts_at: str
    number: int = 1
    doubleheader: str = "N"
    status: str = "Scheduled"
    code: str = "S"
    state: str = "Preview"
    order: tuple[int, ...] = ()
    home_pitcher: int | None = CASTELLANE
    umpire: int | None = None
    runs: tuple[int, int] | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def gathering(self, **changes: Any) -> Game:
        """The same shortly before its start."""
        return replace(self, status="Pre-Game", code="P", **changes)

    def over(self, **changes: Any) -> Game:
        """The same after its end: New York won it by five to three."""
        done = {"status": "Final", "code": "F", "state": "Final", "runs": (3, 5)}
        return replace(self, **{**done, **changes})

    @property
    def sent(self) -> Reply:
        """As a schedule lists it."""
        status = {
            "abstractGameState": self.state,
            "detailedState": self.status,
            "statusCode": self.code,
        }
        home: dict[str, Any] = {"team": {"id": HOME, "name": "New York Yankees"}}
        away: dict[str, Any] = {"team": {"id": AWAY, "name": "Tampa Bay Rays"}}
        away["probablePitcher"] = {"id": BROOK, "fullName": NAMES[BROOK]}
        if self.home_pitcher:
            named = {"id": self.home_pitcher, "fullName": NAMES[self.home_pitcher]}
            home["probablePitcher"] = named
        if self.runs:
            away["score"], home["score"] = self.runs
        listed = [{"id": one, "fullName": f"Batter {one}"} for one in self.order]
        plate = {"id": self.umpire, "fullName": f"Umpire {self.umpire}"}
        return {
            "gamePk": self.game_id,
            "gameType": "R",
            "season": str(self.day.year),
            "gameDate": self.starts_at,
            "officialDate": self.day.isoformat(),
            "status": status,
            "teams": {"away": away, "home": home},
            "venue": {"id": 3313, "name": "Yankee Stadium"},
            "gameNumber": self.number,
            "doubleHeader": self.doubleheader,
            "scheduledInnings": 9,
            "lineups": {"homePlayers": listed},
            "officials": [{"official": plate, "officialType": "Home Plate"}] if self.umpire else [],
            **self.more,
        }

    @property
    def feed(self) -> Reply:
        """Its feed, whose pitches are those of the recorded one."""
        found = deepcopy(recorded("mlbapi_game_feed.json"))
        data = found["gameData"]
        found["gamePk"] = self.game_id
        data["status"] = self.sent["status"]
        data["datetime"] = {"dateTime": self.starts_at, "officialDate": self.day.isoformat()}
        batters = {
            f"ID{one}": {
                "person": {"id": one, "fullName": f"Batter {one}"},
                "battingOrder": f"{place}00",
                "stats": {"batting": _at_bat(), "pitching": {}},
            }
            for place, one in enumerate(self.order, 1)
        }
        found["liveData"]["boxscore"]["teams"]["home"]["players"].update(batters)
        return found


def _at_bat() -> dict[str, int]:
    line = recorded("mlbapi_game_feed.json")["liveData"]["boxscore"]["teams"]["away"]["players"]
    counts: dict[str, int] = line["ID901001"]["stats"]["batting"]
    return counts


def schedule(games: Iterable[Game]) -> Reply:
    """Games by the date that lists them."""
    by_day: dict[str, list[Reply]] = {}
    for game in games:
        by_day.setdefault(game.day.isoformat(), []).append(game.sent)
    return {"dates": [{"date": day, "games": listed} for day, listed in by_day.items()]}


def event(event_id: str, starts_at: str) -> Reply:
    """A game of these clubs as The Odds API tells it, without odds."""
    return {
        "id": event_id,
        "sport_key": "baseball_mlb",
        "commence_time": starts_at,
        "home_team": "New York Yankees",
        "away_team": "Tampa Bay Rays",
    }


def offered(event_id: str, starts_at: str, market: str, *outcomes: Reply) -> Reply:
    """One bookmaker's outcomes on one market of it."""
    one = {"key": market, "outcomes": [*outcomes]}
    return {
        **event(event_id, starts_at),
        "bookmakers": [{"key": "draftkings", "markets": [one]}],
    }


def total(line: float) -> tuple[Reply, Reply]:
    """Both sides of a total."""
    return tuple({"name": side, "price": -110, "point": line} for side in ("Over", "Under"))  # type: ignore[return-value]


def strikeouts(player: str, line: float) -> tuple[Reply, Reply]:
    """Both sides of a line on a pitcher's strikeouts."""
    over, under = total(line)
    return over | {"description": player}, under | {"description": player}


def land(home: Home, dataset: str, reply: Reply, at: str, **asked: str) -> None:
    """Land a reply that came at an instant of UTC."""
    home.land(
        home.catalog[f"mlb_raw.{dataset}"],
        [("reply.json", json.dumps(reply).encode())],
        fetched_at=datetime.fromisoformat(at).replace(tzinfo=UTC),
        asked=asked,
    )
