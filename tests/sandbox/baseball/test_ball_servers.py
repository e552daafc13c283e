"""Servers of the baseball league speak as the providers do, and know nothing yet to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from boxline.sandbox.baseball.fixtures import Fate
from boxline.sandbox.baseball.schedule_play import Contest
from boxline.sandbox.servers import FaultKind, FaultRule, Faults
from tests.sandbox.baseball.ball_league import (
    BDL,
    HOUR,
    MINUTE,
    MLB,
    ODDS,
    BallAsker,
    asking_ball,
    contests,
    played,
    small_league,
)

SPORT = "/v4/sports/baseball_mlb"
PAST = "/v4/historical/sports/baseball_mlb"
PROPS = "pitcher_strikeouts,pitcher_outs,pitcher_strikeouts_alternate"
ASKED = {"regions": "us", "oddsFormat": "american"}


def middle() -> Contest:
    """A night of the newer season on which nothing special happens."""
    plain = [c for c, _, timeline in played() if not timeline.stops and len(c.fixture.slots) == 1]
    nights = [c for c in plain if c.fixture.last.starts_at.hour in (22, 23, 0, 1, 2, 3)]
    newest = [c for c in nights if c.fixture.season == 2025 and c.fixture.last.doubleheader == "N"]
    return newest[len(newest) // 2]


def game_id() -> str:
    return middle().fixture.game_id


def day() -> str:
    return middle().fixture.last.game_date.isoformat()


def starts_at() -> datetime:
    return middle().fixture.last.starts_at


@pytest.fixture(scope="module")
def before() -> Iterator[BallAsker]:
    """Five hours before the middle game: the starters are named, no card is out."""
    with asking_ball(starts_at() - 5 * HOUR) as asker:
        yield asker


@pytest.fixture(scope="module")
def live() -> Iterator[BallAsker]:
    with asking_ball(starts_at() + 80 * MINUTE) as asker:
        yield asker


@pytest.fixture(scope="module")
def later() -> Iterator[BallAsker]:
    """The morning after."""
    with asking_ball(starts_at() + 15 * HOUR) as asker:
        yield asker


def pitches_in(feed: Any) -> list[Any]:
    plays = feed["liveData"]["plays"]["allPlays"]
    return [event for play in plays for event in play["playEvents"] if event["isPitch"]]


def lines_of(feed: Any, kind: str) -> list[Any]:
    """The batting or pitching lines of both sides."""
    teams = feed["liveData"]["boxscore"]["teams"].values()
    players = [player for team in teams for player in team["players"].values()]
    return [player["stats"][kind] for player in players if player["stats"][kind]]


def test_before_the_start_the_feed_is_a_preview_without_plays_and_cards(before: BallAsker) -> None:
    feed = before.feed(game_id())
    assert feed["gameData"]["status"]["abstractGameState"] == "Preview"
    assert feed["liveData"]["plays"] == {"allPlays": [], "scoringPlays": [], "playsByInning": []}
    assert feed["liveData"]["linescore"]["teams"] == {"home": {}, "away": {}}
    assert "decisions" not in feed["liveData"]
    for team in feed["liveData"]["boxscore"]["teams"].values():
        assert team["battingOrder"] == team["pitchers"] == []
        assert team["bench"]
    assert lines_of(feed, "batting") == lines_of(feed, "pitching") == []


def test_cards_are_in_feed_and_schedule_once_they_are_out() -> None:
    with asking_ball(starts_at() - 5 * MINUTE) as asker:
        feed, listed = asker.feed(game_id()), asker.listed(day(), game_id())
    game = middle().game
    assert game
    for nine, side in zip(game.nines, ("home", "away"), strict=True):
        ids = [player.player_id for player in nine.order]
        team = feed["liveData"]["boxscore"]["teams"][side]
        assert team["battingOrder"] == ids
        assert [player["id"] for player in listed["lineups"][f"{side}Players"]] == ids
        orders = {p["person"]["id"]: p.get("battingOrder") for p in team["players"].values()}
        assert [orders[player_id] for player_id in ids] == [f"{n}00" for n in range(1, 10)]


def test_a_warm_up_is_live_in_the_abstract_and_has_no_pitch() -> None:
    with asking_ball(starts_at() - 5 * MINUTE) as asker:
        feed = asker.feed(game_id())
    assert feed["gameData"]["status"]["abstractGameState"] == "Live"
    assert feed["gameData"]["status"]["detailedState"] == "Warmup"
    assert pitches_in(feed) == []


def test_a_live_feed_tells_the_beginning_of_what_the_final_one_tells(
    live: BallAsker, later: BallAsker
) -> None:
    early, late = live.feed(game_id()), later.feed(game_id())
    assert early["gameData"]["status"]["detailedState"] == "In Progress"
    assert late["gameData"]["status"]["detailedState"] == "Final"
    ids = [event["playId"] for event in pitches_in(early)]
    assert 50 < len(ids) < len(pitches_in(late))
    assert ids == [event["playId"] for event in pitches_in(late)][: len(ids)]
    now = f"{starts_at() + 80 * MINUTE:%Y-%m-%dT%H:%M:%S}.000Z"
    assert max(event["endTime"] for event in pitches_in(early)) <= now
    unfinished = early["liveData"]["plays"]["currentPlay"]
    assert "event" in unfinished["result"] or not unfinished["about"]["isComplete"]


@pytest.mark.parametrize("asker", ["live", "later"])
def test_the_box_score_of_a_feed_is_what_its_plays_add_up_to(
    asker: str, request: pytest.FixtureRequest
) -> None:
    feed = request.getfixturevalue(asker).feed(game_id())
    over = [p for p in feed["liveData"]["plays"]["allPlays"] if p["about"]["isComplete"]]
    events = Counter(play["result"]["eventType"] for play in over)
    pitching, batting = lines_of(feed, "pitching"), lines_of(feed, "batting")
    assert sum(line["strikeOuts"] for line in pitching) == events["strikeout"]
    assert sum(line["strikeOuts"] for line in batting) == events["strikeout"]
    assert sum(line["battersFaced"] for line in pitching) == len(over)
    outs = sum(r["movement"]["isOut"] for play in over for r in play["runners"])
    assert sum(line["outs"] for line in pitching) == outs
    assert [as_outs(line["inningsPitched"]) for line in pitching] == [x["outs"] for x in pitching]
    thrown = sum(event["isPitch"] for play in over for event in play["playEvents"])
    assert sum(line["numberOfPitches"] for line in pitching) == thrown
    runs = feed["liveData"]["linescore"]["teams"]
    assert over[-1]["result"]["homeScore"] == runs["home"]["runs"]
    assert over[-1]["result"]["awayScore"] == runs["away"]["runs"]
    for side in ("home", "away"):
        innings = feed["liveData"]["linescore"]["innings"]
        assert sum(inning[side].get("runs", 0) for inning in innings) == runs[side]["runs"]


def as_outs(innings: str) -> int:
    whole, _, thirds = innings.partition(".")
    return 3 * int(whole) + int(thirds)


def test_rates_of_nothing_are_placeholders(before: BallAsker) -> None:
    feed = before.feed(game_id())
    teams = feed["liveData"]["boxscore"]["teams"].values()
    players = [player for team in teams for player in team["players"].values()]
    idle = [p["seasonStats"]["pitching"] for p in players if p["position"]["code"] != "1"]
    assert {(s["era"], s["whip"], s["inningsPitched"]) for s in idle} == {("-.--", "-", "0.0")}
    assert {s["winPercentage"] for s in idle} == {".---"}


def test_season_stats_grow_by_the_game(before: BallAsker, later: BallAsker) -> None:
    game = middle().game
    assert game
    starter = f"ID{game.nines[0].starter.player_id}"
    first = before.feed(game_id())["liveData"]["boxscore"]["teams"]["home"]["players"][starter]
    last = later.feed(game_id())["liveData"]["boxscore"]["teams"]["home"]["players"][starter]
    grown = {
        name: last["seasonStats"]["pitching"][name] - first["seasonStats"]["pitching"][name]
        for name in ("strikeOuts", "outs", "battersFaced", "gamesStarted")
    }
    assert grown == {name: last["stats"]["pitching"][name] for name in grown}


def test_the_schedule_adds_only_what_it_is_asked_for(before: BallAsker) -> None:
    bare = before.listed(day(), game_id(), hydrate="")
    full = before.listed(day(), game_id())
    added = {"linescore", "officials", "lineups", "weather"}
    assert not added & set(bare)
    assert added <= set(full)
    assert len(full["officials"]) == 4
    assert "probablePitcher" not in bare["teams"]["home"]
    named = [full["teams"][side].get("probablePitcher") for side in ("home", "away")]
    shown = [player and player.player_id for player in probables()]
    assert [person and person["id"] for person in named] == shown


def probables() -> list[Any]:
    return [side.probable(starts_at() - 5 * HOUR) for side in middle().announced]


def test_a_moved_game_is_listed_on_both_days() -> None:
    contest = contests(Fate.MOVED)[0]
    fixture, told = contest.fixture, contest.fixture.stopped_at
    assert told
    with asking_ball(told + HOUR) as asker:
        left = asker.listed(fixture.first.game_date, fixture.game_id)
        new = asker.listed(fixture.last.game_date, fixture.game_id)
        feed = asker.feed(fixture.game_id)
    assert left["status"]["detailedState"] == "Postponed"
    assert left["status"]["reason"] == "Rain"
    assert left["rescheduleGameDate"] == new["officialDate"] == fixture.last.game_date.isoformat()
    assert new["rescheduledFromDate"] == fixture.first.game_date.isoformat()
    assert (new["doubleHeader"], left["doubleHeader"]) == (fixture.last.doubleheader, "N")
    assert feed["gameData"]["datetime"]["originalDate"] == fixture.first.game_date.isoformat()
    assert feed["gameData"]["datetime"]["officialDate"] == fixture.last.game_date.isoformat()


def test_before_the_news_nobody_knows_that_a_game_will_move() -> None:
    contest = contests(Fate.MOVED)[0]
    fixture, told = contest.fixture, contest.fixture.stopped_at
    assert told
    with asking_ball(told - MINUTE) as asker:
        stands = asker.listed(fixture.first.game_date, fixture.game_id)
        day = fixture.last.game_date.isoformat()
        reply = asker.json(MLB, "/api/v1/schedule", sportId=1, date=day)
    assert "rescheduleDate" not in stands
    assert stands["doubleHeader"] == "N"
    games = [game for each in reply["dates"] for game in each["games"]]
    assert int(fixture.game_id) not in {game["gamePk"] for game in games}
    assert {game["doubleHeader"] for game in games} <= {"N", "S"}


def test_a_suspended_game_is_listed_again_on_the_day_it_goes_on() -> None:
    contest = contests(Fate.SUSPENDED)[0]
    fixture, timeline = contest.fixture, contest.timeline
    assert timeline
    with asking_ball(timeline.stops[0][0] + HOUR) as asker:
        first = asker.listed(fixture.first.game_date, fixture.game_id)
        again = asker.listed(fixture.resumes_on, fixture.game_id)
    assert first["status"]["detailedState"] == again["status"]["detailedState"] == "Suspended"
    assert first["resumeGameDate"] == str(fixture.resumes_on)
    assert again["resumedFromDate"] == first["officialDate"] == str(fixture.first.game_date)


def test_people_are_told_with_hands_and_splits_add_up_to_the_season(later: BallAsker) -> None:
    game = middle().game
    assert game
    starter = game.nines[0].starter
    told = later.json(MLB, f"/api/v1/people/{starter.player_id}")["people"][0]
    assert told["pitchHand"]["code"] == starter.throws
    assert told["birthDate"] == starter.born.isoformat()
    asked = {"group": "pitching", "season": 2025, "sitCodes": "vl,vr"}
    path = f"/api/v1/people/{starter.player_id}/stats"
    (split,) = later.json(MLB, path, stats="statSplits", **asked)["stats"]
    (season,) = later.json(MLB, path, stats="season", **asked)["stats"]
    whole = season["splits"][0]["stat"]
    for name in ("battersFaced", "strikeOuts", "outs", "numberOfPitches"):
        assert sum(each["stat"][name] for each in split["splits"]) == whole[name]
    assert {each["split"]["code"] for each in split["splits"]} == {"vl", "vr"}


def test_a_batter_against_a_pitcher_he_never_met_has_no_split(later: BallAsker) -> None:
    mate, batter = small_league().newest.squads[0].starters[0], small_league().newest.squads[0]
    path = f"/api/v1/people/{batter.batters[0].player_id}/stats"
    asked = {"stats": "vsPlayer", "group": "hitting", "opposingPlayerId": mate.player_id}
    blocks = later.json(MLB, path, **asked)["stats"]
    assert [block["splits"] for block in blocks] == [[], []]


def test_balldontlie_tells_the_same_lines_as_the_feed(later: BallAsker) -> None:
    (game,) = [
        game
        for game in later.json(BDL, "/mlb/v1/games", **{"dates[]": day()})["data"]
        if game["home_team"]["abbreviation"] == middle().fixture.home.code
    ]
    assert game["status"] == "STATUS_FINAL"
    asked = {"game_ids[]": game["id"], "per_page": 100}
    rows = later.json(BDL, "/mlb/v1/stats", **asked)["data"]
    pitching = lines_of(later.feed(game_id()), "pitching")
    told = Counter(
        (row["p_k"], row["ip"], row["pitch_count"]) for row in rows if row["ip"] is not None
    )
    assert told == Counter(
        (line["strikeOuts"], float(line["inningsPitched"]), line["numberOfPitches"])
        for line in pitching
    )


def test_both_leagues_ask_strangers_for_a_key(later: BallAsker) -> None:
    reply = later.client.get("/mlb/v1/games", headers={"Host": BDL, "Authorization": "wrong"})
    assert reply.status_code == 401
    assert later.client.get("/v1/games", headers={"Host": BDL}).status_code == 401


def test_the_odds_api_lists_events_and_pitchers_until_the_first_pitch(live: BallAsker) -> None:
    mine = middle().fixture
    with asking_ball(starts_at() - 30 * MINUTE) as asker:
        events = asker.json(ODDS, f"{SPORT}/events")
        (event,) = [e for e in events if e["home_team"] == mine.home.team_name and soon(e)]
        odds = asker.json(ODDS, f"{SPORT}/events/{event['id']}/odds", markets=PROPS, **ASKED)
    game = middle().game
    assert game
    markets = {m["key"] for book in odds["bookmakers"] for m in book["markets"]}
    assert markets == set(PROPS.split(","))
    begun = live.json(ODDS, f"{SPORT}/events/{event['id']}/odds", markets=PROPS, **ASKED)
    assert begun["bookmakers"] == []
    past = live.json(
        ODDS,
        f"{PAST}/events/{event['id']}/odds",
        markets=PROPS,
        date=f"{starts_at() - 30 * MINUTE:%Y-%m-%dT%H:%M:%SZ}",
        **ASKED,
    )
    assert past["data"]["bookmakers"] == odds["bookmakers"]


def soon(event: dict[str, Any]) -> bool:
    start = datetime.fromisoformat(event["commence_time"])
    return abs(start - starts_at()) < timedelta(hours=2)


def test_the_odds_api_knows_no_props_of_another_sport(before: BallAsker) -> None:
    reply = before.get(ODDS, f"{SPORT}/events/{'0' * 32}/odds", markets="player_points", **ASKED)
    assert (reply.status_code, reply.json()["error_code"]) == (422, "INVALID_MARKET")
    assert before.get(ODDS, "/v4/sports/basketball_nba/events").status_code == 404


def test_faults_strike_the_baseball_hosts_too() -> None:
    rule = FaultRule(kinds=(FaultKind.HTTP_503,), rate=1.0, host=MLB)
    with asking_ball(starts_at(), Faults([rule])) as asker:
        assert asker.get(MLB, "/api/v1/schedule", sportId=1).status_code == 503
        assert asker.get(BDL, "/mlb/v1/teams").status_code == 200


def test_what_nobody_has_is_not_found(later: BallAsker) -> None:
    for path in ("/api/v1.1/game/1/feed/live", "/api/v1/people/1", "/api/v1/nothing"):
        assert later.get(MLB, path).status_code == 404
    assert later.get(MLB, "/api/v1/schedule", sportId=1, date="soon").status_code == 400
