"""The newest day of an export stands again under a name that stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from boxline.catalog import Export
from boxline.engine.documents import NewDocument
from boxline.home.latest import LATEST, latest_documents
from boxline.leagues import load_catalog

CATALOG = load_catalog()
EXPORT = "nba_exports.results"
PATH = "v1/results/latest.json"
TODAY = date(2025, 1, 9)


def path_of(day: str) -> str:
    return f"v1/results/{day}.json"


def new(day: str, rows: int = 5) -> dict[str, NewDocument]:
    document = NewDocument(
        dataset=EXPORT,
        path=path_of(day),
        day=date.fromisoformat(day),
        body=f"results of {day}".encode(),
        rows=rows,
        inputs=7,
        code="c",
        content=f"hash of {day}",
    )
    return {document.path: document}


def entry(day: str, rows: int = 5, *, dataset: str = EXPORT) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "date": day,
        "rows": rows,
        "code": "c",
        "sha256": "s",
        "content": f"hash of {day}",
    }


def held(*days: str) -> dict[str, Any]:
    return {path_of(day): entry(day) for day in days}


def nothing(path: str) -> bytes:
    raise FileNotFoundError(path)


def copies(
    before: dict[str, Any],
    made: dict[str, NewDocument],
    read: Callable[[str], bytes] = nothing,
) -> list[NewDocument]:
    return [one for _, one in latest_documents(CATALOG, before, made, read, today=TODAY)]


def forecast_copied(today: str, *made: dict[str, NewDocument]) -> date:
    """The day whose forecasts are copied."""
    export = CATALOG[EXPORT]
    assert isinstance(export, Export)
    forecasts = replace(CATALOG, datasets={EXPORT: replace(export, is_forecast=True)})
    of_all = {path: one for each in made for path, one in each.items()}
    ((_, copy),) = latest_documents(forecasts, {}, of_all, nothing, today=date.fromisoformat(today))
    return copy.day


def test_the_newest_of_what_is_new_and_what_stands_is_copied() -> None:
    (copy,) = copies(held("2025-01-08"), new("2025-01-09") | new("2025-01-07"))
    assert (copy.path, copy.dataset, copy.body) == (PATH, LATEST, b"results of 2025-01-09")


def test_a_copy_is_no_work_that_a_plan_counts() -> None:
    (copy,) = copies({}, new("2025-01-09"))
    assert copy.inputs is None


def test_a_newer_day_without_any_row_is_passed_over() -> None:
    (copy,) = copies({}, new("2025-01-09") | new("2025-01-10", rows=0))
    assert copy.day == date(2025, 1, 9)


def test_where_no_day_has_a_row_the_newest_is_copied() -> None:
    (copy,) = copies({}, new("2025-01-09", rows=0) | new("2025-01-10", rows=0))
    assert copy.day == date(2025, 1, 10)


def test_a_document_that_stands_is_copied_where_no_copy_does(tmp_path: Path) -> None:
    file = tmp_path / path_of("2025-01-08")
    file.parent.mkdir(parents=True)
    file.write_bytes(b"as it stands")
    (copy,) = copies(held("2025-01-08"), {}, lambda path: (tmp_path / path).read_bytes())
    assert (copy.body, copy.content) == (b"as it stands", "hash of 2025-01-08")


def test_a_copy_that_says_the_same_is_left_alone() -> None:
    before = held("2025-01-08") | {PATH: entry("2025-01-08", dataset=LATEST)}
    assert copies(before, new("2025-01-08")) == []


def test_another_day_may_have_fewer_rows_and_the_same_day_may_not() -> None:
    before = held("2025-01-08") | {PATH: entry("2025-01-08", dataset=LATEST)}
    (other,) = copies(before, new("2025-01-09", rows=1))
    assert other.shrinks_because == "another day"
    before[PATH]["content"] = "what was said before"
    (same,) = copies(before, new("2025-01-08", rows=1))
    assert same.shrinks_because == ""


def test_of_forecasts_those_of_today_are_copied_and_not_those_of_tomorrow() -> None:
    days = new("2025-01-08"), new("2025-01-09"), new("2025-01-10")
    assert forecast_copied("2025-01-09", *days) == date(2025, 1, 9)


def test_where_today_has_none_those_of_the_next_day_are_copied_and_at_last_the_newest() -> None:
    days = new("2025-01-08"), new("2025-01-09", rows=0), new("2025-01-10"), new("2025-01-11")
    assert forecast_copied("2025-01-09", *days) == date(2025, 1, 10)
    assert forecast_copied("2025-02-09", *days) == date(2025, 1, 11)
