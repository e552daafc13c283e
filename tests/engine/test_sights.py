"""What cells see of their inputs: one pass over all days against every cell looked at alone."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from boxline.catalog import Column, Day, Int, Table
from boxline.catalog.inputs import Input, Past, Reach, Same, SameSeason
from boxline.domain.seasons import SeasonRule
from boxline.engine.sights import Sight, Watched, sights
from boxline.engine.versions import MODULUS, Commit, Settled, odd_constant, span_of

SEASONS = SeasonRule(begins=(8, 1), exceptions={2020: date(2020, 10, 20)})
FIRST, DAYS = date(2018, 6, 1), 1_100
READ = [
    Table(
        f"toy_core.read_{number}",
        grain="one",
        key=("game_date",),
        columns=(Column("game_date", Day, doc="Day."), Column("n", Int, doc="Number.")),
    )
    for number in range(4)
]


def some_days(rng: random.Random, count: int) -> list[date]:
    return sorted({FIRST + timedelta(days=rng.randrange(DAYS)) for _ in range(count)})


def some_reach(rng: random.Random) -> Reach:
    table = rng.choice(READ)
    kinds: list[Reach] = [
        Same(table),
        SameSeason(table),
        Past(table),
        Past(table, seasons=1),
        Past(table, seasons=3),
        Past(table, seasons=2, with_today=True),
    ]
    return rng.choice(kinds)


def one_by_one(inputs: list[Watched], settled: Settled, day: date) -> Sight:
    """The sight of one cell, by the words of the law: look at each day of each input."""
    version, absent, waits, is_unsettled = 0, "", False, False
    either = []
    for one in inputs:
        first, last = span_of(one.given.reach, day, day, SEASONS)
        commits = {d: c for d, c in settled.of(one.dataset).items() if first <= d <= last}
        content = sum(commit.content for commit in commits.values()) % MODULUS
        is_there = bool(commits) if isinstance(one.given.reach, Same) else content > 0
        coming = any(first <= d <= last for d in one.pending)
        version += one.weight * content
        is_unsettled |= coming
        if one.given.is_either:
            either.append((one.dataset, is_there, coming))
        elif not is_there and not one.given.is_optional and not isinstance(one.given.reach, Past):
            waits |= coming
            absent = absent or ("" if coming else f"{one.dataset} of {day}")
    if either and not any(there for _, there, _ in either):
        is_coming = any(coming for _, _, coming in either)
        waits |= is_coming
        ever = [name for name, _, _ in either if settled.of(name)] or [
            name for name, _, _ in either
        ]
        absent = absent or ("" if is_coming else f"{' or '.join(ever)} of {day}")
    return Sight(version % MODULUS, absent, waits, is_unsettled)


@pytest.mark.parametrize("seed", range(60))
def test_a_pass_over_all_days_sees_what_each_cell_sees_alone(seed: int) -> None:
    rng = random.Random(seed)
    # Some tables are empty, some days committed without a row, and so of content 0.
    settled = Settled(
        {
            table.name: {
                day: Commit(rng.choice([0, rng.randrange(MODULUS)]), 0, "", 1, 0)
                for day in some_days(rng, rng.choice([0, 40, 200]))
            }
            for table in READ
        }
    )
    inputs = []
    for number in range(rng.randrange(1, 6)):
        reach = some_reach(rng)
        kind = rng.choice(["required", "optional", "either"])
        given = Input(reach=reach, is_optional=kind == "optional", is_either=kind == "either")
        inputs.append(
            Watched(
                dataset=reach.dataset.name,  # type: ignore[union-attr]
                given=given,
                weight=odd_constant("toy", f"input {number}"),
                pending=some_days(rng, rng.choice([0, 0, 3, 100])),
            )
        )
    days = some_days(rng, 150)
    found = list(sights(inputs, settled, days, SEASONS))
    assert found == [one_by_one(inputs, settled, day) for day in days]


def test_the_days_of_a_dataset_without_any_are_none() -> None:
    assert list(sights([], Settled({}), [], SEASONS)) == []
