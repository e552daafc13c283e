"""A player's document says what an independent look at the tables says."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

import duckdb
import pytest

from boxline.domain.standing import Halt
from boxline.home import Home
from boxline.nba.exports.player import player
from boxline.nba.exports.players import players
from boxline.nba.profile.parts import HitRate, PlayedGame
from tests.builders import next_game_day, rows_of_all
from tests.nba.exports.feed_views import made_by

PROPS = ("points", "rebounds", "assists", "threes", "points_rebounds_assists")
SEASON = "2024-25"
NOW = next_game_day()

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def told(settled_home: Home) -> dict[int, Any]:
    made = made_by(settled_home, player, NOW)
    return {one.document.player_id: one.document for one in made.values()}  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def rows(settled_home: Home) -> Rows:
    return rows_of_all(
        settled_home,
        [
            "nba_core.games",
            "nba_core.player_games",
            "nba_core.expected_players",
            "nba_core.player_prop_lines",
            "nba_analytics.player_prop_results",
            "nba_predictions.player_prop_predictions",
            "nba_predictions.prediction_accuracy",
        ],
    )


def _played(rows: Rows, player_id: int) -> list[Mapping[str, Any]]:
    own = [
        row
        for row in rows["nba_core.player_games"]
        if row["player_id"] == player_id and row["season"] == SEASON and row["has_played"]
    ]
    return sorted(own, key=lambda row: row["game_date"])


def _amount(row: Mapping[str, Any], prop: str) -> int:
    if prop == "points_rebounds_assists":
        return int(row["points"] + row["rebounds"] + row["assists"])
    return int(row["threes_made" if prop == "threes" else prop])


def test_everybody_who_played_this_season_has_a_document(
    told: Mapping[int, Any], rows: Rows
) -> None:
    played = {
        row["player_id"]
        for row in rows["nba_core.player_games"]
        if row["season"] == SEASON and row["has_played"]
    }
    assert played <= set(told)
    assert len(played) > 50


def test_the_log_and_the_averages_are_those_of_the_box_scores(
    told: Mapping[int, Any], rows: Rows
) -> None:
    for player_id, document in told.items():
        own = _played(rows, player_id)
        assert [game.game_date for game in document.games] == [row["game_date"] for row in own]
        for game, row in zip(document.games, own, strict=True):
            assert game.minutes == row["minutes_played"]
            assert [getattr(game, p) for p in PROPS] == [_amount(row, p) for p in PROPS]
        assert document.averages.games == len(own)
        for prop in PROPS:
            mean = getattr(document.averages, prop)
            assert (mean is None) == (not own)
            if own:
                assert mean == pytest.approx(fmean(_amount(row, prop) for row in own), abs=5e-4)


def test_the_lines_of_the_log_are_those_of_the_preferred_bookmaker(
    told: Mapping[int, Any], rows: Rows
) -> None:
    by_game = defaultdict(dict)
    for row in rows["nba_analytics.player_prop_results"]:
        by_game[row["game_id"], row["player_id"], row["prop_type"]][row["bookmaker"]] = row
    lines = 0
    for player_id, document in told.items():
        for game in document.games:
            for prop in game.props:
                at = by_game.get((game.game_id, player_id, prop.prop_type), {})
                assert (prop.line is None) == (not at)
                if at:
                    first = "draftkings" if "draftkings" in at else prop.bookmaker
                    assert (prop.line, prop.result) == (at[first]["line"], at[first]["result"])
                    assert prop.bookmaker == first
                    lines += 1
    assert lines > 100


def test_hit_rates_count_the_games_with_a_line_and_leave_pushes_apart(
    told: Mapping[int, Any],
) -> None:
    counted = 0
    for document in told.values():
        for rates in document.hit_rates:
            for rate in rates.windows:
                size = None if rate.of == "season" else int(rate.of.removeprefix("last_"))
                some = document.games[-size:] if size else document.games
                counted += _is_counted(rate, some, rates.prop_type, rates.current_line)
            for rate in rates.opponents:
                some = [game for game in document.games if game.opponent == rate.of]
                counted += _is_counted(rate, some, rates.prop_type, rates.current_line)
    assert counted > 200


def _is_counted(
    rate: HitRate, games: Sequence[PlayedGame], prop_type: str, current: float | None
) -> int:
    results = [
        p.result for game in games for p in game.props if p.prop_type == prop_type and p.line
    ]
    assert rate.games == len(games)
    assert (rate.over, rate.under, rate.push) == tuple(
        results.count(side) for side in ("OVER", "UNDER", "PUSH")
    )
    assert rate.n == len(results)
    decided = rate.over + rate.under
    assert rate.share_over == (round(rate.over / decided, 4) if decided else None)
    if current is None:
        assert rate.over_current is rate.under_current is rate.push_current is None
    else:
        came = [getattr(game, prop_type) for game in games]
        assert rate.over_current == sum(one > current for one in came)
        assert rate.push_current == sum(one == current for one in came)
    return rate.n


def test_a_line_of_today_is_the_newest_before_the_start(
    settled_home: Home, told: Mapping[int, Any], rows: Rows
) -> None:
    newest: dict[tuple[int, str], tuple[datetime, float]] = {}
    for row in rows["nba_core.player_prop_lines"]:
        is_known = row["known_at"].replace(tzinfo=UTC) <= NOW and not row["is_after_start"]
        if row["game_date"] != NOW.date() or row["bookmaker"] != "draftkings" or not is_known:
            continue
        key = row["player_id"], row["prop_type"]
        if not row["is_alternate"] and (key not in newest or row["known_at"] > newest[key][0]):
            newest[key] = row["known_at"], row["line"]
    shown = {
        (player_id, rates.prop_type): rates.current_line
        for player_id, document in told.items()
        for rates in document.hit_rates
        if rates.current_bookmaker == "draftkings"
    }
    assert shown == {key: line for key, (_, line) in newest.items()}
    assert shown


def test_minutes_and_starts_are_those_of_the_newest_games(told: Mapping[int, Any]) -> None:
    for document in told.values():
        assert [role.of for role in document.roles] == (
            ["last_5", "last_10", "season"] if document.games else []
        )
        for role in document.roles:
            size = {"last_5": 5, "last_10": 10}.get(role.of, 999)
            some = document.games[-size:]
            assert role.games == len(some)
            assert role.minutes == pytest.approx(fmean(g.minutes for g in some), abs=5e-4)
            assert role.starts == sum(g.is_starter is True for g in some)
            assert role.starts_known == sum(g.is_starter is not None for g in some)


def test_with_and_without_a_teammate_split_the_games_they_belonged_together(
    told: Mapping[int, Any], rows: Rows
) -> None:
    played = {
        (row["game_id"], row["team_id"], row["player_id"]): row
        for row in rows["nba_core.player_games"]
        if row["has_played"]
    }
    listed = defaultdict(set)
    for table in ("nba_core.player_games", "nba_core.expected_players"):
        for row in rows[table]:
            listed[row["game_id"], row["team_id"]].add(row["player_id"])
    mates = 0
    for player_id, document in told.items():
        own = [key for key in played if key[2] == player_id and played[key]["season"] == SEASON]
        for mate in document.teammates:
            both = [k for k in own if (k[0], k[1], mate.player_id) in played]
            alone = [k for k in own if k not in both and mate.player_id in listed[k[0], k[1]]]
            for some, beside in ((both, mate.with_him), (alone, mate.without_him)):
                assert beside.games == len(some) >= 5
                mean = fmean(played[key]["points"] for key in some)
                assert beside.points == pytest.approx(mean, abs=5e-4)
            mates += 1
    assert mates > 0


def test_the_record_is_that_of_the_graded_predictions(told: Mapping[int, Any], rows: Rows) -> None:
    champions = {
        (row["game_id"], row["prop_type"]): row["system"]
        for row in rows["nba_predictions.player_prop_predictions"]
        if row["is_champion"]
    }
    graded = defaultdict(dict)
    begins = min(r["game_date"] for r in rows["nba_core.games"] if r["season"] == SEASON)
    for row in rows["nba_predictions.prediction_accuracy"]:
        if row["population"] == "everybody" and row["game_date"] >= begins:
            key = row["player_id"], row["prop_type"], row["origin"], row["game_id"]
            graded[key][row["system"]] = row
    order = ("ensemble", "gradient_boosting", "empirical_bayes", "season_average")
    expected = defaultdict(list)
    for (player_id, prop, origin, game_id), systems in graded.items():
        named = [champions.get((game_id, prop)), *order]
        spoke = next(
            (systems[n] for n in named if n in systems and systems[n]["forecast"] is not None), None
        )
        if spoke is not None and spoke["actual"] is not None:
            average = systems.get("season_average", {}).get("error")
            expected[player_id, prop, origin].append((spoke, average))
    assert expected
    for (player_id, prop, origin), pairs in expected.items():
        record = told[player_id].record
        assert record.origin == origin == "replay"
        (one,) = [each for each in record.props if each.prop_type == prop]
        beside = [(abs(own["error"]), abs(avg)) for own, avg in pairs if avg is not None]
        assert (one.graded, one.compared) == (len(pairs), len(beside))
        if beside:
            assert one.mean_absolute_error == pytest.approx(fmean(b[0] for b in beside), abs=6e-4)
            assert one.season_average_error == pytest.approx(fmean(b[1] for b in beside), abs=6e-4)
        inside = [
            o["low_80"] <= o["actual"] <= o["high_80"] for o, _ in pairs if o["low_80"] is not None
        ]
        assert (one.intervals, one.inside) == (len(inside), sum(inside))
        gains = [own["profit_units"] for own, _ in pairs if own["profit_units"] is not None]
        assert (one.bets, one.units) == (len(gains), pytest.approx(sum(gains), abs=1e-4))
        assert one.won + one.lost + one.pushed == one.bets


def test_live_words_are_told_apart_from_replays_and_the_champion_speaks_first(
    settled_home: Home,
) -> None:
    chosen: dict[str, Any] = {}

    def say(connection: duckdb.DuckDBPyConnection) -> None:
        row = connection.execute(
            f"""SELECT player_id, game_id FROM nba_predictions.prediction_accuracy
            WHERE system = 'last_10' AND prop_type = 'points' AND actual IS NOT NULL
                AND forecast IS NOT NULL AND season = '{SEASON}'
            ORDER BY game_id, player_id LIMIT 1"""
        ).fetchone()
        assert row is not None
        chosen["player"], chosen["game"] = row
        of_one = "player_id = ? AND game_id = ? AND prop_type = 'points' AND system = 'last_10'"
        connection.execute(
            f"""UPDATE nba_predictions.player_prop_predictions
            SET origin = 'live', is_champion = true, forecast = 7.5, low_80 = 2, high_80 = 9
            WHERE {of_one}""",
            row,
        )
        connection.execute(
            f"""INSERT INTO nba_predictions.player_prop_predictions BY NAME
            SELECT * REPLACE (version + 1 AS version, 8.5 AS forecast, 3 AS low_80)
            FROM nba_predictions.player_prop_predictions WHERE {of_one}""",
            row,
        )
        connection.execute(
            f"""UPDATE nba_predictions.prediction_accuracy
            SET origin = 'live', actual = 3, error = 5.5, low_80 = 3, high_80 = 9,
                profit_units = 0.9, is_hit = true
            WHERE {of_one}""",
            row,
        )

    document: Any = made_by(settled_home, player, NOW, change=say)
    document = document[f"v1/players/{chosen['player']}.json"].document
    assert document.record.origin == "live"
    (points,) = document.record.props
    assert (points.made, points.graded, points.compared) == (1, 1, 0)
    assert (points.mean_absolute_error, points.season_average_error) == (None, None)
    assert (points.intervals, points.inside) == (1, 1)
    assert (points.bets, points.won, points.lost, points.pushed, points.units) == (1, 1, 0, 0, 0.9)
    (game,) = [game for game in document.games if game.game_id == chosen["game"]]
    (prop,) = [prop for prop in game.props if prop.prop_type == "points"]
    told = (prop.system, prop.origin, prop.forecast, prop.low_80, prop.high_80)
    assert told == ("last_10", "live", 8.5, 3, 9)
    assert {prop.origin for g in document.games for prop in g.props if g is not game} <= {
        "replay",
        None,
    }


def test_a_player_of_whom_nothing_was_said_has_an_empty_record(settled_home: Home) -> None:
    def forget(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DELETE FROM nba_predictions.player_prop_predictions")
        connection.execute("DELETE FROM nba_core.player_prop_lines")

    made = made_by(settled_home, player, NOW, change=forget)
    for one in made.values():
        document: Any = one.document
        assert document.record.origin is None
        assert (document.record.made, document.record.props) == (0, [])
        assert all(rates.current_line is None for rates in document.hit_rates)
        assert {prop.forecast for game in document.games for prop in game.props} <= {None}


def test_a_newcomer_of_one_game_and_a_season_without_lines(settled_home: Home) -> None:
    def one_game(connection: duckdb.DuckDBPyConnection) -> None:
        for table in ("nba_core.player_games", "nba_analytics.player_game_summary"):
            connection.execute(
                f"DELETE FROM {table} WHERE season = '{SEASON}' AND game_id <> "
                f"(SELECT min(game_id) FROM {table} WHERE season = '{SEASON}')"
            )
        lines = ", ".join(
            f"{p}_line = NULL, {p}_line_bookmaker = NULL, {p}_result = NULL" for p in PROPS
        )
        connection.execute(f"UPDATE nba_analytics.player_game_summary SET {lines}")
        connection.execute("DELETE FROM nba_predictions.player_prop_predictions")

    made = made_by(settled_home, player, NOW, change=one_game)
    assert made
    for one in made.values():
        document: Any = one.document
        assert len(document.games) == document.averages.games == 1
        assert {rate.n for rates in document.hit_rates for rate in rates.windows} == {0}
        assert {rate.share_over for rates in document.hit_rates for rate in rates.windows} == {None}
        assert [role.games for role in document.roles] == [1, 1, 1]
        assert document.teammates == []


def test_a_traded_player_is_with_the_club_he_came_to(settled_home: Home) -> None:
    moved = {}

    def trade(connection: duckdb.DuckDBPyConnection) -> None:
        row = connection.execute(
            f"""SELECT player_id, max(game_date), min(team_id)
            FROM nba_analytics.player_game_summary WHERE season = '{SEASON}' AND has_played
            GROUP BY 1 HAVING count(*) > 3 ORDER BY 1 LIMIT 1"""
        ).fetchone()
        assert row is not None
        player_id, day, team_id = row
        other = connection.execute(
            "SELECT team_id, team FROM nba_core.teams WHERE team_id <> ? ORDER BY 1 LIMIT 1",
            [team_id],
        ).fetchone()
        assert other is not None
        moved["player"], moved["team"] = player_id, other[1]
        connection.execute(
            """UPDATE nba_analytics.player_game_summary SET team_id = ?
            WHERE player_id = ? AND game_date = ?""",
            [other[0], player_id, day],
        )
        connection.execute("DELETE FROM nba_core.expected_players WHERE game_date > ?", [day])

    made = made_by(settled_home, player, NOW, change=trade)
    document: Any = made[f"v1/players/{moved['player']}.json"].document
    assert document.team == moved["team"]
    assert document.games[-1].team == moved["team"]
    assert document.games[0].team != moved["team"]


def test_a_halt_takes_nothing_from_what_is_past(
    settled_home: Home, told: Mapping[int, Any]
) -> None:
    made = made_by(settled_home, player, NOW, halt=Halt.MANUAL)
    some: Any = next(iter(made.values())).document
    assert some.games == told[some.player_id].games


def test_before_any_season_there_is_nobody(settled_home: Home) -> None:
    def clear(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DELETE FROM nba_core.games WHERE game_date <= ?", [NOW.date()])

    assert made_by(settled_home, player, NOW, change=clear) == {}
    (index,) = made_by(settled_home, players, NOW, change=clear).values()
    document: Any = index.document
    assert (document.season, document.total_players, document.players) == (None, 0, [])


def test_on_its_first_morning_a_season_has_whoever_is_to_be_predicted(settled_home: Home) -> None:
    def begin(connection: duckdb.DuckDBPyConnection) -> None:
        today = [NOW.date()]
        connection.execute(
            "UPDATE nba_core.games SET season = '2025-26' WHERE game_date >= ?", today
        )
        connection.execute(
            "DELETE FROM nba_predictions.player_prop_predictions WHERE game_date < ?", today
        )

    made = made_by(settled_home, player, NOW, change=begin)
    assert len(made) > 20
    for one in made.values():
        document: Any = one.document
        assert (document.season, document.games, document.averages.games) == ("2025-26", [], 0)
        assert document.record.graded == 0


def test_the_index_says_what_each_document_says(
    settled_home: Home, told: Mapping[int, Any]
) -> None:
    (index,) = made_by(settled_home, players, NOW).values()
    document: Any = index.document
    assert document.total_players == len(document.players) == len(told)
    assert [one.name for one in document.players] == sorted(one.name for one in document.players)
    for one in document.players:
        full = told[one.player_id]
        assert (one.name, one.team, one.position) == (full.name, full.team, full.position)
        assert (one.averages, one.next_game) == (full.averages, full.next_game)
        assert (one.predictions_made, one.predictions_graded) == (
            full.record.made,
            full.record.graded,
        )


def test_the_next_game_is_the_first_of_his_club_that_is_not_over(
    told: Mapping[int, Any], rows: Rows
) -> None:
    coming = [
        game
        for game in rows["nba_core.games"]
        if game["game_date"] >= NOW.date() and not game["is_final"]
    ]
    first: dict[int, Any] = {}
    for game in sorted(coming, key=lambda g: (g["game_date"], g["tipped_off_at"])):
        for side in ("home_team_id", "away_team_id"):
            first.setdefault(game[side], game)
    wanted = {game["game_id"] for game in first.values()}
    shown = {one.next_game.game_id for one in told.values() if one.next_game}
    assert shown == wanted
