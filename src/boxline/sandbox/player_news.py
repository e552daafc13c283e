"""What books learn of a game's players from the injury reports, and what it means for the rest."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from boxline.sandbox.injury_reports import GameReports
from boxline.sandbox.squads import Event

_MISSES = {"Out": 1.0, "Doubtful": 0.85, "Questionable": 0.4, "Probable": 0.05, "Available": 0.0}
_RULED_OUT = {"Out", "Doubtful"}
_REGULAR_MINUTES = 15.0  # a mean from which his absence is news
_TEAM_MINUTES = 240.0
_SHARE_NAMED = 0.85  # of the minutes that will be missed, those that reports name
_GAIN = 0.5  # how far a share of the minutes freed becomes counts of those who play


class PlayerNews:
    """The news on one game, by instant."""

    def __init__(self, event: Event, reports: GameReports) -> None:
        self.ruled_out_at: dict[int, datetime] = {}
        self.unsure: dict[int, list[tuple[datetime, bool]]] = {}
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
                self.ruled_out_at.setdefault(who, at)
            self.unsure.setdefault(who, []).append((at, status == "Questionable"))
            if minutes[who] >= _REGULAR_MINUTES and at not in self.instants:
                self.instants.append(at)
            missed[who] = minutes[who] * _MISSES[status]
            team_id = club_of[who]
            lost = sum(each for other, each in missed.items() if club_of[other] == team_id)
            self._lost[team_id].append((at, lost))

    def is_ruled_out(self, player_id: int, at: datetime) -> bool:
        """Whether he is known to be out, or as good as out."""
        since = self.ruled_out_at.get(player_id)
        return since is not None and since <= at

    def is_questionable(self, player_id: int, at: datetime) -> bool:
        """Whether that is the newest word on him."""
        words = self.unsure.get(player_id, ())
        newest = [is_unsure for since, is_unsure in words if since <= at]
        return bool(newest) and newest[-1]

    def gain(self, team_id: int, at: datetime) -> float:
        """The factor on the means of a side's players: more where others are known to miss it."""
        of_team = self._lost.get(team_id, [])
        place = bisect_right(of_team, at, key=lambda entry: entry[0])
        lost = of_team[place - 1][1] if place else 0.0
        roster = self._roster_minutes[team_id]
        usual = _SHARE_NAMED * min(_TEAM_MINUTES, roster) + (1 - _SHARE_NAMED) * roster
        left = max(roster - lost, _TEAM_MINUTES / 2)
        return (usual / left) ** _GAIN if roster else 1.0
