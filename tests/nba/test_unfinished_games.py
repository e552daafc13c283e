"""A day of which one game is over and one is on: what is said after games knows the first alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers.replies import Request
from boxline.sandbox.servers.serving import sites_of
from tests.builders import home_at, rows_of_all, run
from tests.fetched_league import Fetched, land_all
from tests.nba.by_hand import computed
from tests.nba.sent_rows import CELTICS, DAY, GAME, HAWKS, TRAE, boxed, game
from tests.sandbox.asking import CDN, HEADERS, SEASON, STATS, small_world

BOX, BOARD = "nbac_team_boxscore", "nbac_scoreboard"
AFTER_GAMES = (
    "nba_core.player_games",
    "nba_core.team_games",
    "nba_core.shots",
    "nba_analytics.player_game_summary",
    "nba_analytics.team_offense_game_summary",
    "nba_analytics.team_defense_game_summary",
    "nba_analytics.player_form",
    "nba_analytics.team_form",
)


@cache
def after_games() -> Catalog:
    """What is said after games, and what it rests on."""
    whole = load_catalog()
    kept = whole.with_sources([*AFTER_GAMES, "nba_raw.nbac_scoreboard"])
    return replace(
        whole,
        feeds={},
        documents={},
        facts_of_days={},
        datasets={name: d for name, d in whole.datasets.items() if name in kept},
        transforms={name: one for name, one in whole.transforms.items() if name in kept},
        works={},
        leagues={
            name: replace(one, teams="", players="")
            for name, one in whole.leagues.items()
            if one.calendar in kept
        },
    )


@dataclass(frozen=True)
class Evening:
    """Two games of one day, and an instant at which one is over and one is on."""

    over: GameView
    on: GameView
    at: datetime

    @property
    def day(self) -> date:
        return self.over.fixture.game_date

    @property
    def end(self) -> datetime:
        assert self.on.ended_at
        return self.on.ended_at + timedelta(hours=4)

    def told(self, at: datetime, games: Iterable[GameView]) -> list[Fetched]:
        """What NBA.com tells at an instant: the board of the day, and these games' box scores and
        play-by-plays."""
        asked = {"date": str(self.day)}
        query = {"GameDate": str(self.day), "LeagueID": "00", "DayOffset": "0"}
        found = [_told(BOARD, at, STATS, "/stats/scoreboardV2", asked, query)]
        for one in games:
            about = asked | {"game_id": one.fixture.game_id}
            for dataset, name in ((BOX, "boxscore"), ("nbac_play_by_play", "playbyplay")):
                path = f"/static/json/liveData/{name}/{name}_{one.fixture.game_id}.json"
                found.append(_told(dataset, at, CDN, path, about, {}))
        return found


def _told(
    dataset: str,
    at: datetime,
    host: str,
    path: str,
    asked: Mapping[str, str],
    query: Mapping[str, str],
) -> Fetched:
    sites = {name: site for site in sites_of(small_world()) for name in site.hosts}
    reply = sites[host].answer(
        Request(
            host=host,
            path=path,
            query={name: (value,) for name, value in query.items()},
            headers={name.lower(): value for name, value in HEADERS.get(host, {}).items()},
            at=at,
        )
    )
    assert reply.status == 200
    return Fetched(dataset=dataset, at=at, body=reply.body, asked=asked)


@cache
def evening() -> Evening:
    """The first evening on which a game ends while another is in its second half."""
    world = small_world()
    end = datetime.fromisoformat("2025-06-30T16:00:00+00:00")
    games = world.games(end, season=SEASON, parts=(SeasonType.REGULAR,))
    for over in games:
        assert over.ended_at
        at = over.ended_at + timedelta(minutes=10)
        for other in world.games_on(over.fixture.game_date, at):
            if other.status is GameStatus.LIVE and other.period in (3, 4):
                on = world.game(other.fixture.game_id, end)
                return Evening(over, on, at)
    raise AssertionError("no evening of the league has a game that ends while another is on")


def games_in(home: Home) -> dict[str, set[str]]:
    """Table -> the games that it has rows of."""
    found = rows_of_all(home, AFTER_GAMES)
    return {name: {row["game_id"] for row in rows} for name, rows in found.items()}


def test_a_game_that_is_on_enters_nothing_and_a_run_adds_it_when_it_has_ended(
    tmp_path: Path,
) -> None:
    night = evening()
    both = (night.over, night.on)
    over, on = (one.fixture.game_id for one in both)
    home = home_at(tmp_path, now=night.at, declared=after_games)
    land_all(home, night.told(night.at, both))
    run(home)
    assert games_in(home) == {name: {over} for name in AFTER_GAMES}

    home = home_at(tmp_path, now=night.end, declared=after_games)
    land_all(home, night.told(night.end, [night.on]))
    run(home)
    assert games_in(home) == {name: {over, on} for name in AFTER_GAMES}
    lines = rows_of_all(home, ["nba_core.team_games"])["nba_core.team_games"]
    points = {row["team_id"]: row["points"] for row in lines if row["game_id"] == on}
    assert points == {
        night.on.fixture.home.team_id: night.on.home_points,
        night.on.fixture.away.team_id: night.on.away_points,
    }


def team_lines(home_points: int, away_points: int, *, minutes: int) -> list[dict[str, Any]]:
    """Both teams' lines of NBA.com's box score of Boston in Atlanta."""
    return [
        boxed((team_id, ""), points, team_id, line_of="team", seconds_played=minutes * 60)
        | {"is_home": team_id == HAWKS, "player_id": None}
        for team_id, points in ((HAWKS, home_points), (CELTICS, away_points))
    ]


def calendar(lines: list[dict[str, Any]], **board: Any) -> tuple[bool, int | None]:
    """Whether the calendar says that the game is final, and the home side's points."""
    listed = [{**game(), **board}] if board else []
    columns = ("game_id", "game_date", "home_team_id", "away_team_id", "game_status")
    (row,) = computed(
        "nba_core.games",
        nbac_scoreboard=[{c: one.get(c) for c in columns} for one in listed],
        nbac_box_scores=lines,
    )
    return row["is_final"], row["home_points"]


def test_box_scores_make_a_game_final_where_they_are_of_a_whole_one() -> None:
    assert calendar(team_lines(110, 104, minutes=240)) == (True, 110)
    assert calendar(team_lines(110, 104, minutes=265)) == (True, 110)
    assert calendar(team_lines(81, 77, minutes=180)) == (False, None)
    assert calendar(team_lines(104, 104, minutes=240)) == (False, None)


def test_nor_do_whole_ones_of_a_game_that_a_board_shows_as_on() -> None:
    whole = team_lines(110, 104, minutes=240)
    assert calendar(whole, game_status=2) == (False, None)
    assert calendar(whole, game_status=1) == (True, 110)  # a board of before the start
    assert calendar(whole, game_status=3) == (True, 110)


def sources_of(lines: list[dict[str, Any]], *, is_final: bool) -> set[str]:
    """Whose lines count of what NBA.com's box score tells."""
    rows = computed(
        "nba_core.player_games_by_source",
        team_boxscore=[boxed(TRAE, 20), *lines],
        games=[game(is_final=is_final)],
    )
    return {row["source"] for row in rows}


def test_a_box_score_of_a_game_that_was_on_stays_out_until_the_whole_one_is_there() -> None:
    whole, half = (team_lines(110, 104, minutes=n) for n in (240, 120))
    assert sources_of(half, is_final=False) == sources_of(whole, is_final=False) == set()
    assert sources_of(half, is_final=True) == set()
    assert sources_of(whole, is_final=True) == {"nbac_team_boxscore"}


def test_a_shot_of_a_game_that_is_on_is_none_yet() -> None:
    attempt = {
        "game_id": GAME,
        "game_date": DAY,
        "is_field_goal": True,
        "team_id": HAWKS,
        "player_id": 11,
        "period": 1,
        "seconds_left": 600.0,
        "order_number": 1,
        "action_number": 1,
    }
    for is_final, count in ((False, 0), (True, 1)):
        found = computed("nba_core.shots", play_by_play=[attempt], games=[game(is_final=is_final)])
        assert len(found) == count
