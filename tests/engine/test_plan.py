"""The planner, on a league of five datasets and a handful of days."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from boxline.catalog import (
    Catalog,
    Column,
    Day,
    Export,
    Int,
    League,
    Provider,
    Raw,
    Table,
    covers,
    per_final_game,
    per_scheduled_game,
)
from boxline.catalog.inputs import Input, Past, Same, SameSeason, Transform
from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Attempt, Attempts, Kind
from boxline.engine.calendar import Calendar, GamesOfDay
from boxline.engine.plan import Planner
from boxline.engine.versions import MODULUS, Commit, Settled, Timeline, version_text
from boxline.engine.work import DatasetPlan, Reason, Window

COLUMNS = (Column("game_date", Day, doc="Day."), Column("n", Int, doc="Number."))
SEASONS = SeasonRule(begins=(8, 1))
D1, D2, D3 = date(2025, 1, 10), date(2025, 1, 11), date(2025, 1, 15)
NEXT_SEASON = date(2025, 11, 1)


def _table(name: str, **options: object) -> Table:
    return Table(name, grain="one", key=("game_date",), columns=COLUMNS, **options)  # type: ignore[arg-type]


SCORES = Raw(
    "toy_raw.scores",
    provider=Provider(name="p", landing="p", doc="p"),
    grain="one",
    landing="scores",
    key=("n",),
    columns=COLUMNS,
    covers=covers(["2024-25"], "regular"),
)
NOTES = Raw(
    "toy_raw.notes",
    provider=Provider(name="p", landing="p", doc="p"),
    grain="one",
    landing="notes",
    key=("n",),
    columns=COLUMNS,
)
LINES = _table("toy_core.lines", expects=per_final_game(1))
SUMMARY = _table("toy_analytics.summary", expects=per_final_game(1))
FORM = _table("toy_precompute.form", expects=per_scheduled_game(1))
CALLS = _table("toy_predictions.calls", is_history=True)


def _transform(table: Table, **inputs: Input) -> Transform:
    return Transform(target=table, function=lambda **_: None, inputs=inputs)  # type: ignore[arg-type,return-value]


def _required(reach: Same | SameSeason | Past) -> Input:
    return Input(reach=reach, is_optional=False)


def _optional(reach: Same | SameSeason | Past) -> Input:
    return Input(reach=reach, is_optional=True)


TRANSFORMS = (
    _transform(LINES, scores=_required(Same(SCORES))),
    _transform(SUMMARY, lines=_required(Same(LINES)), notes=_optional(Same(NOTES))),
    _transform(FORM, today=_required(Same(LINES)), earlier=_required(Past(LINES, seasons=1))),
    _transform(CALLS, form=_required(Same(FORM))),
)
CATALOG = Catalog(
    datasets={d.name: d for d in (SCORES, NOTES, LINES, SUMMARY, FORM, CALLS)},
    modules={},
    transforms={t.target.name: t for t in TRANSFORMS},
    readers={},
    documents={},
    leagues={"toy": League(name="toy", seasons=SEASONS, calendar="toy_core.lines")},
)
CODE = dict.fromkeys(CATALOG.datasets, "code 1")


def calendar(*days: date, final: bool = True, season_type: str = "regular") -> Calendar:
    games = {
        day: [
            GamesOfDay(
                season=SEASONS.season_of(day),
                season_type=season_type,
                scheduled=frozenset({f"game of {day}"}),
                final=frozenset({f"game of {day}"} if final else ()),
            )
        ]
        for day in days
    }
    return Calendar({"toy": games})


def held(content: int, inputs: int = 0, code: str = "code 1") -> Commit:
    return Commit(content=content, inputs=inputs, code=code, rows=1, rejected=0)


def settle(commits: Mapping[str, Mapping[date, Commit]], window: Window = Window()) -> Settled:  # noqa: B008
    """Carry out plans until nothing is certain: each cell's content is its input version."""
    settled = Settled(commits)
    for dataset in CATALOG.computed:
        found = Planner(CATALOG, CODE, calendar(D1, D2, D3), settled).dataset(dataset, window)
        done = {c.day: held(c.inputs | 1, c.inputs, CODE[dataset.name]) for c in found.cells}
        settled.record(dataset.name, done)
    return settled


def work(settled: Settled, window: Window = Window(), **options: object) -> dict[str, list[date]]:  # noqa: B008
    """Dataset -> days that are certain."""
    code = options.get("code", CODE)
    plans = Planner(CATALOG, code, calendar(D1, D2, D3), settled).plan(window)  # type: ignore[arg-type]
    return {p.dataset: [c.day for c in p.cells] for p in plans if p.cells}


RAW = {SCORES.name: {D1: held(11), D2: held(22), D3: held(33)}}


def test_a_day_that_has_inputs_and_no_commit_is_missing() -> None:
    plans = Planner(CATALOG, CODE, calendar(D1, D2, D3), Settled(RAW)).plan(Window())
    (lines,) = (p for p in plans if p.dataset == LINES.name)
    assert [(c.day, c.reason) for c in lines.cells] == [(d, Reason.MISSING) for d in (D1, D2, D3)]


def test_what_is_settled_gives_no_work() -> None:
    assert work(settle(RAW)) == {}


def test_what_depends_on_certain_work_may_follow() -> None:
    plans = {
        p.dataset: p
        for p in Planner(CATALOG, CODE, calendar(D1, D2, D3), Settled(RAW)).plan(Window())
    }
    assert plans[SUMMARY.name].cells == ()
    assert plans[SUMMARY.name].may_follow == (D1, D2, D3)
    assert plans[CALLS.name].may_follow == (D1, D2, D3)


def test_a_corrected_input_makes_exactly_its_readers_certain() -> None:
    settled = settle(RAW)
    settled.record(LINES.name, {D2: settled.of(LINES.name)[D2]._replace(content=999)})
    assert work(settled) == {SUMMARY.name: [D2], FORM.name: [D2, D3]}


def test_the_past_of_a_season_ends_with_it() -> None:
    settled = settle({SCORES.name: {**RAW[SCORES.name], NEXT_SEASON: held(44)}})
    settled.record(LINES.name, {D1: settled.of(LINES.name)[D1]._replace(content=999)})
    assert NEXT_SEASON not in work(settled)[FORM.name]


def test_an_equal_recomputation_stops_there() -> None:
    settled = settle(RAW)
    settled.record(SCORES.name, {D2: held(555)})
    assert work(settled) == {LINES.name: [D2]}
    again = Planner(CATALOG, CODE, calendar(D1, D2, D3), settled).dataset(LINES, Window())
    (cell,) = again.cells
    # The same rows came out: the content stands, only the input version is new.
    settled.record(LINES.name, {D2: settled.of(LINES.name)[D2]._replace(inputs=cell.inputs)})
    assert work(settled) == {}


def test_changed_code_makes_every_day_of_that_dataset_certain() -> None:
    code = {**CODE, SUMMARY.name: "code 2"}
    assert work(settle(RAW), code=code) == {SUMMARY.name: [D1, D2, D3]}


def test_changed_code_leaves_a_history_alone_until_a_remake_is_asked_for() -> None:
    code = {**CODE, CALLS.name: "code 2"}
    assert work(settle(RAW), code=code) == {}
    assert work(settle(RAW), Window(remake=True), code=code) == {CALLS.name: [D1, D2, D3]}


def test_what_is_asked_for_alone_is_planned_as_among_all() -> None:
    settled = Settled(RAW)
    settled.record(LINES.name, {D1: held(5, 6)})
    planner = Planner(CATALOG, CODE, calendar(D1, D2, D3), settled)
    together = planner.plan(Window())
    for plan in together:
        assert planner.plan(Window(only=frozenset({plan.dataset}))) == [plan]
    unsettled = {plan.dataset: plan.unsettled for plan in together}
    assert planner.unsettled(CALLS, Window()) == {
        name: unsettled[name] for name in (LINES.name, FORM.name)
    }


def test_a_history_waits_until_the_past_it_rests_on_has_settled() -> None:
    settled = Settled(RAW)
    for table in (LINES, FORM):  # the third day alone is computed, in any window
        found = Planner(CATALOG, CODE, calendar(D1, D2, D3), settled).dataset(
            table, Window(first=D3)
        )
        settled.record(table.name, {c.day: held(c.inputs | 1, c.inputs) for c in found.cells})
    pending = Planner(CATALOG, CODE, calendar(D1, D2, D3), settled).unsettled(CALLS, Window())
    found = Planner(CATALOG, CODE, calendar(D1, D2, D3), settled).dataset(
        CALLS, Window(first=D3), pending=pending
    )
    assert (found.cells, found.may_follow) == ((), (D3,))


def test_a_fact_that_is_committed_is_no_work_and_nothing_waits_for_it() -> None:
    """The first day's lines are about to change, and with them what every later form rests on."""
    fact = replace(FORM, is_fact=True)
    catalog = replace(CATALOG, datasets={**CATALOG.datasets, fact.name: fact})
    catalog = replace(
        catalog,
        transforms={
            **CATALOG.transforms,
            fact.name: replace(CATALOG.transforms[fact.name], target=fact),
            CALLS.name: _transform(CALLS, form=_required(Same(fact))),
        },
    )
    settled = settle(RAW)
    settled = Settled({n: settled.of(n) for n in CATALOG.datasets if n != CALLS.name})
    settled.record(SCORES.name, {D1: held(999)})
    planner = Planner(catalog, CODE, calendar(D1, D2, D3), settled)
    plans = {plan.dataset: plan for plan in planner.plan(Window())}
    assert (plans[fact.name].cells, plans[fact.name].may_follow) == ((), ())
    assert [cell.day for cell in plans[CALLS.name].cells] == [D1, D2, D3]
    asked = {plan.dataset: plan for plan in planner.plan(Window(remake=True))}
    assert asked[fact.name].may_follow == (D1, D2, D3)


def test_a_history_looks_no_further_ahead_than_its_horizon() -> None:
    near = replace(CALLS, horizon_days=1)
    calls = _transform(near, form=_required(Same(FORM)))
    catalog = replace(
        CATALOG,
        datasets={**CATALOG.datasets, near.name: near},
        transforms={**CATALOG.transforms, near.name: calls},
    )
    commits = {SCORES.name: RAW[SCORES.name], LINES.name: {}, FORM.name: {D1: held(1), D3: held(3)}}
    window = Window(today=D1)
    found = Planner(catalog, CODE, calendar(D1, D3), Settled(commits)).dataset(near, window)
    assert [c.day for c in found.cells] == [D1]


def test_a_table_that_looks_back_only_so_far_begins_no_older_day_and_keeps_what_it_has() -> None:
    near = replace(FORM, days_back=1)
    catalog = replace(CATALOG, datasets={**CATALOG.datasets, near.name: near})
    commits = {LINES.name: RAW[SCORES.name]}
    window = Window(today=D2 + timedelta(days=1))
    found = Planner(catalog, CODE, calendar(D1, D2, D3), Settled(commits)).dataset(near, window)
    assert [c.day for c in found.cells] == [D2, D3]
    commits |= {near.name: {D1: held(1)}}
    found = Planner(catalog, CODE, calendar(D1, D2, D3), Settled(commits)).dataset(near, window)
    assert [c.day for c in found.cells] == [D1, D2, D3]


def test_a_window_limits_the_days_and_the_datasets() -> None:
    settled = Settled(RAW)
    assert work(settled, Window(first=D2, last=D2)) == {LINES.name: [D2]}
    assert work(settled, Window(only=frozenset({SUMMARY.name}))) == {}


def test_what_has_no_history_yet_is_not_owed() -> None:
    commits = {SCORES.name: {D2: held(2)}, LINES.name: {D2: held(2)}}
    needs_both = _transform(CALLS, form=_required(Same(FORM)), lines=_required(Same(LINES)))
    catalog = replace(CATALOG, transforms={**CATALOG.transforms, CALLS.name: needs_both})
    found = Planner(catalog, CODE, calendar(D2), Settled(commits)).dataset(CALLS, Window())
    assert (found.cells, found.blocked) == ((), ())  # the day before the second has no lines


def test_an_input_that_was_committed_empty_is_there() -> None:
    commits = {SCORES.name: {D2: held(2)}, LINES.name: {D2: held(2)}, FORM.name: {D2: held(0)}}
    needs_both = _transform(CALLS, form=_required(Same(FORM)), lines=_required(Same(LINES)))
    catalog = replace(CATALOG, transforms={**CATALOG.transforms, CALLS.name: needs_both})
    found = Planner(catalog, CODE, calendar(D2), Settled(commits)).dataset(CALLS, Window())
    assert [c.day for c in found.cells] == [D2]


def test_an_input_that_is_not_there_yet_blocks_what_needs_both() -> None:
    needs_both = _transform(CALLS, form=_required(Same(FORM)), notes=_required(Same(NOTES)))
    catalog = replace(CATALOG, transforms={**CATALOG.transforms, CALLS.name: needs_both})
    commits = {
        SCORES.name: {D1: held(1), D2: held(2)},
        LINES.name: {D1: held(1), D2: held(2)},
        FORM.name: {D1: held(1), D2: held(2)},
        NOTES.name: {D1: held(9)},
    }
    found = Planner(catalog, CODE, calendar(D1, D2), Settled(commits)).dataset(CALLS, Window())
    assert [c.day for c in found.cells] == [D1]
    assert [(b.day, b.waits_for) for b in found.blocked] == [(D2, f"{NOTES.name} of {D2}")]


def test_an_optional_input_never_blocks() -> None:
    settled = Settled({SCORES.name: RAW[SCORES.name], LINES.name: {D1: held(7)}})
    found = Planner(CATALOG, CODE, calendar(D1), settled).dataset(SUMMARY, Window())
    assert [c.day for c in found.cells] == [D1]


def test_a_day_that_only_an_optional_input_has_is_none_of_the_table() -> None:
    commits = {LINES.name: {D1: held(7)}, NOTES.name: {D1: held(8), D2: held(9)}}
    found = Planner(CATALOG, CODE, calendar(D1, D2), Settled(commits)).dataset(SUMMARY, Window())
    assert ([c.day for c in found.cells], found.blocked) == ([D1], ())


def test_a_day_whose_rows_were_retracted_is_computed_anew() -> None:
    settled = settle(RAW)
    settled.record(LINES.name, {D2: settled.of(LINES.name)[D2]._replace(content=0)})
    assert work(settled)[SUMMARY.name] == [D2]


def test_rows_stand_while_an_input_that_was_made_anew_is_not_back() -> None:
    """As where `only` leaves out the input whose columns changed: its commits are gone."""
    settled = settle(RAW)
    kept = {name: settled.of(name) for name in (*RAW, SUMMARY.name)}
    planner = Planner(CATALOG, CODE, calendar(D1, D2, D3), Settled(kept))
    found = planner.dataset(SUMMARY, Window(only=frozenset({SUMMARY.name})))
    assert found.cells == ()
    assert [(b.day, b.waits_for) for b in found.blocked] == [
        (day, f"{LINES.name} of {day}") for day in (D1, D2, D3)
    ]


def test_ranges_break_at_settled_days_and_at_seasons() -> None:
    days = [D1, D2, D3, NEXT_SEASON]
    settled = Settled({SCORES.name: {day: held(n + 1) for n, day in enumerate(days)}})
    everything = Planner(CATALOG, CODE, calendar(*days), settled).dataset(LINES, Window())
    assert [(r.first, r.last) for r in everything.ranges(SEASONS)] == [
        (D1, D3),
        (NEXT_SEASON, NEXT_SEASON),
    ]
    (middle,) = (c for c in everything.cells if c.day == D2)
    settled.record(LINES.name, {D2: held(5, middle.inputs)})
    rest = Planner(CATALOG, CODE, calendar(*days), settled).dataset(LINES, Window())
    assert [(r.first, r.last) for r in rest.ranges(SEASONS)] == [
        (D1, D1),
        (D3, D3),
        (NEXT_SEASON, NEXT_SEASON),
    ]


def test_a_range_passes_over_days_that_lack_something() -> None:
    commits = {
        LINES.name: {D1: held(1), D3: held(3)},
        SUMMARY.name: {D2: held(5)},  # made from lines that are gone
    }
    planner = Planner(CATALOG, CODE, calendar(D1, D2, D3), Settled(commits))
    (one,) = planner.dataset(SUMMARY, Window()).ranges(SEASONS)
    assert [c.day for c in one.cells] == [D1, D3]
    assert one.passed_over == (D2,)


@pytest.mark.parametrize("seed", range(20))
def test_sums_over_a_reach_are_those_of_adding_one_by_one(seed: int) -> None:
    rng = random.Random(seed)
    start = date(2024, 10, 1)
    commits = {
        start + timedelta(days=rng.randrange(200)): held(rng.randrange(MODULUS)) for _ in range(60)
    }
    timeline = Timeline(commits)
    for _ in range(50):
        first = start + timedelta(days=rng.randrange(-10, 210))
        last = first + timedelta(days=rng.randrange(-3, 100))
        expected = sum(c.content for d, c in commits.items() if first <= d <= last) % MODULUS
        assert timeline.between(first, last) == expected


@pytest.mark.parametrize("seed", range(30))
def test_every_history_of_corrections_converges_in_one_run(seed: int) -> None:
    rng = random.Random(seed)
    settled = settle(RAW)
    for _ in range(5):
        name = rng.choice([SCORES.name, NOTES.name, LINES.name])
        day = rng.choice([D1, D2, D3])
        known = settled.of(name).get(day, held(0))
        settled.record(name, {day: known._replace(content=rng.randrange(1, MODULUS))})
        commits = {n: settled.of(n) for n in CATALOG.datasets}
        settled = settle(commits)
        assert work(settled) == {}


def test_the_spans_of_a_timeline_are_those_of_the_days_that_have_content() -> None:
    timeline = Timeline({D1: held(1), D2: held(2), D3: held(0), NEXT_SEASON: held(4)})
    assert timeline.first == D1
    assert list(timeline.spans(SEASONS.span)) == [
        (date(2024, 8, 1), date(2025, 7, 31)),
        (date(2025, 8, 1), date(2026, 7, 31)),
    ]
    assert list(timeline.spans(lambda day: (day, day))) == [(d, d) for d in (D1, D2, NEXT_SEASON)]
    assert list(Timeline({}).spans(lambda day: (day, day))) == []
    assert Timeline({}).first is None


def test_a_day_whose_rejects_are_not_on_record_any_more_is_computed_again() -> None:
    settled = settle(RAW)
    settled.record(LINES.name, {D2: settled.of(LINES.name)[D2]._replace(rejected=1)})

    def reasons(scopes: frozenset[tuple[str, str]] | None) -> list[tuple[date, Reason]]:
        told = None if scopes is None else lambda: scopes
        planner = Planner(CATALOG, CODE, calendar(D1, D2, D3), settled, reject_scopes=told)
        return [(c.day, c.reason) for c in planner.dataset(LINES, Window()).cells]

    assert reasons(frozenset()) == [(D2, Reason.REJECTS_LOST)]
    assert reasons(frozenset({(LINES.name, str(D1))})) == [(D2, Reason.REJECTS_LOST)]
    assert reasons(frozenset({(LINES.name, str(D2))})) == []
    assert reasons(None) == [], "nobody looks for such days"


PAGE = Export("toy_exports.page", path="{date}.json", grain="one", key=("n",), columns=COLUMNS)
WITH_PAGE = replace(
    CATALOG,
    datasets={**CATALOG.datasets, PAGE.name: PAGE},
    transforms={
        **CATALOG.transforms,
        PAGE.name: _transform(PAGE, lines=_required(Same(LINES))),  # type: ignore[arg-type]
    },
)


@pytest.mark.parametrize(
    ("window", "freed"),
    [
        (Window(), set()),
        (Window(accepted_because="so it is"), {SUMMARY.name}),
        (Window(shrink_reason="so it is"), {PAGE.name}),
        (Window(replay=frozenset({(PAGE.name, str(D1))})), {PAGE.name}),
        (Window(replay=frozenset({(PAGE.name, str(D2))})), set()),
    ],
)
def test_a_parked_cell_is_freed_by_the_reason_that_is_asked_of_its_kind(
    window: Window, freed: set[str]
) -> None:
    commits = {SCORES.name: {D1: held(1)}, LINES.name: {D1: held(1)}}
    code = {**CODE, PAGE.name: "code 1"}

    def plans(attempts: Attempts) -> list[DatasetPlan]:
        planner = Planner(WITH_PAGE, code, calendar(D1), Settled(commits), attempts)
        return [planner.dataset(dataset, window) for dataset in (SUMMARY, PAGE)]

    failed = [
        Attempt(
            dataset=cell.dataset,
            cell=str(cell.day),
            inputs=version_text(cell.inputs),
            code="code 1",
            kind=Kind.BAD_DATA,
            message="m",
            run_id="r",
            failed_at=datetime(2025, 1, 1, tzinfo=UTC),
        )
        for plan in plans(Attempts())
        for cell in plan.cells
    ]
    assert {one.dataset for one in failed} == {SUMMARY.name, PAGE.name}
    found = plans(Attempts(failed))
    assert {plan.dataset for plan in found if plan.cells} == freed
    assert {plan.dataset for plan in found if plan.parked} == {SUMMARY.name, PAGE.name} - freed
