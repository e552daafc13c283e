"""Who should be on the floor when."""

from __future__ import annotations

from random import Random

import pytest

from boxline.sandbox.rotation import planned_changes, planned_minutes


def seconds_by_plan(minutes: list[float], rng: Random) -> list[int]:
    """Seconds of each member when every change is made on time; two slots at once count twice."""
    seconds = [0] * len(minutes)
    slots = {slot: (slot, 0) for slot in range(5)}
    for second, slot, member in reversed(planned_changes(minutes, rng)):
        before, since = slots[slot]
        seconds[before] += second - since
        slots[slot] = (member, second)
    assert {slot: member for slot, (member, _) in slots.items()} == {s: s for s in range(5)}
    for member, since in slots.values():
        seconds[member] += 2880 - since
    return seconds


@pytest.mark.parametrize("players", [8, 9, 10, 11])
def test_everybody_gets_his_minutes_within_two(players: int) -> None:
    rng = Random(players)
    for _ in range(50):
        minutes = planned_minutes(players, rng)
        assert sum(minutes) == pytest.approx(240)
        assert max(minutes) <= 44
        for given, wanted in zip(seconds_by_plan(minutes, rng), minutes, strict=True):
            assert given / 60 == pytest.approx(wanted, abs=2)


def test_the_same_draws_give_the_same_plan() -> None:
    plans = [planned_changes(planned_minutes(10, Random(1)), Random(2)) for _ in range(2)]
    assert plans[0] == plans[1]
