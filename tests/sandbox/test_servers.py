"""The sandbox's servers speak as the providers do, and know nothing that is yet to come."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from boxline.catalog import Raw
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameView
from boxline.sandbox.servers.bigdataball import COLUMNS
from tests.builders import home_at
from tests.sandbox.asking import (
    BDL,
    BIGDATABALL,
    CDN,
    ESPN,
    GAMEBOOKS,
    INJURIES,
    NBA_ODDS,
    NBA_ODDS_PAST,
    ODDS,
    OFFICIALS,
    PROS,
    SEASON,
    STATS,
    Asker,
    asking,
    during,
    last_final,
    middle_game,
    morning_after,
    small_world,
)

LIVE = "/static/json/liveData"
BOARD = f"{LIVE}/scoreboard/todaysScoreboard_00.json"
SCHEDULE = "/static/json/staticData/scheduleLeagueV2_1.json"


@pytest.fixture(scope="module")
def live() -> Iterator[Asker]:
    """While the middle game is on."""
    with asking(during()) as asker:
        yield asker


@pytest.fixture(scope="module")
def later() -> Iterator[Asker]:
    """The morning after it."""
    with asking(morning_after()) as asker:
        yield asker


def walk(asker: Asker, path: str, **params: Any) -> Iterator[bytes]:
    """Every page of a list of balldontlie's."""
    cursor: dict[str, Any] = {}
    while True:
        page = asker.get(BDL, path, **params, **cursor)
        yield page.content
        following = page.json()["meta"].get("next_cursor")
        if following is None:
            return
        cursor = {"cursor": following}


def table(reply: Any, name: str) -> list[dict[str, Any]]:
    found = next(each for each in reply["resultSets"] if each["name"] == name)
    return [dict(zip(found["headers"], row, strict=True)) for row in found["rowSet"]]


def game_log(asker: Asker, of_whom: str) -> list[dict[str, Any]]:
    day = middle_game().fixture.game_date.isoformat()
    asked = {"Season": SEASON, "SeasonType": "Regular Season", "DateFrom": day, "DateTo": day}
    reply = asker.json(STATS, "/stats/leaguegamelog", **asked, PlayerOrTeam=of_whom)
    return [row for row in table(reply, "LeagueGameLog") if row["GAME_ID"] == game_id()]


def game_id() -> str:
    return middle_game().fixture.game_id


def test_the_address_itself_tells_what_it_serves(live: Asker) -> None:
    told = live.itself("/")
    assert told["simulated_now"] == during().replace(microsecond=0).isoformat()
    assert {BDL, CDN, STATS, ODDS, ESPN, PROS} < set(told["hosts"])


def test_an_unknown_host_is_told_the_known_ones(live: Asker) -> None:
    reply = live.get("api.example.com", "/v1/games")
    assert reply.status_code == 404
    assert BDL in reply.json()["hosts"]


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [(BDL, "/v1/games", 401), (PROS, "/v3/events", 403), (STATS, "/stats/playerindex", 403)],
)
def test_a_stranger_is_refused(live: Asker, host: str, path: str, status: int) -> None:
    for headers in ({}, {"Authorization": "wrong", "x-api-key": "wrong", "User-Agent": "curl"}):
        assert live.get(host, path, headers=headers).status_code == status


def test_the_odds_api_refuses_a_wrong_key_in_json(live: Asker) -> None:
    reply = live.get(ODDS, f"{NBA_ODDS}/events", apiKey="wrong")
    assert (reply.status_code, reply.json()["error_code"]) == (401, "INVALID_KEY")


def loaded(path: Path, dataset: str, pages: Iterable[bytes]) -> list[int]:
    """What becomes of the pages of one request in a home of their own: rows kept and rejected."""
    home = home_at(path)
    raw = home.catalog[dataset]
    assert isinstance(raw, Raw)
    named = [(f"page-{number}.json", page) for number, page in enumerate(pages)]
    home.land(raw, named, fetched_at=morning_after())
    (step,) = home.load("load").steps
    home.close()
    return [step.outcome.kept, step.outcome.rejected]


def test_a_walk_over_the_pages_meets_every_line_once(later: Asker, tmp_path: Path) -> None:
    pages = list(walk(later, "/v1/stats", **{"seasons[]": 2024, "per_page": 40}))
    rows = [row for page in pages for row in rows_of(page)]
    assert len(pages) > 3
    assert len({row["id"] for row in rows}) == len(rows)
    played = [line for view in finals(morning_after()) for s in view.sides for line in s.lines]
    assert sum(row["pts"] for row in rows) == sum(line.stats.pts for line in played)
    assert loaded(tmp_path, "nba_raw.bdl_player_box_scores", pages) == [len(rows), 0]


def test_a_line_keeps_its_id_while_the_game_goes_on(later: Asker) -> None:
    asked = {"dates[]": middle_game().fixture.game_date.isoformat(), "per_page": 100}
    at_last = {
        row["id"]: row["player"]["id"] for row in later.json(BDL, "/v1/stats", **asked)["data"]
    }
    with asking(during(minutes=5)) as early:
        first = {
            row["id"]: row["player"]["id"] for row in early.json(BDL, "/v1/stats", **asked)["data"]
        }
    assert first.items() <= at_last.items()
    assert first


def finals(at: datetime) -> list[GameView]:
    games = small_world().games(at, season=SEASON, parts=(SeasonType.REGULAR,))
    return [view for view in games if view.ended_at]


def test_both_hosts_send_the_schedule_that_can_be_read(later: Asker, tmp_path: Path) -> None:
    cdn = later.get(CDN, SCHEDULE).content
    stats = later.get(STATS, "/stats/scheduleleaguev2int", LeagueID="00", Season=SEASON).content
    assert cdn == stats
    views = small_world().games(morning_after(), season=SEASON)
    assert loaded(tmp_path, "nba_raw.nbac_schedule", [cdn]) == [len(views), 0]


def test_a_game_is_not_final_before_it_ends(live: Asker, later: Asker) -> None:
    home = middle_game().fixture.home.team
    live_now = live.json(BDL, "/v1/box_scores/live")["data"]
    (box,) = [each for each in live_now if each["home_team"]["abbreviation"] == home]
    assert box["status"] not in ("Final", None)
    assert 0 < box["home_team_score"] < (middle_game().home_points or 0)
    assert game_log(live, "P") == []
    (board,) = [g for g in live.json(CDN, BOARD)["scoreboard"]["games"] if g["gameId"] == game_id()]
    assert board["gameStatus"] == 2
    actions = live.json(CDN, f"{LIVE}/playbyplay/playbyplay_{game_id()}.json")["game"]["actions"]
    assert actions[-1]["actionType"] != "game"
    assert later.json(BDL, "/v1/box_scores/live")["data"] == []
    assert len(game_log(later, "T")) == 2


def test_what_has_not_begun_is_denied() -> None:
    with asking(during(minutes=-30)) as early:
        for what in ("playbyplay", "boxscore"):
            reply = early.get(CDN, f"{LIVE}/{what}/{what}_{game_id()}.json")
            assert reply.status_code == 403
        assert early.get(STATS, "/stats/boxscoretraditionalv3", GameID=game_id()).status_code == 400


def test_every_provider_tells_the_same_points_of_a_game(later: Asker) -> None:
    """Play-by-play, box scores of both versions, log and balldontlie, player by player."""
    actions = later.json(CDN, f"{LIVE}/playbyplay/playbyplay_{game_id()}.json")["game"]["actions"]
    worth = {"2pt": 2, "3pt": 3, "freethrow": 1}
    shot = Counter[int]()
    for action in actions:
        if action.get("shotResult") == "Made":
            shot[action["personId"]] += worth[action["actionType"]]
    flat = later.json(STATS, "/stats/playbyplayv3", GameID=game_id())["game"]["actions"]
    assert max(int(action["scoreHome"] or 0) for action in flat) == middle_game().home_points
    log = {row["PLAYER_ID"]: row["PTS"] for row in game_log(later, "P") if row["PTS"]}
    v3 = later.json(STATS, "/stats/boxscoretraditionalv3", GameID=game_id())["boxScoreTraditional"]
    nested = {
        player["personId"]: player["statistics"]["points"]
        for side in ("homeTeam", "awayTeam")
        for player in v3[side]["players"]
        if player["statistics"]["points"]
    }
    v2 = later.json(STATS, "/stats/boxscoretraditionalv2", GameID=game_id())
    tabled = {row["PLAYER_ID"]: row["PTS"] for row in table(v2, "PlayerStats") if row["PTS"]}
    assert log == nested == tabled == shot
    live_box = later.json(CDN, f"{LIVE}/boxscore/boxscore_{game_id()}.json")["game"]
    scores = (live_box["homeTeam"]["score"], live_box["awayTeam"]["score"])
    assert scores == (middle_game().home_points, middle_game().away_points)
    assert [sum(period["score"] for period in live_box["homeTeam"]["periods"])] == [scores[0]]


def test_balldontlie_kept_older_box_scores_in_their_older_form(later: Asker) -> None:
    old = small_world().games(morning_after(), season="2023-24")[-1].fixture.game_date
    (before, *_) = later.json(BDL, "/v1/box_scores", date=old.isoformat())["data"]
    day = middle_game().fixture.game_date.isoformat()
    (now, *_) = later.json(BDL, "/v1/box_scores", date=day)["data"]
    assert "id" not in before
    assert "home_q1" not in before
    assert now["home_team_score"] == sum(now[f"home_{part}"] or 0 for part in PERIODS)


PERIODS = ("q1", "q2", "q3", "q4", "ot1", "ot2", "ot3")


def test_lists_of_balldontlie_have_ids_and_sums_of_their_own(later: Asker) -> None:
    active = [p for page in walk(later, "/v1/players/active", per_page=25) for p in rows_of(page)]
    assert len({player["id"] for player in active}) == len(active) > 6 * 12
    (player,) = later.json(BDL, "/v1/players", **{"player_ids[]": active[0]["id"]})["data"]
    assert player == active[0]
    standings = later.json(BDL, "/v1/standings", season=2024)["data"]
    assert sum(row["wins"] for row in standings) == sum(row["losses"] for row in standings)
    assert len(later.json(BDL, "/v1/teams")["data"]) == 45
    asked = {"season": 2024, "season_type": "regular", "type": "base"}
    means = later.json(BDL, "/v1/season_averages/general", **asked, per_page=100)["data"]
    assert min(row["stats"]["pts_rank"] for row in means) == 1
    assert later.json(BDL, "/v1/player_injuries")["data"]


def rows_of(page: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = msgspec.json.decode(page)["data"]
    return found


def test_a_file_that_the_client_has_is_not_sent_again(later: Asker) -> None:
    first = later.get(CDN, SCHEDULE)
    again = later.get(CDN, SCHEDULE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    changed = later.get(CDN, SCHEDULE, headers={"If-None-Match": '"another"'})
    assert changed.content == first.content


def test_the_meter_of_the_odds_api_counts_markets_times_regions(live: Asker) -> None:
    at = during()
    with asking(at - timedelta(hours=3), credits=70) as asker:
        free = asker.get(ODDS, f"{NBA_ODDS}/events")
        assert free.headers["x-requests-last"] == "0"
        path = f"{NBA_ODDS}/events/{event_id(free.json())}/odds"
        asked = {"markets": "player_points,player_assists,spreads", "regions": "us,us2"}
        paid = asker.get(ODDS, path, **asked)
        meter = [paid.headers[f"x-requests-{what}"] for what in ("last", "used", "remaining")]
        assert meter == ["6", "6", "64"]
        past = path.replace(NBA_ODDS, NBA_ODDS_PAST)
        date = (at - timedelta(hours=4)).isoformat()
        assert asker.get(ODDS, past, **asked, date=date).headers["x-requests-last"] == "60"
        broke = asker.get(ODDS, path, **asked)
        assert (broke.status_code, broke.json()["error_code"]) == (401, "OUT_OF_USAGE_CREDITS")


def event_id(events: list[dict[str, Any]]) -> str:
    home = middle_game().fixture.home.team_name
    return next(str(event["id"]) for event in events if event["home_team"] == home)


def test_history_is_wrapped_in_the_stamp_of_its_snapshot(later: Asker) -> None:
    asked = during(-200).replace(minute=13, second=7)
    wrapped = later.json(ODDS, f"{NBA_ODDS_PAST}/events", date=asked.isoformat())
    assert wrapped["timestamp"] == f"{asked:%Y-%m-%dT%H}:10:00Z"
    assert wrapped["previous_timestamp"] == f"{asked:%Y-%m-%dT%H}:05:00Z"
    path = f"{NBA_ODDS_PAST}/events/{event_id(wrapped['data'])}/odds"
    asked_for = {"date": asked.isoformat(), "regions": "us", "markets": "player_points"}
    prices = [
        {
            (book["key"], each["description"], each["name"], each["point"]): each["price"]
            for book in later.json(ODDS, path, **asked_for, oddsFormat=form)["data"]["bookmakers"]
            for market in book["markets"]
            for each in market["outcomes"]
        }
        for form in ("american", "decimal")
    ]
    assert prices[0].keys() == prices[1].keys()
    assert prices[0]
    for quote, american in prices[0].items():
        gain = american / 100 if american > 0 else -100 / american
        assert prices[1][quote] == round(1 + gain, 2)


def test_documents_come_out_in_their_time(live: Asker, later: Asker) -> None:
    fixture = middle_game().fixture
    day = f"{fixture.game_date:%Y%m%d}"
    book = f"/pdfs/{day}/{day}_{fixture.away.team}{fixture.home.team}.pdf"
    assert live.get(GAMEBOOKS, book).status_code == 403
    assert later.get(GAMEBOOKS, book).content.startswith(b"%PDF")
    report = f"/referee/injury/Injury-Report_{fixture.game_date}_{{}}.pdf"
    assert live.get(INJURIES, report.format("11PM")).status_code == 403
    assert later.get(INJURIES, report.format("01PM")).content.startswith(b"%PDF")
    path, asked = "/wp-json/api/v1/get-game-officials", {"date": fixture.game_date.isoformat()}
    (crew, *_) = later.json(OFFICIALS, path, **asked)["nba"]["Table"]["rows"]
    assert crew["official1"]
    assert crew["official3"]
    assert crew["official4"] is None


def test_espn_has_ids_and_codes_of_its_own(later: Asker) -> None:
    nba = "/apis/site/v2/sports/basketball/nba"
    day = f"{middle_game().fixture.game_date:%Y%m%d}"
    (event, *_) = later.json(ESPN, f"{nba}/scoreboard", dates=day)["events"]
    assert event["status"]["type"]["completed"] is True
    assert {side["homeAway"] for side in event["competitions"][0]["competitors"]} == {
        "home",
        "away",
    }
    team = later.json(ESPN, f"{nba}/teams/3", enable="roster")["team"]
    assert (team["abbreviation"], len(team["athletes"]) > 11) == ("NO", True)


def test_bettingpros_offers_come_ten_to_a_page() -> None:
    with asking(during(minutes=-180)) as asker:
        day = middle_game().fixture.game_date.isoformat()
        events = asker.json(PROS, "/v3/events", sport="NBA", date=day)["events"]
        ids = ":".join(str(event["id"]) for event in events)
        asked = {"sport": "NBA", "market_id": 156, "event_id": ids, "location": "ALL", "limit": 10}
        pages = [asker.json(PROS, "/v3/offers", **asked, page=1)]
        total = pages[0]["_pagination"]["total_pages"]
        pages += [asker.json(PROS, "/v3/offers", **asked, page=n) for n in range(2, total + 1)]
    offers = [offer["id"] for page in pages for offer in page["offers"]]
    assert len(set(offers)) == len(offers) == pages[0]["_pagination"]["total_items"] > 10
    assert [len(page["offers"]) for page in pages[:-1]] == [10] * (total - 1)


def test_bigdataball_says_who_is_on_the_floor(later: Asker) -> None:
    at = morning_after()
    fixture = last_final(at).fixture
    path = f"/{fixture.season}/{fixture.game_date}/game_{fixture.game_id.lstrip('0')}.csv"
    rows = list(csv.DictReader(StringIO(later.get(BIGDATABALL, path).text)))
    assert tuple(rows[0]) == COLUMNS
    assert len(COLUMNS) == 44
    for row in rows:
        floor = [row[f"{side}{place}"] for side in "ah" for place in range(1, 6)]
        assert len(set(floor)) == 10
        assert all(floor)
    score = (last_final(at).home_points, last_final(at).away_points)
    assert (int(rows[-1]["home_score"]), int(rows[-1]["away_score"])) == score


@pytest.mark.parametrize("text", ["'; DROP TABLE x", "../../etc/passwd", "9" * 400, "é\x00\n", ""])
@pytest.mark.parametrize(
    ("host", "path", "name"),
    [
        (BDL, "/v1/stats", "dates[]"),
        (BDL, "/v1/stats", "cursor"),
        (BDL, "/v1/games", "per_page"),
        (STATS, "/stats/boxscoretraditionalv3", "GameID"),
        (STATS, "/stats/leaguegamelog", "SeasonType"),
        (ODDS, f"{NBA_ODDS}/odds", "markets"),
        (ODDS, f"{NBA_ODDS_PAST}/events", "date"),
        (ESPN, "/apis/site/v2/sports/basketball/nba/scoreboard", "dates"),
        (PROS, "/v3/offers", "event_id"),
    ],
)
def test_a_hostile_parameter_is_answered_as_a_bad_one(
    live: Asker, host: str, path: str, name: str, text: str
) -> None:
    asked = {"sport": "NBA", "market_id": 156} if host == PROS else {}
    reply = live.get(host, path, **asked, **{name: text})
    assert reply.status_code in ((200, 400, 422) if text == "" else (400, 422))
