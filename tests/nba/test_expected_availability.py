"""Who is likely to play, and what his team-mates bring, leave and take up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.nba.appearances import (
    BOS,
    BRUNSON,
    HART,
    ROBINSON,
    Row,
    appearance,
    days_before,
    expected,
    form_of,
    listed,
    three_games,
)
from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import DAY, GAME, GAME_ID, NYK, PHI, TOWNS, before

EMBIID = 203954


def availability(
    played: list[Row], *, injuries: list[Row] | None = None, rosters: tuple[Row, ...] = ()
) -> dict[int, Row]:
    """The rows of the Knicks by player."""
    rows = computed(
        "nba_analytics.expected_availability",
        expected=expected(played, *rosters),
        cutoffs=cutoffs(GAME),
        played=played,
        form=form_of(played),
        injuries=injuries or [],
    )
    return {row["player_id"]: row for row in rows if row["team_id"] == NYK}


def of(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(pytest.approx(row[name], abs=1e-6) if row[name] else row[name] for name in names)


SUMS = ("available_minutes", "vacated_minutes", "returning_minutes")


@pytest.mark.parametrize(
    ("status", "probability"),
    [
        ("Out", 0.0),
        ("Doubtful", 0.03),
        ("Questionable", 0.55),
        ("Probable", 0.93),
        ("Available", 1.0),
    ],
)
def test_a_status_on_the_report_is_a_probability_of_playing(
    status: str, probability: float
) -> None:
    row = availability(three_games(), injuries=[listed(TOWNS, status, before(5))])[TOWNS]
    assert row["play_probability"] == pytest.approx(probability)
    assert (row["injury_status"], row["status_source"]) == (status, "listed")
    assert (row["has_report"], row["report_known_at"]) == (True, before(5))


def test_sums_are_those_of_the_others_of_his_team() -> None:
    """Towns is Out and was in two of three games, Robinson, whom nobody lists, in one."""
    rows = availability(three_games(), injuries=[listed(TOWNS, "Out", before(5))])
    shares = {who: row["played_share"] for who, row in rows.items()}
    assert shares == {
        BRUNSON: 1,
        HART: 1,
        TOWNS: pytest.approx(2 / 3),
        ROBINSON: pytest.approx(1 / 3),
    }
    # Brunson's: Hart's 30 and Robinson's 20 at hand; of Towns' 35 two thirds are left to others;
    # of Robinson's 20 two thirds come back.
    assert of(rows[BRUNSON], *SUMS) == (50, 70 / 3, 40 / 3)
    assert of(rows[BRUNSON], "available_points", "vacated_points", "returning_points") == (
        18,
        50 / 3,
        4,
    )
    assert of(rows[BRUNSON], "available_rebounds", "vacated_rebounds") == (15, 8)
    assert of(rows[BRUNSON], "available_assists", "vacated_assists") == (6, 2)
    assert of(
        rows[BRUNSON],
        "available_field_goals_attempted",
        "vacated_field_goals_attempted",
        "returning_field_goals_attempted",
    ) == (12, 32 / 3, 2)
    # Towns' own: the other three, and nobody else is missing.
    assert of(rows[TOWNS], *SUMS) == (86, 0, 40 / 3)
    assert rows[BRUNSON]["available_regulars"] == 2
    assert rows[TOWNS]["available_regulars"] == 3


def test_a_doubtful_player_leaves_most_and_brings_a_little() -> None:
    rows = availability(three_games(), injuries=[listed(TOWNS, "Questionable", before(5))])
    # 0.55 x 35 beside 50; 0.45 x 35 x 2/3; 0.55 x 35 x 1/3 beside Robinson's 13.33.
    assert of(rows[BRUNSON], *SUMS) == (69.25, 10.5, 6.416667 + 40 / 3)
    assert rows[BRUNSON]["available_regulars"] == pytest.approx(2.55)


def test_the_last_word_before_the_cut_off_counts() -> None:
    """The cut-off is half an hour before the start."""
    words = [
        listed(TOWNS, "Questionable", before(5)),
        listed(TOWNS, "Out", before(1)),
        listed(TOWNS, "Available", before(0.49)),
    ]
    row = availability(three_games(), injuries=words)[TOWNS]
    assert (row["injury_status"], row["report_known_at"]) == ("Out", before(1))
    late = availability(three_games(), injuries=words[2:])[TOWNS]
    assert (late["injury_status"], late["has_report"], late["report_known_at"]) == (
        None,
        False,
        None,
    )


def test_a_report_on_the_other_side_alone_tells_that_ours_are_unlisted() -> None:
    injuries = [listed(EMBIID, "Out", before(5), team_id=PHI)]
    rows = availability(three_games(), injuries=injuries)
    assert {row["status_source"] for row in rows.values()} == {"unlisted"}
    assert {row["play_probability"] for row in rows.values()} == {1}


def test_without_a_report_those_who_played_the_last_game_are_expected() -> None:
    rows = availability(three_games())
    probabilities = {who: row["play_probability"] for who, row in rows.items()}
    assert probabilities == {BRUNSON: 1, HART: 1, TOWNS: 0, ROBINSON: 0}
    assert {row["status_source"] for row in rows.values()} == {"no report"}
    assert of(rows[BRUNSON], *SUMS) == (30, 35 * 2 / 3 + 20 / 3, 0)


def played_since(games: int) -> list[Row]:
    """Towns in the first of the team's games, Brunson in all; `games` came after the first."""
    days = [days_before(n) for n in range(1, games + 2)]
    return [appearance(TOWNS, days[-1]), *(appearance(BRUNSON, day) for day in days)]


@pytest.mark.parametrize(("missed", "probability"), [(4, 1.0), (5, 0.4)])
def test_who_is_unlisted_and_missed_more_than_four_games_may_not_be_back(
    missed: int, probability: float
) -> None:
    injuries = [listed(EMBIID, "Out", before(5), team_id=PHI)]
    row = availability(played_since(missed), injuries=injuries)[TOWNS]
    assert row["play_probability"] == pytest.approx(probability)
    assert row["status_source"] == ("unlisted" if missed == 4 else "long absent")


def test_who_missed_his_team_s_last_twelve_games_is_no_part_of_its_sums() -> None:
    injuries = [listed(TOWNS, "Available", before(5))]
    eleven = availability(played_since(11), injuries=injuries)
    twelve = availability(played_since(12), injuries=injuries)
    assert eleven[TOWNS]["played_share"] == pytest.approx(1 / 12)
    assert of(eleven[BRUNSON], *SUMS) == (35, 0, 35 * 11 / 12)
    assert (twelve[TOWNS]["is_candidate"], twelve[TOWNS]["played_share"]) == (False, 0)
    # Nobody else is a candidate, so there is nothing to add up.
    assert of(twelve[BRUNSON], *SUMS, "available_regulars") == (None,) * 4
    # He has his own row all the same.
    assert of(twelve[TOWNS], "available_minutes", "expected_minutes") == (36, 35)


def test_who_is_traded_at_noon_leaves_one_side_and_comes_to_the_other() -> None:
    """News before the cut-off moves him, with what he did elsewhere and no share in the games of
    his new team."""
    celtics = [appearance(TOWNS, days_before(n), team_id=BOS) for n in (4, 2)]
    knicks = [row for row in three_games() if row["player_id"] != TOWNS]
    noon = {
        "stated_on": DAY,
        "source": "nbac_player_movement",
        "player_id": TOWNS,
        "team_id": NYK,
        "known_at": before(7.5),
    }
    injuries = [listed(EMBIID, "Out", before(5), team_id=PHI)]
    before_it = availability([*knicks, *celtics], injuries=injuries)
    assert TOWNS not in before_it
    assert of(before_it[BRUNSON], *SUMS) == (50, 0, 40 / 3)
    after_it = availability([*knicks, *celtics], injuries=injuries, rosters=(noon,))
    assert of(after_it[TOWNS], "expected_minutes", "played_share") == (35, 0)
    assert of(after_it[BRUNSON], *SUMS) == (85, 0, 40 / 3 + 35)
    late = noon | {"known_at": before(0.4)}
    assert TOWNS not in availability([*knicks, *celtics], injuries=injuries, rosters=(late,))


def test_who_is_traded_away_at_noon_is_missed_by_nobody() -> None:
    gone = {
        "stated_on": DAY,
        "source": "nbac_player_movement",
        "player_id": HART,
        "team_id": BOS,
        "known_at": before(7.5),
    }
    rows = availability(three_games(), rosters=(gone,))
    assert HART not in rows
    assert of(rows[BRUNSON], *SUMS) == (0, 35 * 2 / 3 + 20 / 3, 0)


def test_a_season_goes_on_with_what_stood_at_the_end_of_the_last() -> None:
    """The first game of a season, of a team with two games in the spring before."""
    spring = [date(2024, 4, 12), date(2024, 4, 14)]
    played = [appearance(who, day) for day in spring for who in (BRUNSON, HART)]
    played += [appearance(TOWNS, spring[0])]
    rows = availability(played, injuries=[listed(TOWNS, "Out", before(5))])
    assert of(rows[TOWNS], "expected_minutes", "played_share") == (35, 0.5)
    assert of(rows[BRUNSON], *SUMS) == (30, 17.5, 0)


def test_a_newcomer_who_never_played_has_no_means_and_adds_nothing() -> None:
    rookie = 1642359
    came = {
        "stated_on": days_before(2),
        "source": "nbac_player_list",
        "player_id": rookie,
        "team_id": NYK,
        "known_at": datetime(2025, 1, 13, 17),  # noqa: DTZ001  # UTC without a zone
    }
    rows = availability(three_games(), rosters=(came,))
    assert (rows[rookie]["expected_minutes"], rows[rookie]["is_regular"]) == (None, None)
    assert (rows[rookie]["is_candidate"], rows[rookie]["played_share"]) == (True, 0)
    without = availability(three_games())
    assert of(rows[BRUNSON], *SUMS) == of(without[BRUNSON], *SUMS)


def test_a_team_without_any_game_has_no_shares() -> None:
    came = {
        "stated_on": days_before(2),
        "source": "nbac_player_movement",
        "player_id": TOWNS,
        "team_id": NYK,
        "known_at": before(48),
    }
    played = [appearance(TOWNS, days_before(4), team_id=BOS)]
    row = availability(played, rosters=(came,))[TOWNS]
    assert (row["played_share"], row["available_minutes"], row["game_id"]) == (None, None, GAME_ID)
