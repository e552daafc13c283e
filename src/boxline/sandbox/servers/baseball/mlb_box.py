"""The box score of the live feed: both sides with everybody who is there, and the umpires."""

from __future__ import annotations

from typing import Any

from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.box_lines import BatterLine, PitcherLine
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import AWAY, HOME
from boxline.sandbox.baseball.tallies import Batting, Pitching, Tallies
from boxline.sandbox.baseball.umpires import places
from boxline.sandbox.servers.baseball.mlb_linescore import batting_order, pitching
from boxline.sandbox.servers.baseball.mlb_stat_blocks import (
    game_batting,
    game_pitching,
    season_batting,
    season_pitching,
)
from boxline.sandbox.servers.baseball.mlb_words import club_link, named, person, position

_ACTIVE = {"code": "A", "description": "Active"}


def boxscore(view: BallView, tallies: Tallies) -> dict[str, Any]:
    """The box score; before the first pitch it holds the cards that are out, and who is there."""
    return {
        "teams": {
            "away": _team(view, AWAY, tallies),
            "home": _team(view, HOME, tallies),
        },
        "officials": officials(view),
        "info": _info(view),
        "pitchingNotes": [],
        "topPerformers": [],
    }


def officials(view: BallView) -> list[dict[str, Any]]:
    """The umpires by place; empty before they are known."""
    return [
        {"official": named(umpire.umpire_id, umpire.name), "officialType": place}
        for place, umpire in (places(view.crew) if view.crew else ())
    ]


def roster(view: BallView, side: int, tallies: Tallies) -> tuple[BallPlayer, ...]:
    """Everybody of a side who may play today: those on the injured list are not there."""
    club = (view.fixture.home, view.fixture.away)[side]
    squad = tallies.world.squad(club.team_id, view.at)
    season = tallies.world.season(view.at)
    if season.season != view.fixture.season or squad is None:
        seasons = tallies.world.league.seasons
        season = next(each for each in seasons if each.season == view.fixture.season)
        squad = next(each for each in season.squads if each.club == club)
    out = {
        each.player.player_id
        for each in season.injuries
        if each.is_out(view.slot.game_date) and each.told_at <= view.at
    }
    here = [player for player in squad.players if player.player_id not in out]
    box = view.box
    if box:  # who has played is there, whatever was told later
        known = {player.player_id for player in here}
        players = [line.player for line in box.batters[side]]
        players += [line.player for line in box.pitchers[side]]
        here += [player for player in players if player.player_id not in known]
    return tuple(here)


def _team(view: BallView, side: int, tallies: Tallies) -> dict[str, Any]:
    club = (view.fixture.home, view.fixture.away)[side]
    box, nine = view.box, view.nines[side]
    batters = {line.player.player_id: line for line in box.batters[side]} if box else {}
    pitchers = {line.player.player_id: line for line in box.pitchers[side]} if box else {}
    here = roster(view, side, tallies)
    order = batting_order(view, side) if box else list(nine.order if nine else ())
    used = set(batters) | set(pitchers) | {player.player_id for player in order}
    left = [player for player in here if player.player_id not in used]
    return {
        "team": club_link(club),
        "teamStats": _team_stats(view, side),
        "players": {
            f"ID{player.player_id}": _player(view, side, player, batters, pitchers, tallies)
            for player in here
        },
        "batters": [*batters, *pitchers] if box else [player.player_id for player in order],
        "pitchers": list(pitchers),
        "bench": [player.player_id for player in left if not player.is_pitcher],
        "bullpen": [player.player_id for player in left if player.is_pitcher],
        "battingOrder": [player.player_id for player in order],
        "info": [],
        "note": [],
    }


def _player(
    view: BallView,
    side: int,
    player: BallPlayer,
    batters: dict[int, BatterLine],
    pitchers: dict[int, PitcherLine],
    tallies: Tallies,
) -> dict[str, Any]:
    player_id = player.player_id
    batter, pitcher = batters.get(player_id), pitchers.get(player_id)
    order, place = _place(view, side, player, batter)
    batting, pitched = _season(view, player, batter, pitcher, tallies)
    is_last = bool(pitchers) and player_id == list(pitchers)[-1]
    written: dict[str, Any] = {
        "person": person(player),
        "jerseyNumber": player.jersey,
        "position": position(place),
        "status": _ACTIVE,
        "parentTeamId": (view.fixture.home, view.fixture.away)[side].team_id,
    }
    if order:
        written["battingOrder"] = order
    is_on = view.stage.has_begun and not view.stage.is_final
    written["stats"] = {
        "batting": game_batting(batter) if batter else {},
        "pitching": game_pitching(pitcher, is_last=is_last) if pitcher else {},
        "fielding": {},
    }
    written["seasonStats"] = {
        "batting": season_batting(batting),
        "pitching": season_pitching(pitched),
        "fielding": {},
    }
    written["gameStatus"] = {
        "isCurrentBatter": False,
        "isCurrentPitcher": is_on and pitching(view, side) is player,
        "isOnBench": batter is None and pitcher is None,
        "isSubstitute": bool(batter and batter.came_in),
    }
    if batter or pitcher:
        written["allPositions"] = [position(place)]
    return written


def _place(
    view: BallView, side: int, player: BallPlayer, batter: BatterLine | None
) -> tuple[str | None, str]:
    """Where he bats, as 300 is third, and where he plays today."""
    if batter:
        return batter.order, batter.position
    nine = view.nines[side]
    if nine and not view.stage.has_begun and player in nine.order:
        slot = nine.order.index(player)
        return f"{slot + 1}00", nine.positions[slot]
    return None, player.position


def _season(
    view: BallView,
    player: BallPlayer,
    batter: BatterLine | None,
    pitcher: PitcherLine | None,
    tallies: Tallies,
) -> tuple[Batting, Pitching]:
    """What he has counted this season, this game with it once it is on."""
    before = tallies.totals(player.player_id, view.fixture.season, view.at)
    if view.stage.is_final or not (batter or pitcher):
        return before
    batting, pitched = Batting(), Pitching()
    for line in tallies.lines(player.player_id, view.fixture.season, view.at):
        if line.batting:
            batting.add(line.batting)
        if line.pitching:
            pitched.add(line.pitching, is_last=line.is_last_pitcher)
    if batter:
        batting.add(batter)
    if pitcher:
        pitched.add(pitcher, is_last=False)
    return batting, pitched


def _team_stats(view: BallView, side: int) -> dict[str, Any]:
    batting, pitched = Batting(), Pitching()
    box = view.box
    for batter in box.batters[side] if box else ():
        batting.add(batter)
    for pitcher in box.pitchers[side] if box else ():
        pitched.add(pitcher, is_last=False)
    batting_block, pitching_block = season_batting(batting), season_pitching(pitched)
    for block in (batting_block, pitching_block):
        del block["gamesPlayed"]
    return {"batting": batting_block, "pitching": pitching_block, "fielding": {}}


def _info(view: BallView) -> list[dict[str, str]]:
    if not view.stage.has_begun or not view.crew:
        return []
    names = ["HP", "1B", "2B", "3B"]
    told = " ".join(
        f"{place}: {umpire.name}." for place, umpire in zip(names, view.crew, strict=True)
    )
    return [
        {"label": "Umpires", "value": told},
        {"label": "Venue", "value": f"{view.fixture.home.park.venue}."},
    ]
