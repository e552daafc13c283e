"""A simulated league as it is fetched: what the sandbox's sites say at some instants, landed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from boxline.domain.days import from_eastern
from boxline.home import Home
from boxline.sandbox import League, simulate_league
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.servers.replies import Refusal, Request
from boxline.sandbox.servers.serving import SANDBOX_KEY, sites_of
from boxline.sandbox.world import World
from tests.sandbox.asking import BDL, CDN, ESPN, HEADERS, INJURIES, NBA_ODDS, ODDS, OFFICIALS, STATS

SEASON = "2024-25"

#: Computed tables that have rows by what is fetched alone.
FROM_FETCHING = frozenset(
    {
        "nba_core.birth_dates",
        "nba_core.live_scores",
        "nba_core.officials",
        "nba_core.rosters",
        "nba_core.standings",
    }
)


def league_of(seed: int) -> League:
    """One short season of two clubs, played to its end."""
    return simulate_league(
        seed=seed,
        seasons=(SEASON,),
        teams=2,
        games_per_team=4,
        playoffs=False,
        preseason_games=0,
        future_games=0,
    )


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A reply, about what it is, and when it came."""

    dataset: str
    at: datetime
    body: bytes
    asked: Mapping[str, str]


class Teller:
    """Asks the sites of a league in this process."""

    def __init__(self, league: League) -> None:
        self.world = World(league)
        self._sites = {host: site for site in sites_of(self.world) for host in site.hosts}
        end = max(g.fixture.game_date for g in league.newest.games) + timedelta(days=2)
        views = self.world.games(from_eastern(end, "12:00"), parts=(SeasonType.REGULAR,))
        self.games = [view for view in views if view.tipped_off_at is not None]
        self.days = sorted({view.fixture.game_date for view in self.games})

    def told(self, days: list[date], datasets: Collection[str] | None = None) -> Iterator[Fetched]:
        """Everything of these days, or these datasets of it, in the order in which it came."""
        for day in days:
            told = (
                *self._morning(day, from_eastern(day, "10:00")),
                *self._evening(day, from_eastern(day, "18:05")),
                *self._night(day),
            )
            yield from (one for one in told if datasets is None or one.dataset in datasets)

    def _morning(self, day: date, at: datetime) -> Iterator[Fetched]:
        asked = {"date": str(day)}
        yield from self._ask("nbac_player_list", at, STATS, "/stats/playerindex", Season=SEASON)
        moves = "/js/data/playermovement/NBA_Player_Movement.json"
        yield from self._ask("nbac_player_movement", at, STATS, moves)
        yield from self._ask("bdl_standings", at, BDL, "/v1/standings", season=SEASON[:4])
        yield from self._ask("bdl_injuries", at, BDL, "/v1/player_injuries", per_page="100")
        yield from self._ask("bdl_active_players", at, BDL, "/v1/players/active", per_page="100")
        crews = "/wp-json/api/v1/get-game-officials"
        yield from self._ask("nbac_referee_assignments", at, OFFICIALS, crews, asked, date=str(day))
        for club in ("1", "2"):
            path = f"/apis/site/v2/sports/basketball/nba/teams/{club}"
            yield from self._ask("espn_rosters", at, ESPN, path, enable="roster")
        yield from self._odds(day, at)

    def _evening(self, day: date, at: datetime) -> Iterator[Fetched]:
        report = f"/referee/injury/Injury-Report_{day}_05PM.pdf"
        yield from self._ask("nbac_injury_report", at, INJURIES, report, {"date": str(day)})
        yield from self._odds(day, at)

    def _odds(self, day: date, at: datetime) -> Iterator[Fetched]:
        (events,) = self._ask("odds_api_events", at, ODDS, f"{NBA_ODDS}/events")
        for event in msgspec.json.decode(events.body):
            starts_at = datetime.fromisoformat(event["commence_time"])
            if (starts_at - timedelta(hours=5)).date() != day or starts_at <= at:
                continue
            asked = {"event_id": event["id"]}
            path = f"{NBA_ODDS}/events/{event['id']}/odds"
            for dataset, markets in (
                ("odds_api_player_props", "player_points,player_threes"),
                ("odds_api_game_lines", "h2h,spreads,totals"),
            ):
                wanted = {"regions": "us", "markets": markets, "bookmakers": "draftkings,fanduel"}
                yield from self._ask(dataset, at, ODDS, path, asked, **wanted)

    def _night(self, day: date) -> Iterator[Fetched]:
        games = [view for view in self.games if view.fixture.game_date == day]
        starts = [view.tipped_off_at for view in games if view.tipped_off_at]
        asked = {"date": str(day)}
        board = {"GameDate": str(day), "LeagueID": "00", "DayOffset": "0"}
        for at in (min(starts) + timedelta(minutes=70), max(starts) + timedelta(hours=4)):
            yield from self._ask(
                "nbac_scoreboard", at, STATS, "/stats/scoreboardV2", asked, **board
            )
        for view in games:
            path = f"/static/json/liveData/playbyplay/playbyplay_{view.fixture.game_id}.json"
            whole = asked | {"game_id": view.fixture.game_id}
            yield from self._ask("nbac_play_by_play", at, CDN, path, whole)

    def _ask(
        self,
        dataset: str,
        at: datetime,
        host: str,
        path: str,
        asked: Mapping[str, str] | None = None,
        **query: str,
    ) -> Iterator[Fetched]:
        key = {"apiKey": SANDBOX_KEY} if host == ODDS else {}
        request = Request(
            host=host,
            path=path,
            query={name: (value,) for name, value in (key | query).items()},
            headers={name.lower(): value for name, value in HEADERS.get(host, {}).items()},
            at=at,
        )
        try:
            reply = self._sites[host].answer(request)
        except Refusal as cause:
            reply = cause.reply
        assert reply.status == 200, (dataset, path, reply.status, reply.body[:200])
        yield Fetched(dataset=dataset, at=at, body=reply.body, asked=asked or {})


def land_all(home: Home, fetched: list[Fetched]) -> None:
    """Land everything, and load it."""
    batch = home.new_batch()
    for one in fetched:
        raw: Any = home.catalog[f"nba_raw.{one.dataset}"]
        name = "reply.pdf" if one.body.startswith(b"%PDF") else "reply.json"
        pages = [(name, one.body)]
        home.land(raw, pages, fetched_at=one.at, batch=batch, asked=dict(one.asked))
    report = home.load("load")
    assert not report.failures, report.failures
