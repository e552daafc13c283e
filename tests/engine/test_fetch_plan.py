"""Which replies are due: by the calendar, the moments declared, and what came already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import msgspec
import pytest

from boxline.catalog import (
    Catalog,
    Column,
    Day,
    EachDay,
    EachGame,
    EachRow,
    EachSeason,
    Instant,
    League,
    Present,
    Provider,
    Raw,
    Request,
    Table,
    Text,
    after_start,
    at_hour,
    before_the_start,
    build_catalog,
    covers,
    every,
    rows,
    transform,
)
from boxline.catalog.inputs import Rel, Same
from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Attempt, Attempts, Kind
from boxline.engine.calendar import Game
from boxline.engine.fetch_plan import Fetch, Known, fetches_due
from boxline.engine.work import Window

DAY = date(2025, 1, 15)
TIP = datetime(2025, 1, 16, 0, 30, tzinfo=UTC)  # 19:30 Eastern of that day
WIRE = Provider(name="wire", landing="wire", doc="d", hosts={"api": "https://wire.example"})


class Page(msgspec.Struct):
    """A reply."""

    data: list[msgspec.Raw]

    @property
    def rows(self) -> list[msgspec.Raw]:
        return self.data


def catalog_of(request: Request, **more: object) -> Catalog:
    """One fetched dataset, and a calendar that reads it."""
    from typing import Annotated

    raw = Raw(
        "toy_raw.wire",
        provider=WIRE,
        grain="a thing",
        landing="things/{date}",
        payload=Page,
        request=request,
        key=("thing_id",),
        columns=(
            Column("thing_id", Text, doc="Id."),
            Column("game_date", Day, doc="Day."),
            Column("starts_at", Instant, doc="Start."),
        ),
        **more,  # type: ignore[arg-type]
    )
    games = Table(
        "toy_core.games",
        grain="a game",
        key=("thing_id",),
        columns=(Column("thing_id", Text, doc="Id."), Column("game_date", Day, doc="Day.")),
        unread="a toy",
    )
    module = ModuleType("toy.raw.wire")

    def read(thing: dict[str, str]) -> dict[str, object]:
        return dict(thing)

    def compute(things: Annotated[Rel, Same(raw)]) -> Rel:
        return things

    for function in (read, compute):
        function.__module__ = "toy.raw.wire"
    compute.__annotations__["things"] = Annotated[Rel, Same(raw)]
    vars(module).update(
        RAW=raw,
        GAMES=games,
        READ=rows(raw)(read),
        COMPUTE=transform(games)(compute),
        TOY=League(name="toy", seasons=SeasonRule(begins=(8, 1)), calendar="toy_core.games"),
    )
    return build_catalog([module])


def game(
    number: int = 1, *, starts_at: datetime | None = TIP, is_final: bool = False, day: date = DAY
) -> Game:
    return Game("toy", f"g{number}", day, "2024-25", "regular", starts_at, is_final, (1, 2))


def known(now: datetime, *games: Game, **more: object) -> Known:
    given: dict[str, object] = {
        "rows": {},
        "answered": {},
        "absent": {},
        "attempts": Attempts(),
        "code": {"toy_raw.wire": "c"},
        "teams": {"toy": {1: "HOM", 2: "AWY"}},
        **more,
    }
    return Known(games=games or (game(),), now=now, **given)  # type: ignore[arg-type]


def due(request: Request, what: Known, window: Window | None = None, **more: object) -> list[Fetch]:
    window = window or Window(first=DAY, last=DAY)
    return fetches_due(catalog_of(request, **more), what, window, providers=["wire"])


A_DAY = Request(path="/v1", about=EachDay(), moments=(after_start(3), at_hour(6, days_later=1)))


@pytest.mark.parametrize(
    ("hours", "answered", "is_due"),
    [
        (2.9, None, False),  # before its first moment
        (3.0, None, True),
        (3.5, 3.2, False),  # answered since
        (11.0, 3.2, True),  # six in the morning has passed, and the reply is older
        (11.0, 10.6, False),
        (500.0, None, True),  # one reply answers both moments
        (500.0, 10.6, False),
    ],
)
def test_a_cell_is_due_while_its_newest_moment_is_younger_than_its_reply(
    hours: float, answered: float | None, is_due: bool
) -> None:
    seen: Mapping[tuple[str, str], datetime] = {}
    if answered is not None:
        seen = {("toy_raw.wire", "date=2025-01-15"): TIP + timedelta(hours=answered)}
    found = due(A_DAY, known(TIP + timedelta(hours=hours), answered=seen))
    assert bool(found) is is_due
    assert all(fetch.asked == {"date": "2025-01-15"} for fetch in found)


def test_the_last_start_of_a_day_counts_after_it_and_the_first_before() -> None:
    late = game(2, starts_at=TIP + timedelta(hours=3))
    assert not due(A_DAY, known(TIP + timedelta(hours=5), game(), late))
    early = Request(path="/v1", about=EachDay(), moments=(before_the_start(1),))
    assert due(early, known(TIP - timedelta(hours=1), game(), late))
    assert not due(early, known(TIP - timedelta(hours=1.1), game(), late))


def test_each_game_is_asked_about_with_the_codes_of_its_teams() -> None:
    request = Request(path="/{away}{home}/{game_id}", about=EachGame(), moments=(after_start(1),))
    (fetch,) = due(request, known(TIP + timedelta(hours=2)))
    assert fetch.asked == {"game_id": "g1", "date": "2025-01-15"}
    assert (fetch.words["away"], fetch.words["home"]) == ("AWY", "HOM")
    # A team without a code cannot be put into a path, so its game waits.
    assert not due(request, known(TIP + timedelta(hours=2), teams={"toy": {1: "HOM"}}))


def test_nobody_is_asked_about_another_leagues_games() -> None:
    other = game(is_final=False)._replace(league="other")
    now, codes = TIP + timedelta(hours=2), {"other": {1: "HOM", 2: "AWY"}}
    for about in (EachGame(), EachDay(), Present(while_playing=True)):
        moments = (every(0.05),) if isinstance(about, Present) else (after_start(1),)
        request = Request(path="/{date}", about=about, moments=moments)  # type: ignore[arg-type]
        assert due(request, known(now, game()))
        assert not due(request, known(now, other))
    by_codes = Request(path="/{home}/{game_id}", about=EachGame(), moments=(after_start(1),))
    assert not due(by_codes, known(now, game(), teams=codes))


def test_a_moved_game_is_one_cell_wherever_it_stands() -> None:
    request = Request(path="/{game_id}", about=EachGame(), moments=(after_start(1),))
    moved = game(day=date(2025, 2, 1), starts_at=TIP + timedelta(days=17))
    seen = {("toy_raw.wire", "game_id=g1"): TIP + timedelta(hours=2)}
    window = Window(first=DAY, last=date(2025, 2, 2))
    after = TIP + timedelta(days=18)
    assert due(request, known(after, moved, answered=seen), window)  # played since it was asked
    assert not due(request, known(TIP + timedelta(days=16), moved, answered=seen), window)


def test_only_games_that_are_over_where_the_request_says_so() -> None:
    request = Request(path="/v1", about=EachGame(), moments=(after_start(0),), wants_final=True)
    assert not due(request, known(TIP + timedelta(hours=9)))
    assert due(request, known(TIP + timedelta(hours=9), game(is_final=True)))


def test_what_is_gone_at_the_start_is_not_asked_for_after_it() -> None:
    request = Request(
        path="/{event}/odds",
        about=EachRow(dataset="toy_raw.wire", columns={"event": "thing_id"}, starts="starts_at"),
        moments=(before_the_start(6), before_the_start(1)),
        until_start=True,
    )
    row = {"thing_id": "e/1", "starts_at": TIP.replace(tzinfo=None).isoformat()}
    having = {"rows": {"toy_raw.wire": [row]}}
    assert not due(request, known(TIP - timedelta(hours=7), **having))
    (fetch,) = due(request, known(TIP - timedelta(hours=2), **having))
    assert fetch.asked == {"event": "e/1", "date": "2025-01-15"}
    assert fetch.moment == TIP - timedelta(hours=6)
    assert not due(request, known(TIP, **having))


def test_a_season_that_is_over_is_asked_of_the_other_host() -> None:
    request = Request(
        path="/now",
        about=EachSeason(current_only=True),
        moments=(every(6),),
        otherwise=Request(path="/any", about=EachSeason(), moments=(every(24),)),
    )
    window = Window(first=date(2023, 10, 1), last=DAY)
    now = datetime(2025, 1, 15, 13, 0, tzinfo=UTC)
    found = {fetch.cell: fetch for fetch in due(request, known(now), window)}
    assert {cell: fetch.request.path for cell, fetch in found.items()} == {
        "season=2023-24": "/any",
        "season=2024-25": "/now",
    }
    # After its last day a season brings nothing new: one reply since is enough for good.
    ended = found["season=2023-24"].moment
    assert ended <= datetime(2024, 8, 1, 4, 0, tzinfo=UTC)
    answered = {("toy_raw.wire", "season=2023-24"): now - timedelta(days=100)}
    assert "season=2023-24" not in {
        f.cell for f in due(request, known(now, answered=answered), window)
    }


def test_the_present_is_asked_about_in_a_window_that_holds_today_and_while_games_are_on() -> None:
    request = Request(path="/now", about=Present(while_playing=True), moments=(every(0.05),))
    assert due(request, known(TIP + timedelta(hours=1)))
    assert not due(request, known(TIP - timedelta(hours=1)))
    assert not due(request, known(TIP + timedelta(hours=1), game(is_final=True)))
    past = Window(first=date(2025, 1, 1), last=date(2025, 1, 2))
    assert not due(request, known(TIP + timedelta(hours=1)), past)


def test_values_and_slots_multiply_and_each_slot_has_its_own_hour() -> None:
    request = Request(
        path="/{hour}/{market}",
        about=EachDay(),
        also={"market": ("a", "b")},
        slots={"01PM": 13.5, "05PM": 17.5},
        slot="hour",
    )
    now = datetime(2025, 1, 15, 19, 0, tzinfo=UTC)  # 14:00 Eastern
    assert [fetch.cell for fetch in due(request, known(now))] == [
        "date=2025-01-15&market=a&hour=01PM",
        "date=2025-01-15&market=b&hour=01PM",
    ]


def test_what_a_source_cannot_have_is_not_asked_for() -> None:
    now = TIP + timedelta(days=9)
    assert not due(A_DAY, known(now), covers=covers(["2023-24"], "regular"))
    assert due(A_DAY, known(now), covers=covers(["2024-25"], "regular"))
    without = covers(["2024-25"], "regular", missing_games=["g1"])
    assert not due(A_DAY, known(now), covers=without)


def test_what_is_not_there_yet_is_asked_for_until_a_day_has_passed() -> None:
    moment, cell = TIP + timedelta(hours=3), ("toy_raw.wire", "date=2025-01-15")
    request = Request(path="/v1", about=EachDay(), moments=(after_start(3),), not_yet=(404,))

    def said(*hours: float) -> dict[tuple[str, str], tuple[datetime, datetime]]:
        return {cell: (moment + timedelta(hours=hours[0]), moment + timedelta(hours=hours[-1]))}

    assert due(request, known(moment + timedelta(hours=21), absent=said(0, 20)))
    assert not due(request, known(moment + timedelta(days=30), absent=said(0, 24)))
    # Asked for the first time long after: once more a day later, because a host that turns
    # everybody away says the same of each file.
    assert not due(request, known(moment + timedelta(hours=110), absent=said(100)))
    assert due(request, known(moment + timedelta(hours=124), absent=said(100)))
    assert not due(request, known(moment + timedelta(days=30), absent=said(100, 124)))


def test_five_failures_park_a_cell_until_its_next_moment() -> None:
    now = TIP + timedelta(hours=4)
    moment = TIP + timedelta(hours=3)

    def failed(count: int, inputs: datetime) -> Attempts:
        one = Attempt(
            dataset="toy_raw.wire",
            cell="date=2025-01-15",
            inputs=inputs.isoformat(),
            code="c",
            kind=Kind.TRANSIENT,
            message="m",
            run_id="r",
            failed_at=now - timedelta(minutes=1),
        )
        return Attempts([one] * count, now=now)

    assert due(A_DAY, known(now, attempts=failed(4, moment)))
    assert not due(A_DAY, known(now, attempts=failed(5, moment)))
    assert due(A_DAY, known(now, attempts=failed(5, moment - timedelta(hours=1))))


def test_nobody_is_asked_who_is_not_named() -> None:
    catalog = catalog_of(A_DAY)
    what = known(TIP + timedelta(hours=4))
    window = Window(first=DAY, last=DAY)
    assert not fetches_due(catalog, what, window, providers=[])
    only = Window(first=DAY, last=DAY, only=frozenset({"toy_core.games"}))
    assert not fetches_due(catalog, what, only, providers=["wire"])
