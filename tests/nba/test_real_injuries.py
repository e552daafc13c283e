"""Names and injuries of three real seasons: every row accounted for, no name resolved wrongly."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from boxline.home import Home

pytestmark = pytest.mark.thorough  # every real file of injuries and lines is read, and run

LEBRON, DAVIS, GIANNIS = 2544, 203076, 203507


def ask(home: Home, query: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with home.warehouse("test") as warehouse:
        return warehouse.connection.execute(query, parameters).fetchall()


def rejects_of(home: Home, dataset: str) -> list[dict[str, Any]]:
    return [dict(r) for r in home.ledger.rejects() if r["dataset"] == dataset]


def test_of_the_reports_only_lines_that_stand_there_twice_are_refused(lines_home: Home) -> None:
    rejects = rejects_of(lines_home, "nba_raw.archive_injury_reports")
    assert ask(lines_home, "SELECT count(*) FROM nba_raw.archive_injury_reports") == [(100_374,)]
    assert {r["reason"] for r in rejects} == {"another row of the same reply has the same key"}
    assert Counter(json.loads(r["content"])["matchup"] for r in rejects) == {"UNK@UNK": 8}


def test_every_run_of_the_history_is_kept_or_rejected_for_a_reason(lines_home: Home) -> None:
    ((sent, kept),) = ask(
        lines_home,
        "SELECT (SELECT count(*) FROM nba_raw.archive_injury_status_history), "
        "(SELECT count(*) FROM nba_core.injuries)",
    )
    fields = Counter(r["field"] for r in rejects_of(lines_home, "nba_core.injuries"))
    assert (sent, kept) == (53_097, 49_296)
    assert fields == {"player_id": 2_559, "listed_under_team_id": 899, "game_id": 343}
    assert sent == kept + sum(fields.values())


def test_a_reject_tells_why_in_words(lines_home: Home) -> None:
    reasons = {
        (r["field"], json.loads(r["content"])["name_sent"]): r["reason"]
        for r in rejects_of(lines_home, "nba_core.injuries")
    }
    # He was drafted in 2022 and hurt before his first game.
    assert reasons["player_id", "Holmgren, Chet"].startswith("no player of that name is known; ")
    told = set(reasons.values())
    # The fires of Los Angeles, and a line of 2022-23 that carries the sides of another game.
    assert "CHA @ LAL is no game of the calendar on 2025-01-09" in told
    assert "Toronto Raptors is no side of CHI@MIA" in told


def test_lines_under_the_sides_of_another_game_are_a_fault_of_one_season(lines_home: Home) -> None:
    misplaced = [
        json.loads(r["content"])["season"]
        for r in rejects_of(lines_home, "nba_core.injuries")
        if r["field"] == "listed_under_team_id"
    ]
    assert set(misplaced) == {"2022-23"}


def test_every_status_of_the_two_reports_a_day_lies_inside_a_run_of_the_history(
    lines_home: Home,
) -> None:
    # So the reports are left unread: they say nothing that the history does not say.
    found = ask(
        lines_home,
        """SELECT count(*), count(*) FILTER (h.status IS NULL)
        FROM nba_raw.archive_injury_reports AS r
        LEFT JOIN nba_raw.archive_injury_status_history AS h
            ON h.game_date = r.game_date AND h.matchup = r.matchup AND h.team = r.team
            AND h.player_name = r.player_name AND h.status = r.status
            AND r.reported_at BETWEEN h.first_reported_at AND h.last_reported_at
        WHERE r.player_name IS NOT NULL""",
    )
    assert found == [(88_929, 0)]


def test_the_names_that_lines_carry_are_nearly_all_resolved(lines_home: Home) -> None:
    found = ask(
        lines_home,
        """SELECT source, count(*), count(*) FILTER (method = 'exact'),
            count(*) FILTER (method = 'alias'), count(*) FILTER (method = 'unresolved')
        FROM (SELECT *, unnest(string_split(sources, ', ')) AS source FROM nba_core.resolved_names)
        GROUP BY source ORDER BY source""",
    )
    assert found == [
        ("injuries", 39_095, 36_779, 24, 2_292),
        ("player_prop_lines", 6_543, 6_442, 97, 4),
        ("pra_lines", 10_692, 10_342, 326, 24),
        ("threes_lines", 12_092, 11_982, 109, 1),
    ]


def test_names_of_lines_stay_unresolved_before_a_first_game_and_where_two_could_bear_them(
    lines_home: Home,
) -> None:
    names = {
        name
        for (name,) in ask(
            lines_home,
            "SELECT DISTINCT name_sent FROM nba_core.resolved_names "
            "WHERE method = 'unresolved' AND sources <> 'injuries'",
        )
    }
    first_game = {
        "Alex Sarr",
        "Amen Thompson",
        "Ausar Thompson",
        "Bilal Coulibaly",
        "Brandon Miller",
        "Chet Holmgren",
        "Dalton Knecht",
        "Lonzo Ball",  # his first in three seasons
        "Scoot Henderson",
        "Victor Wembanyama",
        "Wembanyama Victor",
        "Zach Edey",
    }
    two_could = {
        "C. Martin",
        "D. Robinson",
        "D. Sharpe",
        "D. Wade",
        "I. Jackson",
        "J. Green",
        "T. Young",
        "Z. Williams",
    }
    assert names == first_game | two_could


@pytest.mark.parametrize("season", ["2023-24", "2024-25"])
def test_whoever_a_report_named_and_who_played_did_so_for_the_club_that_listed_him(
    lines_home: Home, season: str
) -> None:
    ((played, for_another),) = ask(
        lines_home,
        """SELECT count(*), count(*) FILTER (p.team_id <> i.listed_under_team_id)
        FROM nba_core.injuries AS i JOIN nba_core.player_games AS p USING (game_id, player_id)
        WHERE i.season = ?""",
        [season],
    )
    assert played > 4_000
    assert for_another == 0


def test_nobody_whom_a_name_of_a_line_was_resolved_to_played_that_day_in_another_game(
    lines_home: Home,
) -> None:
    ((names, elsewhere),) = ask(
        lines_home,
        """SELECT count(*), count(*) FILTER (p.game_id <> r.game_id)
        FROM nba_core.resolved_names AS r JOIN nba_core.player_games AS p
            ON p.player_id = r.player_id AND p.game_date = r.game_date
        WHERE r.sources <> 'injuries'""",
    )
    assert names > 20_000
    assert elsewhere == 0


STATUS_AT = """
SELECT status FROM nba_core.injuries
WHERE game_id = $game AND player_id = $player AND known_at <= $at
ORDER BY known_at DESC LIMIT 1
"""


@pytest.mark.parametrize(
    ("game", "player", "report_of_1330", "half_an_hour_before", "early", "late"),
    [
        # The Lakers of 28 December 2024: he did not play.
        ("0022400435", LEBRON, "2024-12-28 18:30", "2024-12-29 03:00", "Questionable", "Out"),
        # The Lakers of 2 January 2025, `Doubtful` in between: he did not play.
        ("0022400468", DAVIS, "2025-01-02 18:30", "2025-01-03 03:00", "Questionable", "Out"),
        # Milwaukee of 20 December 2024: he scored 33.
        ("0022400374", GIANNIS, "2024-12-20 18:30", "2024-12-21 00:00", "Probable", "Available"),
    ],
)
def test_what_is_known_at_the_report_of_1330_may_be_another_half_an_hour_before_the_start(
    lines_home: Home,
    game: str,
    player: int,
    report_of_1330: str,
    half_an_hour_before: str,
    early: str,
    late: str,
) -> None:
    def status(at: str) -> str:
        given = {"game": game, "player": player, "at": datetime.fromisoformat(at)}
        ((found,),) = ask(lines_home, STATUS_AT, given)
        return str(found)

    assert (status(report_of_1330), status(half_an_hour_before)) == (early, late)


def test_hardly_anybody_who_was_out_when_the_game_started_played_in_it(lines_home: Home) -> None:
    found = {
        status: (games, played)
        for status, games, played in ask(
            lines_home,
            """SELECT status, count(*), count(p.player_id) FROM (
                SELECT * FROM nba_core.injuries WHERE NOT is_after_start
                QUALIFY row_number() OVER (
                    PARTITION BY game_id, player_id ORDER BY known_at DESC) = 1) AS i
            LEFT JOIN nba_core.player_games AS p USING (game_id, player_id) GROUP BY status""",
        )
    }
    out, played = found["Out"]
    assert out > 28_000
    assert played < 0.001 * out
    available, played = found["Available"]
    assert played > 0.8 * available
