"""Whose name it is: an exact form, a curated alias, or nobody's; never the nearest."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from boxline.domain.names import normalised_name
from boxline.leagues import load_catalog
from boxline.nba.names import ALIASES, RESOURCES, alias_of, normalised
from tests.domain.test_names import OTHERS, SAME
from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs

DAY = date(2025, 1, 15)
NYK, PHI, CHA = 1610612752, 1610612755, 1610612766
GAME = {
    "game_id": "0022400561",
    "game_date": DAY,
    "season": "2024-25",
    "season_type": "regular",
    "home_team_id": PHI,
    "away_team_id": NYK,
}
NOBODY = "no player of that name is known"
BRUNSON, MCBRIDE, MAXEY, HART, ELSEWHERE = 1, 2, 3, 4, 5


def forms_in_sql(names: list[str]) -> list[str | None]:
    """The normalised forms as DuckDB computes them."""
    import ibis

    table = ibis.table({"place": "int64", "name": "string"}, name="names")
    query = str(
        ibis.to_sql(table.select("place", form=normalised(table.name)).order_by("place"), "duckdb")
    )
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE names (place BIGINT, name VARCHAR)")
        connection.executemany("INSERT INTO names VALUES (?, ?)", list(enumerate(names)))
        return [form for _, form in connection.execute(query).fetchall()]


def test_the_form_in_sql_is_the_form_in_python() -> None:
    names = [name for pair in (*SAME, *OTHERS) for name in pair]
    names += [letter for code in range(0xC0, 0x250) for letter in [chr(code)] if letter.islower()]
    assert forms_in_sql(names) == [normalised_name(name) or None for name in names]


def test_the_forms_agree_on_every_name_of_the_real_files(shared: Path) -> None:
    files_of_names = {
        "nba_box_scores/regular/player_games_*.parquet": "player_name",
        "nba_box_scores/playoffs/*.parquet": "player_name",
        "nba_injuries/*.parquet": "player_name",
        "nba_prop_lines/*.parquet": "player",
    }
    with duckdb.connect() as connection:
        names = [
            row[0]
            for pattern, column in files_of_names.items()
            for row in connection.execute(
                f"SELECT DISTINCT {column} FROM read_parquet('{shared / pattern}') "
                f"WHERE {column} IS NOT NULL"
            ).fetchall()
        ]
    assert len(names) > 3000
    assert forms_in_sql(names) == [normalised_name(name) for name in names]


def test_the_expressions_compile_for_bigquery() -> None:
    import ibis

    table = ibis.table({"name": "string"}, name="names")
    form = normalised(table.name)
    text = str(ibis.to_sql(table.select(form=form, alias=alias_of(form)), dialect="bigquery"))
    assert "REGEXP_REPLACE" in text
    assert "bub carrington" in text


class TestAliases:
    def rows(self) -> list[dict[str, str]]:
        text = files("boxline.nba").joinpath(RESOURCES[0]).read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))

    def test_each_says_what_makes_one_sure_of_it(self) -> None:
        assert all(row["evidence"] for row in self.rows())

    def test_they_stand_in_order_and_none_twice(self) -> None:
        sent = [row["name_sent"] for row in self.rows()]
        assert sent == sorted(set(sent))

    def test_none_leads_to_a_name_that_is_an_alias_itself(self) -> None:
        assert ALIASES.keys() & set(ALIASES.values()) == set()

    def test_each_leads_to_exactly_one_player_of_the_real_box_scores(self, shared: Path) -> None:
        pattern = shared / "nba_box_scores/regular/player_games_*.parquet"
        with duckdb.connect() as connection:
            players = connection.execute(
                f"SELECT DISTINCT player_id, player_name FROM read_parquet('{pattern}')"
            ).fetchall()
        bearers: dict[str, set[int]] = {}
        for player, name in players:
            bearers.setdefault(normalised_name(name), set()).add(player)
        assert {name: len(bearers.get(name, ())) for name in ALIASES.values()} == dict.fromkeys(
            ALIASES.values(), 1
        )
        assert ALIASES.keys() & bearers.keys() == set()


def line(name: str, *, home: str = "Philadelphia 76ers") -> dict[str, Any]:
    """A line on a player of the game New York at Philadelphia."""
    return {
        "game_date": DAY,
        "home_team": home,
        "away_team": "New York Knicks",
        "player_name": name,
    }


def listed(name: str, *, team: str = "New York Knicks") -> dict[str, Any]:
    """A line of an injury report of that game."""
    return {"game_date": DAY, "matchup": "NYK@PHI", "team": team, "player_name": name}


def player(player_id: int, name: str, *, days_before: int = 40) -> dict[str, Any]:
    """A player who first appeared so many days before the game."""
    day = DAY - timedelta(days=days_before)
    return {"player_id": player_id, "game_date": day, "player_name": name}


def expected(player_id: int, team_id: int) -> dict[str, Any]:
    return {"game_id": GAME["game_id"], "player_id": player_id, "team_id": team_id}


def resolve(**inputs: Any) -> list[dict[str, Any]]:
    players = [
        player(BRUNSON, "Jalen Brunson"),
        player(MCBRIDE, "Miles McBride"),
        player(MAXEY, "Tyrese Maxey"),
        player(ELSEWHERE, "Carlton Nobody"),
    ]
    side = [expected(BRUNSON, NYK), expected(MCBRIDE, NYK), expected(MAXEY, PHI)]
    given = {
        "games": [GAME],
        "cutoffs": cutoffs(GAME),
        "players": players,
        "expected": side,
        **inputs,
    }
    return computed("nba_core.resolved_names", **given)


def resolve_one(name: str, **inputs: Any) -> tuple[Any, ...]:
    """(player, team, method, reason) of one name sent in a line."""
    (row,) = resolve(threes_lines=[line(name)], **inputs)
    assert row["name_sent"] == name
    return row["player_id"], row["team_id"], row["method"], row["unresolved_reason"]


class TestResolving:
    def test_a_name_is_that_of_the_expected_player_who_bears_it(self) -> None:
        assert resolve_one("BRUNSON, Jalen") == (BRUNSON, NYK, "exact", None)

    def test_an_alias_leads_to_the_name_of_the_box_score(self) -> None:
        assert resolve_one("M. McBride") == (MCBRIDE, NYK, "alias", None)

    def test_a_name_of_nobody_expected_may_be_that_of_one_known_elsewhere(self) -> None:
        assert resolve_one("Carlton Nobody") == (ELSEWHERE, None, "exact", None)

    def test_of_two_who_bear_a_name_the_one_expected_is_meant(self) -> None:
        players = [player(BRUNSON, "Jalen Brunson"), player(HART, "Jalen Brunson Sr.")]
        assert resolve_one("Jalen Brunson", players=players) == (BRUNSON, NYK, "exact", None)

    def test_a_name_that_two_expected_players_bear_is_nobodys(self) -> None:
        players = [player(BRUNSON, "Jalen Brunson"), player(MAXEY, "Jalen Brunson II")]
        assert resolve_one("Jalen Brunson", players=players) == (
            None,
            None,
            "unresolved",
            "2 players of that name are known; nearest: Jalen Brunson, Jalen Brunson II",
        )

    def test_a_name_that_two_bear_and_none_of_them_is_expected_is_nobodys(self) -> None:
        players = [player(HART, "Josh Hart"), player(ELSEWHERE, "Josh Hart II")]
        _, _, method, reason = resolve_one("Josh Hart", players=players)
        assert (method, reason) == ("unresolved", "2 players of that name are known")

    def test_nearness_is_told_and_never_decides(self) -> None:
        assert resolve_one("Jalen Brunsen") == (
            None,
            None,
            "unresolved",
            "no player of that name is known; nearest: Jalen Brunson, Miles McBride, Tyrese Maxey",
        )

    def test_a_player_is_not_known_before_the_day_after_he_first_appeared(self) -> None:
        players = [player(BRUNSON, "Jalen Brunson", days_before=0)]
        assert resolve_one("Jalen Brunson", players=players, expected=[]) == (
            None,
            None,
            "unresolved",
            NOBODY,
        )

    def test_any_name_he_appeared_under_is_his(self) -> None:
        players = [
            player(BRUNSON, "J. M. Brunson", days_before=90),
            player(BRUNSON, "Jalen Brunson"),
        ]
        assert resolve_one("J. M. Brunson", players=players)[0] == BRUNSON
        assert resolve_one("Jalen Brunson", players=players)[0] == BRUNSON

    def test_a_name_without_a_letter_is_nobodys(self) -> None:
        assert resolve_one("...", players=[player(BRUNSON, "'")])[2] == "unresolved"


class TestSources:
    def test_a_name_is_one_row_however_many_sent_it(self) -> None:
        rows = resolve(
            injuries=[listed("Brunson, Jalen")],
            pra_lines=[line("Jalen Brunson"), line("Jalen Brunson")],
            threes_lines=[line("Jalen Brunson")],
        )
        assert [(row["name_sent"], row["player_id"], row["sources"]) for row in rows] == [
            ("Brunson, Jalen", BRUNSON, "injuries"),
            ("Jalen Brunson", BRUNSON, "pra_lines, threes_lines"),
        ]

    def test_a_name_of_a_game_that_is_not_on_the_calendar_is_not_looked_up(self) -> None:
        assert resolve(threes_lines=[line("Jalen Brunson", home="Miami Heat")]) == []

    def test_a_report_line_under_a_club_that_does_not_play_is_not_looked_up(self) -> None:
        assert resolve(injuries=[listed("Brunson, Jalen", team="Charlotte Hornets")]) == []


def test_the_published_share_counts_each_source_by_itself() -> None:
    document = load_catalog().documents["nba_exports.name_matches"].function

    class Row:
        game_id = GAME["game_id"]

        def __init__(self, name: str, method: str, sources: str) -> None:
            self.name_sent, self.method, self.sources = name, method, sources
            self.player_id = None if method == "unresolved" else 1
            self.unresolved_reason = "why" if method == "unresolved" else None

    found = document(
        DAY,
        [
            Row("A", "exact", "injuries, pra_lines"),
            Row("B", "alias", "pra_lines"),
            Row("C", "unresolved", "pra_lines"),
        ],
    )
    counted = [(s.source, s.names, s.exact, s.alias, s.unresolved, s.share) for s in found.sources]
    assert counted == [("injuries", 1, 1, 0, 0, 1.0), ("pra_lines", 3, 1, 1, 1, 0.6667)]
    assert [(u.name_sent, u.sources, u.reason) for u in found.unresolved] == [
        ("C", ["pra_lines"], "why")
    ]
