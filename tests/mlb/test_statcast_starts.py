"""A Statcast row is the start that alone has its counts, or it is nobody's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from boxline.mlb.core.statcast_starts import NO_START, OTHER_COUNTS, SEVERAL
from tests.builders import rows_of
from tests.mlb.archive_files import Files, measured, start
from tests.mlb.homes import ran

DAY = date(2025, 6, 1)
STARTS = "mlb_core.statcast_starts"
OURS = start(7, DAY, 111001, (111, 147))
THEIRS = start(7, DAY, 147001, (147, 111), is_home=False, pitches=84, bf=23, strikeouts=4)


def resolved(path: Path, rows: list[dict[str, Any]], starts: Any = (OURS, THEIRS)) -> Any:
    """`player_name` -> player, fit and reason."""
    home = ran(path, Files(starts=list(starts), statcast=rows), only=STARTS)
    return {
        row["player_name"]: (row["player_id"], row["fit"], row["unresolved_reason"])
        for row in rows_of(home, STARTS)
    }


def test_the_counts_say_whose_start_it_is(tmp_path: Path) -> None:
    rows = [measured(OURS, player_name="A"), measured(THEIRS, player_name="B")]
    assert resolved(tmp_path, rows) == {"A": (111001, "all", None), "B": (147001, "all", None)}


def test_intentional_walks_and_a_batter_left_to_another_are_no_difference(tmp_path: Path) -> None:
    rows = [
        measured(OURS, player_name="A", bb=OURS["walks"] - 1),
        measured(THEIRS, player_name="B", pa=THEIRS["bf"] + 1, pitches=THEIRS["pitches"] + 4),
    ]
    assert resolved(tmp_path, rows) == {
        "A": (111001, "without_walks", None),
        "B": (147001, "batter_left", None),
    }


def test_nearness_never_decides(tmp_path: Path) -> None:
    rows = [
        measured(OURS, player_name="A", k=OURS["strikeouts"] + 1),
        measured(THEIRS, player_name="B", pitches=THEIRS["pitches"] - 1),
        measured(OURS, player_name="C", game_date=date(2025, 6, 2)),
        measured(OURS, player_name="D", home_team="SEA"),
    ]
    assert resolved(tmp_path, rows) == {
        "A": (None, None, OTHER_COUNTS),
        "B": (None, None, OTHER_COUNTS),
        "C": (None, None, NO_START),
        "D": (None, None, NO_START),
    }


def test_two_starts_with_the_same_counts_are_told_apart_by_walks_or_not_at_all(
    tmp_path: Path,
) -> None:
    twin = start(8, DAY, 147009, (147, 111), is_home=False)
    walker = start(9, DAY, 147008, (147, 111), is_home=False, walks=3)
    rows = [measured(OURS, player_name="A"), measured(walker, player_name="B")]
    found = resolved(tmp_path, rows, (OURS, twin, walker))
    assert found == {"A": (None, None, SEVERAL), "B": (147008, "all", None)}


def test_a_start_that_two_rows_claim_is_neither_s(tmp_path: Path) -> None:
    rows = [measured(OURS, player_name="A"), measured(OURS, player_name="B")]
    assert resolved(tmp_path, rows) == {
        "A": (None, None, SEVERAL),
        "B": (None, None, SEVERAL),
    }
