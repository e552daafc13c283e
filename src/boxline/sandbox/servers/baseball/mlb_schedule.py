"""The schedule of the MLB Stats API: day by day, with what was asked to be added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

from boxline.sandbox.baseball.ball_views import BallView, Stage
from boxline.sandbox.baseball.fixtures import BallFixture, Slot
from boxline.sandbox.baseball.plays import AWAY, HOME
from boxline.sandbox.baseball.world import BaseballWorld, Listed
from boxline.sandbox.servers.baseball.mlb_box import officials
from boxline.sandbox.servers.baseball.mlb_feed import day_night, game_words, status, weather
from boxline.sandbox.servers.baseball.mlb_linescore import linescore
from boxline.sandbox.servers.baseball.mlb_words import (
    COPYRIGHT,
    biography,
    club_in_full,
    club_link,
    person,
    share,
    venue_link,
)

_SIDES = ((AWAY, "away"), (HOME, "home"))


def schedule(
    days: Iterable[tuple[date, Sequence[Listed]]], world: BaseballWorld, hydrate: frozenset[str]
) -> dict[str, Any]:
    """The reply; days without games are left out.

    Args:
        days: each day with its list.
        world: for the clubs' records.
        hydrate: what is added: see `hydrations`.
    """
    dates = [
        {
            "date": day.isoformat(),
            **_totals(listed),
            "games": [_game(each, world, hydrate) for each in listed],
            "events": [],
        }
        for day, listed in days
        if listed
    ]
    all_listed = [game for each in dates for game in each["games"]]
    playing = sum(each["status"]["abstractGameState"] == "Live" for each in all_listed)
    return {
        "copyright": COPYRIGHT,
        "totalItems": len(all_listed),
        "totalEvents": 0,
        "totalGames": len(all_listed),
        "totalGamesInProgress": playing,
        "dates": dates,
    }


def hydrations(text: str) -> frozenset[str]:
    """The names in a `hydrate` parameter; what stands in brackets is left out.

    >>> sorted(hydrations("team,probablePitcher(note),linescore"))
    ['linescore', 'probablePitcher', 'team']
    """
    return frozenset(filter(None, re.sub(r"\([^)]*\)", "", text).split(",")))


def _totals(listed: Sequence[Listed]) -> dict[str, Any]:
    playing = sum(each.stage.abstract == "Live" for each in listed)
    return {
        "totalItems": len(listed),
        "totalEvents": 0,
        "totalGames": len(listed),
        "totalGamesInProgress": playing,
    }


def _game(listed: Listed, world: BaseballWorld, hydrate: frozenset[str]) -> dict[str, Any]:
    view, fixture = listed.view, listed.view.fixture
    is_left = listed.stage is Stage.POSTPONED
    slot = fixture.first if is_left else view.slot
    starts_at = fixture.resumes_at if listed.is_resumption else slot.starts_at
    words = game_words(view)
    if is_left:
        words |= {"doubleHeader": slot.doubleheader, "gameNumber": slot.game_number}
    kind, season = words.pop("type"), words.pop("season")
    written: dict[str, Any] = {
        "gamePk": int(view.game_id),
        "gameGuid": _guid(view.game_id),
        "link": f"/api/v1.1/game/{view.game_id}/feed/live",
        "gameType": kind,
        "season": season,
        "gameDate": f"{starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "officialDate": view.slot.game_date.isoformat(),
        **_moved(listed, fixture, slot),
        "status": status(listed.stage, is_start_open=slot.is_start_open),
        "teams": {name: _side(listed, side, world, hydrate) for side, name in _SIDES},
    }
    added: dict[str, Callable[[], Any]] = {
        "linescore": lambda: linescore(view),
        "lineups": lambda: _lineups(view),
        "officials": lambda: officials(view),
        "weather": lambda: weather(view),
    }
    for name, value in added.items():
        if name in hydrate and not is_left:
            written[name] = value()
    venue = venue_link(fixture.home)
    if "venue" in hydrate:
        venue |= {
            "active": True,
            "season": season,
            "fieldInfo": {"roofType": fixture.home.park.roof},
        }
    written["venue"] = venue
    written["content"] = {"link": f"/api/v1/game/{view.game_id}/content"}
    if listed.stage.is_final:
        written["isTie"] = False
    return {
        **written,
        **words,
        "publicFacing": True,
        "dayNight": day_night(view),
        "scheduledInnings": view.scheduled_innings,
        "reverseHomeAwayStatus": False,
        "inningBreakLength": 120,
        "gamesInSeries": fixture.series_games,
        "seriesGameNumber": fixture.series_game,
        "seriesDescription": "Regular Season",
        "recordSource": "S",
        "ifNecessary": "N",
        "ifNecessaryDescription": "Normal Game",
    }


def _moved(listed: Listed, fixture: BallFixture, slot: Slot) -> dict[str, Any]:
    """From when, or to when, a game was moved; empty of one that stands where it was set."""
    now = listed.view.slot
    if listed.stage is Stage.POSTPONED:
        return _when("reschedule", now, "rescheduleGameDate")
    if listed.is_resumption:
        return _when("resumedFrom", slot, "resumedFromDate", bare=True)
    if fixture.resumes_at and fixture.resumes_on and _has_stopped(listed.view):
        return {
            "resumeDate": f"{fixture.resumes_at:%Y-%m-%dT%H:%M:%SZ}",
            "resumeGameDate": fixture.resumes_on.isoformat(),
        }
    if now.game_date != fixture.first.game_date:
        return _when("rescheduledFrom", fixture.first, "rescheduledFromDate", bare=True)
    return {}


def _has_stopped(view: BallView) -> bool:
    timeline = view.contest.timeline
    return timeline is not None and bool(timeline.stops) and view.at >= timeline.stops[0][0]


def _when(name: str, slot: Slot, day_name: str, *, bare: bool = False) -> dict[str, str]:
    instant = f"{slot.starts_at:%Y-%m-%dT%H:%M:%SZ}"
    return {name if bare else f"{name}Date": instant, day_name: slot.game_date.isoformat()}


def _side(
    listed: Listed, side: int, world: BaseballWorld, hydrate: frozenset[str]
) -> dict[str, Any]:
    view = listed.view
    club = (view.fixture.home, view.fixture.away)[side]
    won, lost = world.record(club.team_id, view.at)
    is_full = "team" in hydrate
    written: dict[str, Any] = {
        "team": club_in_full(club, view.fixture.season) if is_full else club_link(club),
        "leagueRecord": {"wins": won, "losses": lost, "ties": 0, "pct": share(won, won + lost)},
    }
    if listed.stage.has_begun:
        written["score"] = view.score[side]
    if listed.stage.is_final:
        written["isWinner"] = view.score[side] > view.score[1 - side]
    probable = view.probables[side]
    if "probablePitcher" in hydrate and probable and listed.stage is not Stage.POSTPONED:
        written["probablePitcher"] = person(probable)
    return {**written, "splitSquad": False, "seriesNumber": 1}


def _lineups(view: BallView) -> dict[str, Any]:
    """The cards that are out; empty before."""
    written = {}
    for nine, name in zip(view.nines, ("homePlayers", "awayPlayers"), strict=True):
        if nine:
            written[name] = [
                {
                    **person(player),
                    "primaryPosition": biography(player, view.slot.game_date)["primaryPosition"],
                }
                for player in nine.order
            ]
    return written


def _guid(game_id: str) -> str:
    digits = blake2b(f"guid/{game_id}".encode(), digest_size=16).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
