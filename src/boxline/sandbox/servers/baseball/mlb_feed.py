"""The live feed of one game: what MLB's API sends of it before, during and after."""

from __future__ import annotations

from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from boxline.sandbox.baseball.ball_views import RAIN, BallView, Stage
from boxline.sandbox.baseball.clubs import BallClub
from boxline.sandbox.baseball.fixtures import NIGHT_FROM_HOUR
from boxline.sandbox.baseball.plays import AWAY, HOME
from boxline.sandbox.baseball.tallies import Tallies
from boxline.sandbox.servers.baseball.mlb_box import boxscore, roster
from boxline.sandbox.servers.baseball.mlb_linescore import linescore
from boxline.sandbox.servers.baseball.mlb_plays import plays_block
from boxline.sandbox.servers.baseball.mlb_words import (
    COPYRIGHT,
    biography,
    club_in_full,
    milliseconds,
    person,
    share,
    venue_link,
)

_SKIES = ("Clear", "Partly Cloudy", "Cloudy", "Sunny", "Overcast")
_WINDS = ("Out To CF", "In From LF", "L To R", "Out To RF", "R To L")


def feed(view: BallView, tallies: Tallies) -> dict[str, Any]:
    """The whole reply."""
    live: dict[str, Any] = {
        "plays": plays_block(view),
        "linescore": linescore(view),
        "boxscore": boxscore(view, tallies),
    }
    if view.stage.is_final:
        live["decisions"] = _decisions(view)
    live["leaders"] = {"hitDistance": {}, "hitSpeed": {}, "pitchSpeed": {}}
    return {
        "copyright": COPYRIGHT,
        "gamePk": int(view.game_id),
        "link": f"/api/v1.1/game/{view.game_id}/feed/live",
        "metaData": {
            "wait": 10,
            "timeStamp": f"{view.at:%Y%m%d_%H%M%S}",
            "gameEvents": [],
            "logicalEvents": [],
        },
        "gameData": _game_data(view, tallies),
        "liveData": live,
    }


def status(stage: Stage, *, is_start_open: bool = False) -> dict[str, Any]:
    """Where a game stands, in MLB's five words."""
    abstract, coded, detailed, code, short = stage.value
    written = {
        "abstractGameState": abstract,
        "codedGameState": coded,
        "detailedState": detailed,
        "statusCode": code,
        "startTimeTBD": is_start_open and not stage.has_begun,
    }
    if stage.has_reason:
        written["reason"] = RAIN
    return {**written, "abstractGameCode": short}


def day_night(view: BallView) -> str:
    """`day` or `night`, by the clock of the park."""
    local = view.slot.starts_at.astimezone(ZoneInfo(view.fixture.home.park.zone))
    return "day" if local.hour < NIGHT_FROM_HOUR else "night"


def weather(view: BallView) -> dict[str, str]:
    """The weather at the park; under a dome it is that of the dome."""
    park = view.fixture.home.park
    rng = Random(f"weather/{view.game_id}/{view.slot.game_date}")
    if park.roof == "Dome" or (park.roof == "Retractable" and rng.random() < 0.6):
        condition = "Dome" if park.roof == "Dome" else "Roof Closed"
        return {"condition": condition, "temp": "72", "wind": "0 mph, None"}
    return {
        "condition": rng.choice(_SKIES),
        "temp": str(round(rng.gauss(74, 11))),
        "wind": f"{rng.randint(0, 16)} mph, {rng.choice(_WINDS)}",
    }


def game_words(view: BallView) -> dict[str, Any]:
    """Doubleheader, number and season of a game as it is set now."""
    slot, fixture = view.slot, view.fixture
    return {
        "type": "R",
        "doubleHeader": slot.doubleheader,
        "gamedayType": "P",
        "tiebreaker": "N",
        "gameNumber": slot.game_number,
        "calendarEventID": f"14-{view.game_id}-{fixture.first.game_date}",
        "season": str(fixture.season),
        "seasonDisplay": str(fixture.season),
    }


def _game_data(view: BallView, tallies: Tallies) -> dict[str, Any]:
    fixture, slot = view.fixture, view.slot
    local = slot.starts_at.astimezone(ZoneInfo(fixture.home.park.zone))
    away, home = fixture.away.file_code, fixture.home.file_code
    code = f"{slot.game_date:%Y/%m/%d}/{away}mlb-{home}mlb-{slot.game_number}"
    everybody = (p for side in (AWAY, HOME) for p in roster(view, side, tallies))
    data: dict[str, Any] = {
        "game": {"pk": int(view.game_id), "id": code, **game_words(view)},
        "datetime": {
            "dateTime": f"{slot.starts_at:%Y-%m-%dT%H:%M:%SZ}",
            "originalDate": fixture.first.game_date.isoformat(),
            "officialDate": slot.game_date.isoformat(),
            "dayNight": day_night(view),
            "time": f"{local.hour % 12 or 12}:{local:%M}",
            "ampm": f"{local:%p}",
        },
        "status": status(view.stage, is_start_open=slot.is_start_open),
        "teams": {
            "away": _club(view, fixture.away, tallies),
            "home": _club(view, fixture.home, tallies),
        },
        "players": {
            f"ID{player.player_id}": biography(player, slot.game_date) for player in everybody
        },
        "venue": _venue(view),
        "officialVenue": {
            "id": fixture.home.park.venue_id,
            "link": f"/api/v1/venues/{fixture.home.park.venue_id}",
        },
        "weather": weather(view),
        "gameInfo": _game_info(view),
        "review": {"hasChallenges": False},
        "flags": {"noHitter": False, "perfectGame": False},
        "alerts": [],
        "probablePitchers": {
            name: person(player)
            for name, player in zip(("away", "home"), reversed(view.probables), strict=True)
            if player
        },
    }
    return data


def _club(view: BallView, club: BallClub, tallies: Tallies) -> dict[str, Any]:
    won, lost = tallies.world.record(club.team_id, view.at)
    written = club_in_full(club, view.fixture.season)
    written["record"] = {
        "gamesPlayed": won + lost,
        "leagueRecord": {"wins": won, "losses": lost, "ties": 0, "pct": share(won, won + lost)},
        "wins": won,
        "losses": lost,
        "winningPercentage": share(won, won + lost),
    }
    return written


def _venue(view: BallView) -> dict[str, Any]:
    club = view.fixture.home
    local = view.slot.starts_at.astimezone(ZoneInfo(club.park.zone))
    offset = local.utcoffset()
    hours = round(offset.total_seconds() / 3600) if offset else 0
    return {
        **venue_link(club),
        "location": {"city": club.city},
        "timeZone": {"id": club.park.zone, "offset": hours, "offsetAtGameTime": hours},
        "fieldInfo": {"turfType": "Grass", "roofType": club.park.roof},
        "active": True,
        "season": str(view.fixture.season),
    }


def _game_info(view: BallView) -> dict[str, Any]:
    timeline = view.contest.timeline
    if timeline is None or not view.stage.has_begun:
        return {"firstPitch": milliseconds(view.slot.starts_at)}
    told: dict[str, Any] = {"firstPitch": milliseconds(timeline.first_pitch_at)}
    if view.stage.is_final:
        minutes = (timeline.over_at - timeline.first_pitch_at).total_seconds() / 60
        stopped = sum((end - begin).total_seconds() for begin, end in timeline.stops) / 60
        told["gameDurationMinutes"] = round(minutes - stopped)
    return told


def _decisions(view: BallView) -> dict[str, Any]:
    box, found = view.box, dict[str, Any]()
    assert box is not None
    lines = [line for side in box.pitchers for line in side]
    for line in lines:
        if line.has_won:
            found["winner"] = person(line.player)
        if line.has_lost:
            found["loser"] = person(line.player)
        if line.has_saved:
            found["save"] = person(line.player)
    return found
