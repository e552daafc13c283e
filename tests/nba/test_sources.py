"""Several sources of one box score: whose line counts, whose name it is, and where they differ."""

from __future__ import annotations

from datetime import date
from typing import Any

from boxline.nba.box_score import COUNTS
from tests.nba.by_hand import computed
from tests.nba.sent_rows import (
    CELTICS,
    DAY,
    DYSON,
    GAME,
    HAWKS,
    JAYSON,
    TRAE,
    archived,
    booked,
    boxed,
    counts,
    game,
    logged,
    sent,
)

NEVER_PLAYED = dict.fromkeys(("minutes_played", *COUNTS), 0)


def _by_source(**inputs: Any) -> list[dict[str, Any]]:
    return computed("nba_core.player_games_by_source", games=[game()], **inputs)


def _fetched(**inputs: Any) -> list[dict[str, Any]]:
    """The lines of all sources but the archive."""
    return [row for row in _by_source(**inputs) if row["source"] != "archive"]


def _merged(archive: Any = (), **inputs: Any) -> dict[int, dict[str, Any]]:
    """Player id -> his one line, of whatever sources there are."""
    told = _stored(_by_source(archive=archive, **inputs))
    rows = computed("nba_core.player_games", told=told, archive=archive, games=[game()])
    assert len({row["player_id"] for row in rows}) == len(rows)
    return {row["player_id"]: row for row in rows}


def _stored(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as the table holds them: rejects and the words that explain them are not in it."""
    words = ("unresolved_reason", "unplaced_reason")
    kept = [row for row in rows if not any(row[word] for word in words)]
    return [{k: v for k, v in row.items() if k not in words} for row in kept]


def test_a_line_is_the_first_sources_whole() -> None:
    every = {
        "gamebook": [booked("Trae Young", 31)],
        "team_boxscore": [boxed(TRAE, 32)],
        "player_boxscore": [logged(TRAE, 33)],
        "stats": [sent("Trae Young", 34)],
        "box_scores": [sent("Trae Young", 35)],
        "archive": [archived(TRAE, 36)],
    }
    found = {}
    while every:
        (row,) = _merged(**every).values()
        first = next(iter(every))
        found[first] = (row["source"], row["points"])
        # Names need somebody with an id of ours beside them: the archive's line stays to the end.
        del every[first]
    assert found == {
        "gamebook": ("nbac_gamebook", 31),
        "team_boxscore": ("nbac_team_boxscore", 32),
        "player_boxscore": ("nbac_player_boxscore", 33),
        "stats": ("bdl_player_box_scores", 34),
        "box_scores": ("bdl_box_scores", 35),
        "archive": ("archive", 36),
    }


def test_what_a_source_cannot_say_comes_from_the_next_that_does() -> None:
    row = _merged(
        player_boxscore=[logged(TRAE, 33, plus_minus_points=None)],
        archive=[archived(TRAE, 33, plus_minus_points=7, is_starter=True, start_position="G")],
    )[11]
    told = ("source", "plus_minus_points", "is_starter", "start_position")
    assert [row[c] for c in told] == ["nbac_player_boxscore", 7, True, "G"]


def test_a_line_that_one_source_lacks_is_filled_from_the_next() -> None:
    rows = _merged(
        team_boxscore=[boxed(TRAE, 32)], archive=[archived(TRAE, 36), archived(DYSON, 9)]
    )
    assert {i: (r["source"], r["points"]) for i, r in rows.items()} == {
        11: ("nbac_team_boxscore", 32),
        12: ("archive", 9),
    }


def test_a_correction_in_the_higher_source_replaces_the_lower_line() -> None:
    lower = {"stats": [sent("Trae Young", 30)], "archive": [archived(TRAE, 30)]}
    for points in (30, 31):
        row = _merged(**lower, team_boxscore=[boxed(TRAE, points, assists=points - 20)])[11]
        assert (row["points"], row["assists"]) == (points, points - 20)


def test_one_source_with_ids_alone_suffices() -> None:
    assert _merged(player_boxscore=[logged(TRAE, 33)])[11]["player_name"] == "Traé Young"


def test_balldontlie_alone_suffices_with_the_list_of_players() -> None:
    listed = {
        "season_starts_on": date(2024, 8, 1),
        "player_id": 11,
        "player_name": "Traé Young",
        "team_id": HAWKS,
    }
    row = _merged(stats=[sent("Trae Young", 34)], player_list=[listed])[11]
    assert (row["player_name"], row["source"]) == ("Traé Young", "bdl_player_box_scores")
    assert (row["opponent_team_id"], row["is_home"], row["game_id"]) == (CELTICS, True, GAME)


def test_a_bench_of_balldontlie_did_not_play() -> None:
    bench = sent("Trae Young", 0) | NEVER_PLAYED
    brief = sent("Trae Young", 0) | NEVER_PLAYED | {"steals": 1}
    unsaid = sent("Trae Young", 0) | dict.fromkeys(NEVER_PLAYED)
    known = [archived(TRAE, 8, game_date=date(2025, 1, 10))]
    for line, has_played in ((bench, False), (brief, True), (unsaid, False)):
        row = _merged(stats=[line], earlier_archive=known)[11]
        assert (row["has_played"], row["points"]) == (has_played, 0)


def test_a_game_that_is_on_gives_no_line() -> None:
    known = [archived(TRAE, 8, game_date=date(2025, 1, 10))]
    assert _by_source(stats=[sent("Trae Young", 9, game_status="3rd Qtr")], archive=known) == []
    assert _by_source(player_boxscore=[logged(TRAE, 9, wl=None)]) == []


def test_minutes_of_seconds_are_rounded_half_up() -> None:
    rows = _merged(
        gamebook=[booked("Trae Young", 4, seconds_played=1829), booked("Dyson Daniels", 4)],
        archive=[archived(TRAE, 4), archived(DYSON, 4)],
    )
    assert rows[11]["minutes_played"] == 30
    assert _merged(team_boxscore=[boxed(TRAE, 4, seconds_played=1830)])[11]["minutes_played"] == 31


def test_a_name_is_his_who_is_listed_in_the_game_before_all_others() -> None:
    other = archived((99, "Trae Young"), 8, CELTICS, game_date=date(2025, 1, 10))
    (row,) = _stored(
        _fetched(
            stats=[sent("Trae Young", 9)], archive=[archived(TRAE, 9)], earlier_archive=[other]
        )
    )
    assert row["player_id"] == 11


def test_a_name_that_nobody_bears_tells_who_is_nearest() -> None:
    (row,) = _fetched(
        stats=[sent("Tray Youngs", 9)], archive=[archived(TRAE, 9), archived(DYSON, 3)]
    )
    assert row["player_id"] is None
    assert row["unresolved_reason"] == (
        "no player of that name is known; nearest: Traé Young, Dyson Daniels"
    )


def test_a_name_that_two_bear_is_nobodys() -> None:
    known = [
        archived((11, "Trae Young"), 8, CELTICS, game_date=date(2025, 1, 9)),
        archived((99, "Trae Young Jr."), 8, CELTICS, game_date=date(2025, 1, 10)),
    ]
    (row,) = _by_source(stats=[sent("Trae Young", 9)], earlier_archive=known)
    assert row["player_id"] is None
    assert "several players bear that name" in row["unresolved_reason"]


def test_two_lines_of_one_source_are_never_one_players() -> None:
    rows = _fetched(
        stats=[sent("Trae Young", 9), sent("Traé Young", 2, player_id_bdl=6)],
        archive=[archived(TRAE, 9)],
    )
    assert [row["player_id"] for row in rows] == [None, None]


def test_nobody_is_known_by_what_comes_later() -> None:
    later = archived(TRAE, 8, game_date=date(2025, 1, 20))
    (row,) = _by_source(stats=[sent("Trae Young", 9)], earlier_archive=[later])
    assert row["player_id"] is None


def test_a_line_of_no_game_on_the_calendar_says_so() -> None:
    rows = _by_source(
        stats=[sent("Trae Young", 9, game_date=date(2025, 1, 14))],
        player_boxscore=[logged(TRAE, 9, game_id="0022400501")],
    )
    assert {row["unplaced_reason"] for row in rows} == {
        "ATL has no game that counts on 2025-01-14",
        "0022400501 is no game of ATL on 2025-01-15",
    }


# Teams.


def _team(team_id: int, points: int, **more: Any) -> dict[str, Any]:
    row = {
        "game_id": GAME,
        "game_date": DAY,
        "line_of": "team",
        "line_id": team_id,
        "team_id": team_id,
        "has_played": True,
        "seconds_played": 14400,
        **counts(points),
    }
    return row | more


def _teams(**inputs: Any) -> dict[int, tuple[Any, ...]]:
    rows = computed("nba_core.team_games", games=[game()], **inputs)
    return {r["team_id"]: (r["source"], r["points"], r["is_win"], r["team"]) for r in rows}


def _fives(minutes: int) -> list[dict[str, Any]]:
    """Five players of each side who played all the time, in balldontlie's lines."""
    names = {HAWKS: range(1, 6), CELTICS: range(6, 11)}
    archive = [archived((n, f"Man {n:c}"), n, t) for t, ns in names.items() for n in ns]
    archive = [row | {"player_name": f"Man {chr(96 + row['player_id'])}"} for row in archive]
    lines = [
        sent(row["player_name"], row["points"], row["team_id"], minutes_played=minutes)
        for row in archive
    ]
    return _stored(_by_source(stats=lines, archive=archive))


def test_a_teams_own_line_counts_before_what_is_added_up() -> None:
    own = [_team(HAWKS, 90), _team(CELTICS, 95)]
    assert _teams(team_boxscore=own, player_lines=_fives(48)) == {
        HAWKS: ("nbac_team_boxscore", 90, False, "ATL"),
        CELTICS: ("nbac_team_boxscore", 95, True, "BOS"),
    }


def test_where_no_team_is_sent_its_players_are_added_up() -> None:
    assert _teams(player_lines=_fives(48)) == {
        HAWKS: ("bdl_player_box_scores", 15, False, "ATL"),
        CELTICS: ("bdl_player_box_scores", 40, True, "BOS"),
    }


def test_players_of_half_a_game_are_no_team() -> None:
    assert _teams(player_lines=_fives(24)) == {}


# What differs.


def _differing(**inputs: Any) -> list[tuple[Any, ...]]:
    archive = inputs.pop("archive", [])
    others = {k: inputs.pop(k) for k in ("bdl_games", "scoreboard") if k in inputs}
    rows = computed(
        "nba_core.disagreements",
        told=_stored(_by_source(archive=archive, **inputs)),
        team_boxscore=inputs.get("team_boxscore", ()),
        games=[game()],
        **others,
    )
    told = ("field", "chosen_source", "chosen_value", "other_source", "other_value", "severity")
    return [(row["subject_name"], *(row[c] for c in told)) for row in rows]


def test_sources_that_agree_are_no_finding() -> None:
    same = {"stats": [sent("Trae Young", 9)], "archive": [archived(TRAE, 9)]}
    assert _differing(team_boxscore=[boxed(TRAE, 9)], **same) == []


def test_a_disagreement_names_both_values_and_which_was_chosen() -> None:
    found = _differing(
        team_boxscore=[boxed(TRAE, 9, assists=4)],
        stats=[sent("Trae Young", 9, assists=5, steals=2)],
        archive=[archived(TRAE, 9, assists=4)],
    )
    assert found == [
        ("Traé Young", "assists", "nbac_team_boxscore", "4", "bdl_player_box_scores", "5", "grave"),
        ("Traé Young", "steals", "nbac_team_boxscore", "0", "bdl_player_box_scores", "2", "minor"),
    ]


def test_minutes_differ_by_more_than_rounding() -> None:
    for minutes, fields in ((31, []), (32, ["minutes_played"])):
        found = _differing(
            team_boxscore=[boxed(TRAE, 9)], archive=[archived(TRAE, 9, minutes_played=minutes)]
        )
        assert [row[1] for row in found] == fields


def test_a_source_that_lacks_a_player_differs() -> None:
    found = _differing(
        team_boxscore=[boxed(TRAE, 9)], archive=[archived(TRAE, 9), archived(DYSON, 2)]
    )
    assert found == [
        ("Dyson Daniels", "has_played", "archive", "true", "nbac_team_boxscore", "false", "grave")
    ]


def test_a_player_told_of_on_both_sides_is_missed_once_by_a_source_that_lacks_him() -> None:
    found = _differing(
        team_boxscore=[boxed(DYSON, 2), boxed(JAYSON, 9, CELTICS)],
        player_boxscore=[logged(TRAE, 9)],
        archive=[archived(TRAE, 9, CELTICS), archived(DYSON, 2), archived(JAYSON, 9, CELTICS)],
    )
    missed = [row for row in found if row[0] == "Traé Young" and row[1] == "has_played"]
    assert [(chosen, other) for _, _, chosen, _, other, *_ in missed] == [
        ("nbac_player_boxscore", "nbac_team_boxscore")
    ]


def test_a_score_that_differs_from_the_teams_line_is_a_finding() -> None:
    lines = [_team(HAWKS, 90), _team(CELTICS, 95), boxed(TRAE, 9), boxed(JAYSON, 9, CELTICS)]
    score = {
        "game_id_bdl": 7,
        "game_date": DAY,
        "game_status": "Final",
        "home_team": "ATL",
        "away_team": "BOS",
        "home_score": 91,
        "away_score": 95,
    }
    assert _differing(team_boxscore=lines, bdl_games=[score]) == [
        ("Atlanta Hawks", "points", "nbac_team_boxscore", "90", "bdl_games", "91", "grave")
    ]


# Who did not play.


def test_an_absence_has_its_kind_and_its_reason() -> None:
    book = [
        booked("Trae Young", 9),
        booked("Dyson Daniels", 0, status="dnp", reason="DNP - Coach's Decision"),
        booked("Tatum", 0, CELTICS, status="inactive", reason="Injury - Knee"),
        booked("Nobody", 0, CELTICS, status="inactive"),
    ]
    before = date(2025, 1, 10)
    known = [
        archived(TRAE, 8, game_date=before),
        archived(DYSON, 8, game_date=before),
        archived(JAYSON, 8, CELTICS, game_date=before),
    ]
    lines = _stored(_by_source(gamebook=book, earlier_archive=known))
    rows = computed(
        "nba_core.absences", gamebook=book, lines=lines, games=[game()], earlier_archive=known
    )
    assert [(r["player_id"], r["kind"], r["reason"]) for r in rows] == [
        (12, "did not play", "DNP - Coach's Decision"),
        (21, "inactive", "Injury - Knee"),
        (None, "inactive", None),
    ]
    assert rows[-1]["unresolved_reason"] == (
        "no player of that name is known; nearest: Jayson Tatum"
    )
