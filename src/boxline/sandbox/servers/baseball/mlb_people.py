"""People of the MLB Stats API: who they are, and what they have counted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from boxline.sandbox.baseball.clubs import BallClub
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.tallies import Batting, GameLine, Pitching, Tallies
from boxline.sandbox.servers.baseball.mlb_stat_blocks import (
    game_batting,
    game_pitching,
    season_batting,
    season_pitching,
    split_batting,
    split_pitching,
)
from boxline.sandbox.servers.baseball.mlb_words import (
    COPYRIGHT,
    biography,
    club_link,
    league_link,
    person,
    position,
)

_HANDS = {"vl": ("L", "vs Left", 73), "vr": ("R", "vs Right", 74)}
_SPORT = {"id": 1, "link": "/api/v1/sports/1", "abbreviation": "MLB"}
Group = dict[str, Any]


class People:
    """Answers about players; `None` where nobody has the id."""

    def __init__(self, tallies: Tallies) -> None:
        self._tallies = tallies

    def reply(self, player_ids: list[int], at: datetime, hydrate: str) -> dict[str, Any]:
        """Biographies, with the stats that `hydrate` asks for."""
        asked = _asked_stats(hydrate)
        people = []
        for player_id in player_ids:
            found = self._tallies.world.player(player_id, at)
            if found is None:
                continue
            player, club = found
            told = biography(player, at.date())
            if asked:
                told["currentTeam"] = club_link(club)
                kinds, named, season = asked
                groups = self.groups(
                    player_id, at, kinds=kinds, named=named, season=season, codes=("vl", "vr")
                )
                if groups:
                    told["stats"] = groups
            people.append(told)
        return {"copyright": COPYRIGHT, "people": people}

    def ids_of(self, season: int, at: datetime) -> list[int]:
        """The ids of everybody of a season that has come by then."""
        newest = self._tallies.world.season(at).season
        return [
            player.player_id
            for each in self._tallies.world.league.seasons
            if each.season == season <= newest
            for squad in each.squads
            for player in squad.players
        ]

    def of_season(self, season: int, at: datetime) -> list[dict[str, Any]]:
        """Everybody of a season, with his club."""
        told = []
        for each in self._tallies.world.league.seasons:
            for squad in each.squads if each.season == season else ():
                for player in squad.players:
                    club = {"id": squad.club.team_id, "link": f"/api/v1/teams/{squad.club.team_id}"}
                    told.append({**biography(player, at.date()), "currentTeam": club})
        return told

    def pooled(
        self,
        player_ids: list[int],
        at: datetime,
        *,
        kind: str,
        group: str,
        season: int,
        codes: tuple[str, ...],
    ) -> list[Group]:
        """One block with the splits of all these players."""
        splits = [
            split
            for player_id in player_ids
            for block in self.groups(
                player_id, at, kinds=(kind,), named=(group,), season=season, codes=codes
            )
            for split in block["splits"]
        ]
        return [{**_group(kind, group, splits), "totalSplits": len(splits)}]

    def groups(
        self,
        player_id: int,
        at: datetime,
        *,
        kinds: tuple[str, ...],
        named: tuple[str, ...],
        season: int | None,
        codes: tuple[str, ...],
        opponent: int | None = None,
    ) -> list[Group]:
        """A block for each kind of stats and each group; none for what he has nothing of.

        Args:
            player_id: who.
            at: as of when.
            kinds: such as season, gameLog, statSplits, vsPlayer.
            named: groups: hitting, pitching.
            season: the year; the newest without it.
            codes: of statSplits: vl, vr.
            opponent: of vsPlayer: the other player.
        """
        found = self._tallies.world.player(player_id, at)
        if found is None:
            return []
        year = season or self._tallies.world.season(at).season
        written: list[Group] = []
        for kind in kinds:
            for group in named or ("pitching" if found[0].is_pitcher else "hitting",):
                splits = self._splits(kind, group, found, year, at, codes, opponent)
                if kind == "vsPlayer":
                    written += _pairs(group, splits)
                elif splits:
                    written.append(_group(kind, group, splits))
        return written

    def _splits(
        self,
        kind: str,
        group: str,
        found: tuple[BallPlayer, BallClub],
        season: int,
        at: datetime,
        codes: tuple[str, ...],
        opponent: int | None,
    ) -> list[dict[str, Any]]:
        player, club = found
        if (group == "pitching") != player.is_pitcher:
            return []
        if kind == "season":
            batting, pitching = self._tallies.totals(player.player_id, season, at)
            stat = season_pitching(pitching) if player.is_pitcher else season_batting(batting)
            return [_split(player, club, season, stat)] if stat["gamesPlayed"] else []
        if kind == "gameLog":
            lines = self._tallies.lines(player.player_id, season, at)
            return [each for line in lines if (each := _logged(player, club, season, line))]
        if kind == "statSplits":
            return self._by_hand(player, club, season, at, codes)
        if kind == "vsPlayer" and opponent and not player.is_pitcher:
            return self._against(player, club, season, at, opponent)
        return []

    def _by_hand(
        self,
        player: BallPlayer,
        club: BallClub,
        season: int,
        at: datetime,
        codes: tuple[str, ...],
    ) -> list[dict[str, Any]]:
        written = []
        for code in codes:
            if code not in _HANDS:
                continue
            hand, said, order = _HANDS[code]
            total = self._tallies.split(
                player.player_id, season, at, pitching=player.is_pitcher, hand=hand
            )
            if not total.games:
                continue
            stat = split_pitching(total) if isinstance(total, Pitching) else split_batting(total)
            split = _split(player, club, season, stat)
            split["split"] = {"code": code, "description": said, "sortOrder": order}
            split["position"] = position(player.position)
            written.append(split)
        return written

    def _against(
        self, player: BallPlayer, club: BallClub, season: int, at: datetime, opponent: int
    ) -> list[dict[str, Any]]:
        other = self._tallies.world.player(opponent, at)
        total: Batting = self._tallies.pair(player.player_id, opponent, season, at)
        if other is None or not total.games:
            return []
        split = _split(player, club, season, split_batting(total))
        del split["player"]
        split |= {
            "opponent": club_link(other[1]),
            "batter": person(player),
            "pitcher": person(other[0]),
        }
        return [split]


def stats_reply(groups: list[Group]) -> dict[str, Any]:
    """Blocks of stats by themselves."""
    return {"copyright": COPYRIGHT, "stats": groups}


def _group(kind: str, group: str, splits: list[dict[str, Any]]) -> Group:
    return {
        "type": {"displayName": kind},
        "group": {"displayName": group},
        "exemptions": [],
        "splits": splits,
    }


def _pairs(group: str, splits: list[dict[str, Any]]) -> list[Group]:
    """A batter against a pitcher, by season and in total; there, and empty, of strangers."""
    return [
        {
            "type": {"displayName": kind},
            "group": {"displayName": group},
            "totalSplits": len(splits),
            "exemptions": [],
            "splits": splits,
        }
        for kind in ("vsPlayer", "vsPlayerTotal")
    ]


def _split(player: BallPlayer, club: BallClub, season: int, stat: dict[str, Any]) -> dict[str, Any]:
    return {
        "season": str(season),
        "stat": stat,
        "team": club_link(club),
        "player": person(player),
        "league": league_link(club),
        "sport": _SPORT,
        "gameType": "R",
    }


def _logged(
    player: BallPlayer, club: BallClub, season: int, line: GameLine
) -> dict[str, Any] | None:
    """One game of a log."""
    if player.is_pitcher and line.pitching:
        stat = game_pitching(line.pitching, is_last=line.is_last_pitcher)
    elif line.batting:
        stat = game_batting(line.batting)
    else:
        return None
    fixture = line.fixture
    other = fixture.away if line.is_home else fixture.home
    slot = fixture.last
    return {
        **_split(player, club, season, stat),
        "opponent": club_link(other),
        "date": line.day.isoformat(),
        "isHome": line.is_home,
        "isWin": line.has_won,
        "game": {
            "gamePk": int(fixture.game_id),
            "link": f"/api/v1.1/game/{fixture.game_id}/feed/live",
            "content": {"link": f"/api/v1/game/{fixture.game_id}/content"},
            "gameNumber": slot.game_number,
            "dayNight": "night",
        },
    }


def _asked_stats(hydrate: str) -> tuple[tuple[str, ...], tuple[str, ...], int | None] | None:
    """Kinds, groups and season in `stats(group=[pitching],type=[season,gameLog],season=2025)`."""
    found = re.search(r"stats\((.*)\)", hydrate)
    if not found:
        return None
    inside = found[1]
    season = re.search(r"season=(\d{4})", inside)
    return _named(inside, "type") or ("season",), _named(inside, "group"), _year(season)


def _named(text: str, name: str) -> tuple[str, ...]:
    found = re.search(rf"{name}=\[?([A-Za-z,]+)\]?", text)
    return tuple(filter(None, found[1].split(","))) if found else ()


def _year(found: re.Match[str] | None) -> int | None:
    return int(found[1]) if found else None
