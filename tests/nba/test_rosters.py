"""Who is with which club by moves, lists and rosters, and who is expected to play by them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from boxline.catalog import Past
from boxline.leagues import load_catalog
from boxline.nba.core.rosters import ROSTERS
from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import DAY, GAME, GAME_ID, NYK, PHI, TIP, TOWNS, before

BOS = 1610612738
SEASON_STARTS = date(2024, 8, 1)
#: When everything of a past day was fetched: long after it.
MUCH_LATER = datetime(2025, 6, 30, 16)  # noqa: DTZ001  # the warehouse's instants are UTC without a zone

Row = dict[str, Any]


def move(move_type: str, team_id: int, day: date, **changes: Any) -> Row:
    return {
        "moved_on": day,
        "move_type": move_type,
        "group_sort": f"{move_type} 1000",
        "team_id": team_id,
        "player_id": TOWNS,
        "player_slug": "karl-anthony-towns",
        "known_at": MUCH_LATER,
        **changes,
    }


def trade(team_id: int, day: date, *, giver: int, **changes: Any) -> Row:
    return move("Trade", team_id, day, from_team_id=giver, **changes)


def clubs(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [(row["player_id"], row["team_id"], row["known_at"]) for row in rows]


def days_before(days: int) -> date:
    return DAY - timedelta(days=days)


class TestRosters:
    def test_a_trade_is_known_by_the_end_of_its_day_however_late_it_was_fetched(self) -> None:
        rows = computed("nba_core.rosters", moves=[trade(NYK, days_before(1), giver=BOS)])
        # Midnight Eastern of the day after is 05:00 by UTC.
        assert clubs(rows) == [(TOWNS, NYK, datetime(2025, 1, 15, 5))]  # noqa: DTZ001

    def test_a_trade_fetched_on_its_day_is_known_since_then(self) -> None:
        moves = [trade(NYK, DAY, giver=BOS, known_at=before(5))]
        assert clubs(computed("nba_core.rosters", moves=moves)) == [(TOWNS, NYK, before(5))]

    def test_who_is_traded_on_and_waived_in_one_day_is_with_none(self) -> None:
        moves = [trade(NYK, DAY, giver=BOS), trade(PHI, DAY, giver=NYK), move("Waive", PHI, DAY)]
        (row,) = computed("nba_core.rosters", moves=moves)
        assert row["team_id"] is None

    def test_who_is_waived_and_signed_again_is_with_the_club(self) -> None:
        waived = move("Waive", NYK, DAY, group_sort="Waive 1000")
        signed = move("Signing", NYK, DAY, group_sort="Signing 1001")
        (row,) = computed("nba_core.rosters", moves=[waived, signed])
        assert row["team_id"] == NYK
        signed["group_sort"] = "Signing 999"
        (row,) = computed("nba_core.rosters", moves=[waived, signed])
        assert row["team_id"] is None

    def test_a_snapshot_names_a_player_by_a_name_known_by_then(self) -> None:
        listed = {
            "season_starts_on": SEASON_STARTS,
            "player_id": 1642000,
            "player_name": "Rookie Newman",
            "known_at": before(40),
            "is_retracted": False,
        }
        appeared = {"player_id": TOWNS, "player_name": "Karl-Anthony Towns", "game_date": DAY}
        snapshot = [
            {"snapshot_date": DAY, "known_at": before(9), "player_name": name, "team": "NY"}
            for name in ("Rookie Newman", "Karl-Anthony Towns", "Nobody Known")
        ]
        rows = computed(
            "nba_core.rosters",
            espn=snapshot,
            players=[appeared | {"game_date": days_before(3)}],
            season_lists=[listed],
        )
        assert [(row["player_id"], row["team_id"], row["unresolved_reason"]) for row in rows] == [
            (TOWNS, NYK, None),
            (1642000, NYK, None),
            (None, NYK, "no player of that name is known"),
        ]

    def test_a_source_that_names_him_with_two_clubs_is_not_believed(self) -> None:
        snapshot = [
            {"snapshot_date": DAY, "known_at": before(9), "player_name": "A. B", "team": team}
            for team in ("NY", "PHI")
        ]
        (row,) = computed(
            "nba_core.rosters",
            espn=snapshot,
            players=[{"player_id": 1, "player_name": "A. B", "game_date": days_before(3)}],
        )
        assert row["player_id"] is None
        assert "several clubs" in row["unresolved_reason"]


def appearance(team_id: int, days: int, player_id: int = TOWNS) -> Row:
    """So many days before the game."""
    return {
        "game_id": f"00224000{days:02}",
        "game_date": days_before(days),
        "player_id": player_id,
        "team_id": team_id,
        "has_played": True,
    }


def word(team_id: int | None, since: datetime, **changes: Any) -> Row:
    return {
        "stated_on": (since - timedelta(hours=5)).date(),
        "player_id": TOWNS,
        "team_id": team_id,
        "known_at": since,
        "source": "nbac_player_list",
        **changes,
    }


def moved(team_id: int | None, day: date) -> Row:
    end = datetime(day.year, day.month, day.day, 5) + timedelta(days=1)  # noqa: DTZ001
    return word(team_id, end, source="nbac_player_movement", stated_on=day)


def expected(played: list[Row], *words: Row) -> list[tuple[int, int, int]]:
    """Player, team and team games since, of the game NYK at PHI."""
    rows = computed(
        "nba_core.expected_players",
        games=[GAME],
        cutoffs=cutoffs(GAME),
        played=played,
        rosters=words,
    )
    assert {row["game_id"] for row in rows} <= {GAME_ID}
    return [(row["player_id"], row["team_id"], row["team_games_since"]) for row in rows]


#: A team-mate, so that the Knicks have games without him too.
MATE = 1628384
KNICKS = [appearance(NYK, 2, MATE), appearance(NYK, 4, MATE)]
WITH_MATE = (MATE, NYK, 0)


class TestExpected:
    def test_who_was_traded_yesterday_is_expected_with_his_new_club_alone(self) -> None:
        played = [appearance(BOS, 3), *KNICKS]
        assert expected(played) == [WITH_MATE]
        assert expected(played, moved(NYK, days_before(1))) == [(TOWNS, NYK, 0), WITH_MATE]

    def test_who_was_traded_away_is_expected_no_longer(self) -> None:
        played = [appearance(NYK, 2), *KNICKS]
        assert expected(played) == [(TOWNS, NYK, 0), WITH_MATE]
        for club in (BOS, None):
            assert expected(played, moved(club, days_before(1))) == [WITH_MATE]

    def test_who_was_traded_after_he_played_that_day_is_gone(self) -> None:
        played = [appearance(NYK, 2), *KNICKS]
        assert expected(played, moved(BOS, days_before(2))) == [WITH_MATE]

    def test_an_appearance_overrules_older_news(self) -> None:
        played = [appearance(NYK, 2), *KNICKS]
        assert expected(played, moved(BOS, days_before(3))) == [(TOWNS, NYK, 0), WITH_MATE]
        stale = word(NYK, before(24 * 9))
        assert expected([appearance(BOS, 3), *KNICKS], stale) == [WITH_MATE]

    def test_news_counts_from_when_it_is_known(self) -> None:
        played = [appearance(BOS, 3), *KNICKS]
        cutoff = TIP - timedelta(minutes=30)
        assert expected(played, word(NYK, cutoff)) == [(TOWNS, NYK, 0), WITH_MATE]
        assert expected(played, word(NYK, cutoff + timedelta(seconds=1))) == [WITH_MATE]

    def test_a_move_of_a_day_to_come_is_no_news_before_that_day(self) -> None:
        """Of days that are computed at once the rosters of the later are there too."""
        played = [appearance(NYK, 2), *KNICKS]
        told = word(BOS, before(5), source="nbac_player_movement", stated_on=days_before(-1))
        assert expected(played, told) == [(TOWNS, NYK, 0), WITH_MATE]

    def test_rosters_of_a_range_are_seen_once(self) -> None:
        transform = load_catalog().transforms["nba_core.expected_players"]
        read = [g.reach for g in transform.inputs.values() if g.dataset is ROSTERS]
        assert read == [Past(ROSTERS, seasons=2, with_today=True)]

    def test_a_source_that_goes_on_saying_a_thing_adds_nothing(self) -> None:
        played = [appearance(NYK, 2), *KNICKS]
        # The list keeps him where he no longer is; he has played for the Knicks since.
        stale = [word(BOS, before(24 * days)) for days in (9, 5, 1)]
        assert expected(played, *stale) == [(TOWNS, NYK, 0), WITH_MATE]

    def test_a_newcomer_is_expected_for_thirty_games_of_his_club(self) -> None:
        played = [appearance(NYK, days, MATE) for days in range(1, 35)]
        for days, since in ((30, 29), (31, None)):
            came = moved(NYK, days_before(days))
            told = [(TOWNS, NYK, since)] if since is not None else []
            assert expected(played, came) == [*told, WITH_MATE]

    def test_of_two_sources_at_one_instant_moves_count(self) -> None:
        move = moved(BOS, days_before(1))
        listed = word(NYK, move["known_at"])
        assert expected([appearance(NYK, 2), *KNICKS], listed, move) == [WITH_MATE]
