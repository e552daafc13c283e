"""What books learn of a game's players from the injury reports, and what it means for the rest."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from math import exp, log

from boxline.sandbox.injury_reports import GameReports
from boxline.sandbox.squads import Event

_MISSES = {"Out": 1.0, "Doubtful": 1.0, "Questionable": 0.6, "Probable": 0.0, "Available": 0.0}
_RULED_OUT = {"Out", "Doubtful"}
_REGULAR_MINUTES = 15.0  # a mean from which his absence is news
_TEAM_MINUTES = 240.0
_SHARE_NAMED = 0.85  # of the minutes that will be missed, those that reports name
_GAIN = 0.5  # how far a share of the minutes freed becomes counts of those who play


class PlayerNews:
    """The news on one game; `instants` are those at which something is said of a regular."""

    def __init__(self, event: Event, reports: GameReports) -> None:
        self._ruled_out_at: dict[int, datetime] = {}
        self._questionable: dict[int, list[tuple[datetime, bool]]] = {}
        self.instants: list[datetime] = []
        minutes = {m.player.player_id: m.usual["minutes"] for m in event.members}
        club_of = {m.player.player_id: m.club.team_id for m in event.members}
        self._roster_minutes = dict.fromkeys(club_of.values(), 0.0)
        for who, team_id in club_of.items():
            self._roster_minutes[team_id] += minutes[who]
        self._lost: dict[int, list[tuple[datetime, float]]] = {t: [] for t in self._roster_minutes}
        missed: dict[int, float] = {}
        for at, who, status in reports.changes():
            if status in _RULED_OUT:
                self._ruled_out_at.setdefault(who, at)
            self._questionable.setdefault(who, []).append((at, status == "Questionable"))
            if minutes[who] >= _REGULAR_MINUTES and at not in self.instants:
                self.instants.append(at)
            missed[who] = minutes[who] * _MISSES[status]
            team_id = club_of[who]
            lost = sum(each for other, each in missed.items() if club_of[other] == team_id)
            self._lost[team_id].append((at, lost))

    def is_ruled_out(self, player_id: int, at: datetime) -> bool:
        """Whether he is known to be out, or as good as out."""
        since = self._ruled_out_at.get(player_id)
        return since is not None and since <= at

    def is_questionable(self, player_id: int, at: datetime) -> bool:
        """Whether that is the newest word on him."""
        words = self._questionable.get(player_id, ())
        newest = [is_unsure for since, is_unsure in words if since <= at]
        return bool(newest) and newest[-1]

    def gain(self, team_id: int, at: datetime) -> float:
        """The factor on the means of a side's players: more where others are known to miss it.

        1.0 until the side names anybody.
        """
        of_team = self._lost.get(team_id, [])
        place = bisect_right(of_team, at, key=lambda entry: entry[0])
        if place == 0:
            return 1.0
        lost = of_team[place - 1][1]
        roster = self._roster_minutes[team_id]
        usual = _SHARE_NAMED * min(_TEAM_MINUTES, roster) + (1 - _SHARE_NAMED) * roster
        left = max(roster - lost, _TEAM_MINUTES / 2)
        return exp(_GAIN * log(usual / left))
