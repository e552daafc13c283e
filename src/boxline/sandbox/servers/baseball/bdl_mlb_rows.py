"""balldontlie's rows of MLB: clubs, players, games, lines, injuries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from boxline.sandbox.baseball.ball_views import BallView, Stage
from boxline.sandbox.baseball.box_lines import BatterLine, PitcherLine
from boxline.sandbox.baseball.clubs import CLUB_OF, BallClub
from boxline.sandbox.baseball.players import FIRST_PLAYER_ID, BallPlayer
from boxline.sandbox.baseball.plays import AWAY, HOME, Result
from boxline.sandbox.baseball.squads import Injury
from boxline.sandbox.servers.baseball.mlb_words import innings
from boxline.sandbox.spellings import spelled

_FIRST_PLAYER = 700_001
_STATUS = {
    "Preview": "STATUS_SCHEDULED",
    "Live": "STATUS_IN_PROGRESS",
    "Final": "STATUS_FINAL",
}
_OTHER_STATUS = {
    Stage.WARMUP: "STATUS_SCHEDULED",
    Stage.DELAYED: "STATUS_RAIN_DELAY",
    Stage.SUSPENDED: "STATUS_SUSPENDED",
    Stage.CANCELLED: "STATUS_CANCELED",
    Stage.OVER: "STATUS_IN_PROGRESS",
}
_HANDS = {"L": "Left", "R": "Right", "S": "Switch"}
_POSITIONS = {
    "P": "Pitcher", "C": "Catcher", "1B": "First Baseman", "2B": "Second Baseman",
    "3B": "Third Baseman", "SS": "Shortstop", "LF": "Left Fielder", "CF": "Center Fielder",
    "RF": "Right Fielder", "DH": "Designated Hitter",
}  # fmt: skip
_LEAGUES = {103: "American", 104: "National"}
_DIVISIONS = {200: "West", 201: "East", 202: "Central", 203: "West", 204: "East", 205: "Central"}


def player_id_bdl(player_id: int) -> int:
    """Balldontlie's id of a player."""
    return _FIRST_PLAYER + 3 * (player_id - FIRST_PLAYER_ID)


def team_row(club: BallClub) -> dict[str, Any]:
    """A club; its id is the club's place among all by MLB's id."""
    return {
        "id": list(CLUB_OF).index(club.team_id) + 1,
        "slug": club.team_name.lower().replace(" ", "-").replace(".", ""),
        "abbreviation": club.code,
        "display_name": club.team_name,
        "short_display_name": club.nickname,
        "name": club.nickname,
        "location": club.city or club.nickname,
        "league": _LEAGUES[club.league_id],
        "division": _DIVISIONS[club.division_id],
    }


def player_row(player: BallPlayer, club: BallClub, at: datetime) -> dict[str, Any]:
    """A player with the club he is at."""
    name = spelled(player.player_name, "balldontlie mlb")
    first, _, last = name.partition(" ")
    day, born = at.date(), player.born
    return {
        "id": player_id_bdl(player.player_id),
        "first_name": first,
        "last_name": last,
        "full_name": name,
        "debut_year": born.year + 23,
        "jersey": player.jersey,
        "college": None,
        "position": _POSITIONS[player.position],
        "active": True,
        "birth_place": None,
        "dob": f"{born.day}/{born.month}/{born.year}",
        "age": day.year - born.year - ((day.month, day.day) < (born.month, born.day)),
        "height": "6' 1\"",
        "weight": "200 lbs",
        "draft": None,
        "bats_throws": f"{_HANDS[player.bats]}/{_HANDS[player.throws]}",
        "team": team_row(club),
    }


def game_row(view: BallView, game_id: int) -> dict[str, Any]:
    """A game; runs are nought before it begins."""
    fixture = view.fixture
    home, away = _score(view, HOME), _score(view, AWAY)
    last = view.plays[-1] if view.plays else None
    return {
        "id": game_id,
        "home_team_name": fixture.home.team_name,
        "away_team_name": fixture.away.team_name,
        "home_team": team_row(fixture.home),
        "away_team": team_row(fixture.away),
        "season": fixture.season,
        "postseason": False,
        "season_type": "regular",
        "date": f"{view.slot.starts_at:%Y-%m-%dT%H:%M:%S}.000Z",
        "home_team_data": home,
        "away_team_data": away,
        "venue": fixture.home.park.venue,
        "attendance": 0,
        "conference_play": False,
        "status": _OTHER_STATUS.get(view.stage) or _STATUS[view.stage.abstract],
        "period": last.inning if last else 0,
        "clock": 0,
        "display_clock": "0:00",
        "scoring_summary": [],
    }


def _score(view: BallView, side: int) -> dict[str, Any]:
    mine = [play for play in view.plays if play.side == side]
    most = max((play.inning for play in mine), default=0)
    scores = [sum(p.runs for p in mine if p.inning == number) for number in range(1, most + 1)]
    return {
        "hits": sum(play.result.is_hit for play in mine),
        "runs": sum(play.runs for play in mine),
        "errors": sum(p.result is Result.ERROR for p in view.plays if p.side != side),
        "inning_scores": scores,
    }


def stat_rows(view: BallView, game: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A line for everybody who batted or pitched, home first."""
    box = view.box
    assert box is not None
    for side, club in ((HOME, view.fixture.home), (AWAY, view.fixture.away)):
        for batter in box.batters[side]:
            yield _line(batter.player, club, game, view.at, batter=batter)
        for pitcher in box.pitchers[side]:
            yield _line(pitcher.player, club, game, view.at, pitcher=pitcher)


def _line(
    player: BallPlayer,
    club: BallClub,
    game: dict[str, Any],
    at: datetime,
    *,
    batter: BatterLine | None = None,
    pitcher: PitcherLine | None = None,
) -> dict[str, Any]:
    batted = batter.counts if batter else None
    pitched = pitcher.counts if pitcher else None
    return {
        "player": player_row(player, club, at),
        "team_name": club.team_name,
        "game": game,
        "at_bats": batted and batted.at_bats,
        "runs": batted and batted.runs,
        "hits": batted and batted.hits,
        "rbi": batted and batted.runs_batted_in,
        "hr": batted and batted.home_runs,
        "bb": batted and batted.walks,
        "k": batted and batted.strikeouts,
        "avg": None,
        "obp": None,
        "slg": None,
        "ip": float(innings(pitcher.outs)) if pitcher else None,
        "p_hits": pitched and pitched.hits,
        "p_runs": pitcher and pitcher.runs,
        "er": pitcher and pitcher.earned_runs,
        "p_bb": pitched and pitched.walks,
        "p_k": pitched and pitched.strikeouts,
        "p_hr": pitched and pitched.home_runs,
        "pitch_count": pitched and pitched.pitches,
        "strikes": pitched and pitched.strikes,
        "era": None,
    }


def injury_row(injury: Injury, at: datetime) -> dict[str, Any]:
    """Somebody on the injured list."""
    rng = Random(f"injury/{injury.player.player_id}/{injury.first_day}")
    club = CLUB_OF[injury.team_id]
    return {
        "player": player_row(injury.player, club, at),
        "date": f"{injury.told_at:%Y-%m-%dT%H:%M:%S}.000Z",
        "return_date": f"{injury.first_day + timedelta(days=injury.days)}T00:00:00.000Z",
        "type": injury.kind,
        "detail": rng.choice(("Strain", "Soreness", "Inflammation")),
        "side": rng.choice(("Left", "Right", "Not Specified")),
        "status": f"{injury.days}-Day-IL",
        "long_comment": None,
        "short_comment": f"{injury.player.player_name} is on the {injury.days}-day injured list.",
    }
