"""The real lines: every row accounted for, names resolved and none wrongly, and signs as meant."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from boxline.home import Home

pytestmark = pytest.mark.thorough  # every real file of lines is read, and run

#: How a line writes a player -> how the box scores do.
ALIASES = {
    "Herb Jones": "Herbert Jones",
    "Nicolas Claxton": "Nic Claxton",
    "Moe Wagner": "Moritz Wagner",
    "Ron Holland": "Ronald Holland II",
    "Carlton Carrington": "Bub Carrington",
    "Vincent Williams Jr": "Vince Williams Jr.",
    "Cameron Christie": "Cam Christie",
    "James Huff": "Jay Huff",
}


def ask(home: Home, query: str) -> list[tuple[Any, ...]]:
    with home.warehouse("test") as warehouse:
        return warehouse.connection.execute(query).fetchall()


def test_every_file_loads_and_loses_only_rows_that_stand_there_twice(lines_home: Home) -> None:
    loads = ask(
        lines_home,
        "SELECT dataset, rows_in, rows_kept, rows_rejected FROM ops.loads "
        "WHERE dataset LIKE '%lines' ORDER BY dataset",
    )
    assert loads == [
        ("nba_raw.archive_closing_lines", 23_118, 23_118, 0),
        ("nba_raw.archive_multibook_lines", 81_772, 81_772, 0),
        ("nba_raw.archive_player_prop_lines", 42_932, 42_904, 28),
        ("nba_raw.archive_pra_lines", 54_066, 53_243, 823),
        ("nba_raw.archive_threes_lines", 64_567, 64_567, 0),
    ]


def test_lines_name_no_game_only_where_it_was_put_off_or_misdated(lines_home: Home) -> None:
    def unplaced(dataset: str) -> Counter[str]:
        rejects = lines_home.ledger.rejects()
        return Counter(
            r["reason"] for r in rejects if (r["dataset"], r["field"]) == (dataset, "game_id")
        )

    nowhere = "is no game of the calendar on"
    # Snow in Atlanta and New Orleans, fires in Los Angeles.
    assert set(unplaced("nba_core.player_prop_lines")) == {
        f"Houston Rockets @ Atlanta Hawks {nowhere} 2025-01-11",
        f"Milwaukee Bucks @ New Orleans Pelicans {nowhere} 2025-01-22",
        f"Charlotte Hornets @ Los Angeles Lakers {nowhere} 2025-01-09",
    }
    # Closing lines begin seven seasons before the calendar does. Ice in Detroit, a death in Utah,
    # and a play-in game that was announced a day early.
    since = {r for r in unplaced("nba_core.game_lines") if r[-10:] > "2014-10-01"}
    assert since == {
        f"Washington Wizards @ Detroit Pistons {nowhere} 2023-02-01",
        f"Golden State Warriors @ Utah Jazz {nowhere} 2024-01-17",
        f"Atlanta Hawks @ Chicago Bulls {nowhere} 2024-04-16",
    }


def test_nearly_every_name_of_the_pickem_points_lines_is_somebodys(lines_home: Home) -> None:
    ((names, resolved),) = ask(
        lines_home,
        """SELECT count(*), count(player_id) FROM nba_core.resolved_names SEMI JOIN (
            SELECT DISTINCT game_date, player_name AS name_sent
            FROM nba_raw.archive_player_prop_lines WHERE market = 'player_points')
        USING (game_date, name_sent)""",
    )
    assert names > 5000
    assert resolved / names >= 0.99


def test_nicknames_are_resolved_to_their_bearers(lines_home: Home) -> None:
    found = ask(
        lines_home,
        """SELECT DISTINCT name_sent, last_name.player_name FROM nba_core.resolved_names
        JOIN (SELECT player_id, max_by(player_name, game_date) AS player_name
              FROM nba_core.players GROUP BY ALL) AS last_name USING (player_id)""",
    )
    names = {sent: player for sent, player in found if sent in ALIASES}
    assert names == {sent: player for sent, player in ALIASES.items() if sent in names}
    assert len(names) >= 6


def test_whoever_a_line_names_and_who_played_that_day_played_in_that_game(lines_home: Home) -> None:
    ((together, elsewhere),) = ask(
        lines_home,
        """SELECT count(*), count(*) FILTER (line.game_id <> played.game_id)
        FROM (SELECT DISTINCT game_id, game_date, player_id FROM nba_core.player_prop_lines) AS line
        JOIN nba_core.player_games AS played USING (player_id, game_date)""",
    )
    assert together > 15_000
    assert elsewhere == 0


def test_what_names_nobody_is_rejected_in_words(lines_home: Home) -> None:
    rejects = [
        r
        for r in lines_home.ledger.rejects()
        if (r["dataset"], r["field"]) == ("nba_core.player_prop_lines", "player_id")
    ]
    ((kept,),) = ask(lines_home, "SELECT count(*) FROM nba_core.player_prop_lines")
    assert 0 < len(rejects) < 0.01 * kept
    assert all("of that name" in r["reason"] for r in rejects)


def test_placeholders_are_never_prices(lines_home: Home) -> None:
    found = ask(
        lines_home,
        """SELECT no_price_reason, count(*) FROM nba_core.player_prop_lines
        WHERE no_price_reason IS NOT NULL GROUP BY ALL ORDER BY 1""",
    )
    assert dict(found).keys() == {
        "only one side was offered",
        "the feed sent a placeholder for a price",
        "the prices of both sides cannot belong together",
    }
    ((lowest, main),) = ask(
        lines_home,
        """SELECT min(over_price_decimal), count(*) FILTER (NOT is_alternate
            AND no_price_reason IS NOT NULL) FROM nba_core.player_prop_lines""",
    )
    assert lowest > 1.01
    assert main == 0


def test_no_line_counts_that_was_seen_after_the_start(lines_home: Home) -> None:
    ((results, late),) = ask(
        lines_home,
        """SELECT count(*), count(*) FILTER (known_at > tipped_off_at)
        FROM nba_analytics.player_prop_results JOIN nba_core.games USING (game_id)""",
    )
    assert results > 70_000
    assert late == 0
    ((share,),) = ask(
        lines_home,
        """SELECT avg(is_after_start::INT) FROM nba_core.player_prop_lines
        WHERE prop_type = 'points_rebounds_assists'""",
    )
    assert 0.75 < share < 0.85


def test_spreads_and_totals_mean_what_their_source_says_of_the_outcome(lines_home: Home) -> None:
    # `id_spread` is 1 where the favourite covered, `id_total` where it went over; 2 is a push.
    ((games, wrong_spreads, wrong_totals),) = ask(
        lines_home,
        """WITH told AS (
            SELECT game_id, game_date, home_points, away_points,
                max(line) FILTER (market = 'spread') AS spread,
                max(line) FILTER (market = 'total') AS total
            FROM nba_core.game_lines JOIN nba_core.games USING (game_id, game_date)
            WHERE bookmaker = 'closing' GROUP BY ALL),
        sent AS (
            SELECT game_date, score_home AS home_points, score_away AS away_points,
                id_spread, id_total FROM nba_raw.archive_closing_lines
            -- Found by day and score, so two games that ended alike cannot be told apart.
            QUALIFY count(*) OVER (PARTITION BY game_date, score_home, score_away) = 1)
        SELECT count(*),
            count(*) FILTER (spread <> 0 AND id_spread <> CASE
                WHEN home_points + spread = away_points THEN 2
                WHEN (home_points + spread > away_points) = (spread < 0) THEN 1 ELSE 0 END),
            count(*) FILTER (id_total <> CASE WHEN home_points + away_points = total THEN 2
                WHEN home_points + away_points > total THEN 1 ELSE 0 END)
        FROM told JOIN sent USING (game_date, home_points, away_points)""",
    )
    assert games > 14_000
    assert (wrong_spreads, wrong_totals) == (0, 0)


def test_bookmakers_spreads_lie_about_the_closing_one(lines_home: Home) -> None:
    ((pairs, apart),) = ask(
        lines_home,
        """SELECT count(*), median(abs(b.line - c.line)) FROM nba_core.game_lines AS b
        JOIN nba_core.game_lines AS c USING (game_id, market)
        WHERE market = 'spread' AND c.bookmaker = 'closing' AND b.bookmaker <> 'closing'
            AND NOT b.is_after_start""",
    )
    assert pairs > 30_000
    assert apart <= 1.5
