"""docs/operations.md shows the names, the endpoints and the jobs that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from boxline.leagues import load_catalog
from boxline.web.acting.orders import processors_of, scrapers_of
from boxline.web.scheduling.jobs import JOBS
from boxline.web.scheduling.standing import State

PAGE = (Path(__file__).parents[3] / "docs" / "operations.md").read_text()


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table as the page has it."""
    first, *others = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return "\n".join([first, "|" + "---|" * len(head), *others])


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def by_datasets(named: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Names that mean the same in one row, in the order of the first of them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, datasets in named.items():
        found.setdefault(datasets, []).append(name)
    return [(quoted(names), quoted(datasets)) for datasets, names in found.items()]


def scrapers() -> str:
    named = {name: (dataset,) for name, dataset in scrapers_of(load_catalog()).items()}
    return table(("Scraper", "Raw dataset"), by_datasets(named))


def processors() -> str:
    return table(("Processor", "Datasets"), by_datasets(processors_of(load_catalog())))


def jobs() -> str:
    rows = [
        (f"`{job.name}`", job.when, f"`boxline {' '.join(job.command)}`", job.about) for job in JOBS
    ]
    return table(("Job", "When", "Command", "For"), rows)


@pytest.mark.parametrize("expected", [scrapers, processors, jobs], ids=lambda f: f.__name__)
def test_the_page_has_exactly_this_table(expected: object) -> None:
    assert callable(expected)
    assert f"\n\n{expected()}\n\n" in PAGE


def test_every_state_of_a_job_is_explained() -> None:
    assert [state.value for state in State if f"| `{state.value}` |" not in PAGE] == []
