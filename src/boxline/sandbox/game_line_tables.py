"""Lines on the game itself as the archive's files have them: the closing ones, and by book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from random import Random
from statistics import fmean

from boxline.sandbox.blemishes import altered
from boxline.sandbox.box_scores import Game
from boxline.sandbox.events import QUARTERS
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.parquet_schema import Row, schema_of
from boxline.sandbox.squads import Event, odds_api_name

CLOSING_LINES = schema_of("""
    season_end_year i64, game_date date, is_regular bool, is_playoffs bool, away str, home str,
    score_away i64, score_home i64, q1_away i64, q2_away i64, q3_away i64, q4_away i64,
    ot_away i64, q1_home i64, q2_home i64, q3_home i64, q4_home i64, ot_home i64,
    whos_favored str, spread f64, total f64, moneyline_away i64, moneyline_home i64,
    h2_spread f64, h2_total f64, id_spread i64, id_total i64
""")
MULTIBOOK_LINES = schema_of("""
    snapshot_date date, event_id str, commence_time utc, home_team str, away_team str,
    bookmaker str, market str, side str, line f64, price_american i64, last_update utc
""")
_ESPN_CODES = {
    "GSW": "gs", "NOP": "no", "NYK": "ny", "SAS": "sa", "UTA": "utah", "WAS": "wsh",
}  # fmt: skip
_BOOKS = ("betmgm", "betrivers", "draftkings", "fanduel", "unibet_us", "williamhill_us")
_HOME_FLOOR = 2.5  # points
_SHARE_SEEN_EARLY = 0.25  # of games that stand in the snapshot of the day before as well
_LOST, _WON, _PUSH = 0, 1, 2
_NEVER_KNOWN = dict.fromkeys(("moneyline_away", "moneyline_home", "h2_spread", "h2_total"))


def closing_rows(events: Iterable[Event], *, seed: int) -> Iterator[Row]:
    """A row a played game, with its points by quarter; moneylines ended before these seasons."""
    events = list(events)
    margins, points = _strength(events)
    for event in events:
        fixture, game = event.fixture, event.game
        if not (game.home and game.away):
            continue
        rng = Random(f"{seed}/closing/{fixture.game_id}")
        home, away = game.home.stats.pts, game.away.stats.pts
        edge = _half(_edge(event, margins) + rng.gauss(0, 1.5))
        total = _half(points[fixture.home.team] + points[fixture.away.team] + rng.gauss(0, 3))
        yield (
            _NEVER_KNOWN
            | _quarters(game)
            | {
                "season_end_year": int(fixture.season[:4]) + 1,
                "game_date": fixture.game_date,
                "is_regular": fixture.season_type is SeasonType.REGULAR,
                "is_playoffs": fixture.season_type is SeasonType.PLAYOFFS,
                "away": _espn_code(fixture.away.team),
                "home": _espn_code(fixture.home.team),
                "score_away": away,
                "score_home": home,
                "whos_favored": "home" if edge >= 0 else "away",
                "spread": abs(edge),
                "total": total,
                "id_spread": _outcome((home - away) * (1 if edge >= 0 else -1), abs(edge)),
                "id_total": _outcome(home + away, total),
            }
        )


def multibook_rows(events: Iterable[Event], *, seed: int, until: datetime) -> Iterator[Row]:
    """Home and away after one another, by book, in the snapshots before noon UTC up to `until`."""
    events = list(events)
    margins, _ = _strength(events)
    for event in events:
        rng = Random(f"{seed}/multibook/{event.fixture.game_id}")
        early = (1,) if rng.random() < _SHARE_SEEN_EARLY else ()
        for days_before in (*early, 0):
            day = event.fixture.game_date - timedelta(days=days_before)
            noon = datetime.combine(day, time(12), UTC)
            for book in _BOOKS if noon <= until else ():
                edge = _half(_edge(event, margins) + rng.gauss(0, 1))
                price = rng.choice((-115, -112, -110, -110, -110, -108))
                updated_at = noon - timedelta(seconds=rng.randint(300, 600))
                for side, line in (("home", -edge), ("away", edge)):
                    yield {
                        "snapshot_date": day,
                        "event_id": event.event_id,
                        "commence_time": event.commence_at,
                        "home_team": odds_api_name(event.fixture.home),
                        "away_team": odds_api_name(event.fixture.away),
                        "bookmaker": book,
                        "market": "spread",
                        "side": side,
                        "line": line + 0.0,  # no -0.0
                        "price_american": price if side == "home" else -220 - price,
                        "last_update": updated_at,
                    }


def _strength(events: Iterable[Event]) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Each club's mean margin and mean points of the season."""
    margins: dict[str, list[int]] = {}
    points: dict[str, list[int]] = {}
    for event in events:
        for side in event.game.sides:
            margins.setdefault(side.club.team, []).append(side.plus_minus)
            points.setdefault(side.club.team, []).append(side.stats.pts)
    means = ({club: fmean(each) for club, each in of.items()} for of in (margins, points))
    return next(means), next(means)


def _edge(event: Event, margins: Mapping[str, float]) -> float:
    """By how many points the home side is expected to win."""
    home, away = event.fixture.home.team, event.fixture.away.team
    return (margins[home] - margins[away]) / 2 + _HOME_FLOOR


def _half(points: float) -> float:
    return round(2 * points) / 2


def _outcome(figure: float, line: float) -> int:
    if figure == line:
        return _PUSH
    return _WON if figure > line else _LOST


def _quarters(game: Game) -> dict[str, int]:
    """Each side's points by quarter, and those of all overtimes together."""
    assert game.home
    assert game.away
    found: dict[str, int] = {}
    for side, box in (("home", game.home), ("away", game.away)):
        for quarter, points in enumerate(box.period_points[:QUARTERS], 1):
            found[f"q{quarter}_{side}"] = points
        found[f"ot_{side}"] = sum(box.period_points[QUARTERS:])
    return found


def _espn_code(team: str) -> str:
    return _ESPN_CODES.get(team, team.lower())


#: A game without its spread.
CLOSING_BLEMISHES = (altered(lambda row: {"spread": None, "id_spread": None}),)
#: Both sides of a line updated two hours into the game.
MULTIBOOK_BLEMISHES = (
    altered(lambda row: {"last_update": row["commence_time"] + timedelta(hours=2)}),
)
