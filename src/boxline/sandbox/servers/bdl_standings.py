"""balldontlie's standings: every club's record of a regular season as of an instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from boxline.sandbox.servers.bdl_shapes import team_row
from boxline.sandbox.servers.club_facts import ClubFacts, facts_of
from boxline.sandbox.servers.directory import Directory, Record, home_won, regular_finals


def standings_rows(directory: Directory, season: str, at: datetime) -> list[dict[str, Any]]:
    """A row for each club, best of the East first; empty for a season that is not out."""
    if not directory.games(at, season):
        return []
    records = directory.records(at, season)
    inside = _records_inside(directory, season, at)
    clubs = [facts_of(club) for club in directory.world.league.clubs]
    best = sorted(clubs, key=lambda facts: (facts.conference, -records[facts.club.team_id].share))
    return [_row(facts, best, records, inside, season) for facts in best]


def _row(
    facts: ClubFacts,
    best: list[ClubFacts],
    records: dict[int, Record],
    inside: dict[tuple[int, str], list[int]],
    season: str,
) -> dict[str, Any]:
    team_id = facts.club.team_id
    record = records[team_id]

    def rank(of: Callable[[ClubFacts], str]) -> int:
        return 1 + [other for other in best if of(other) == of(facts)].index(facts)

    def inside_record(group: str) -> str:
        return "-".join(map(str, inside.get((team_id, group), [0, 0])))

    return {
        "team": team_row(facts),
        "conference_record": inside_record(facts.conference),
        "conference_rank": rank(lambda other: other.conference),
        "division_record": inside_record(facts.division),
        "division_rank": rank(lambda other: other.division),
        "wins": record.wins,
        "losses": record.losses,
        "home_record": f"{record.home[0]}-{record.home[1]}",
        "road_record": f"{record.road[0]}-{record.road[1]}",
        "season": int(season[:4]),
    }


def _records_inside(
    directory: Directory, season: str, at: datetime
) -> dict[tuple[int, str], list[int]]:
    """Won and lost against clubs of one's own conference, and of one's own division."""
    found: dict[tuple[int, str], list[int]] = {}
    for view in regular_finals(directory.games(at, season)):
        home, away = facts_of(view.fixture.home), facts_of(view.fixture.away)
        shared = {home.conference, home.division} & {away.conference, away.division}
        for group in shared:
            for facts, won in ((home, home_won(view)), (away, not home_won(view))):
                found.setdefault((facts.club.team_id, group), [0, 0])[not won] += 1
    return found
