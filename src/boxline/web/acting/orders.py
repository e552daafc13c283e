"""From what was asked for to the command that does it: pure, and of known words only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from boxline.catalog import Catalog, Raw
from boxline.domain.days import parse_day
from boxline.errors import BadWindow, UnknownDataset, UnknownParam, UnknownWord
from boxline.web.acting.bodies import ProcessBody, ReplayBody, RunBody, ScrapeBody

AUTO, TODAY = "AUTO", "TODAY"


@dataclass(frozen=True, kw_only=True)
class Order:
    """A command, and what was asked for in words that may be recorded.

    Attributes:
        words: of the command after `boxline`; each value stands in a word of its own behind its
            option, or after `=`, so that none is taken for an option.
    """

    words: tuple[str, ...]
    asked: Mapping[str, Any]


def scrape_order(body: ScrapeBody, catalog: Catalog) -> Order:
    """What fetches the replies that a scraper's name and parameters mean.

    Raises:
        UnknownWord: no scraper is named so.
        UnknownParam: its requests know no such parameter.
        BadDay, BadWindow: the days are none, or contradict one another.
    """
    raw = _fetched(body.scraper_name, catalog)
    assert raw.request is not None
    of_days = {"startDate": "--from", "endDate": "--to", "date": "--date"}
    known = raw.request.known - of_days.keys()
    unknown = sorted(body.params.keys() - known - of_days.keys())
    if unknown:
        # Their names are told and their values never: one may be a key that a script still sends.
        raise UnknownParam(raw.name, unknown, known | of_days.keys())
    params = {name: str(value) for name, value in sorted(body.params.items())}
    days = {name: params[name] for name in of_days if name in params}
    _check_days(days.get("date"), days.get("startDate"), days.get("endDate"))
    words = [word for name, value in days.items() for word in (of_days[name], value)]
    for name, value in params.items():
        if name not in of_days:
            words += ["--param", f"{name}={value}"]
    asked = {"scraper_name": body.scraper_name, "params": params}
    return Order(words=("fetch", raw.name, *words), asked=asked)


def process_order(body: ProcessBody, catalog: Catalog, today: date) -> Order:
    """What computes the tables of some processors for a day, with all that they are made from.

    Raises:
        UnknownWord: no processor is named so.
        BadDay: the day is none.
    """
    words = {AUTO: today - timedelta(days=1), TODAY: today}
    day = words.get(body.analysis_date) or parse_day(body.analysis_date)
    meant = [name for processor in body.processors for name in _computed(processor, catalog)]
    only = [name for name in catalog.with_sources(meant) if name in catalog.transforms]
    raw = [name for name in meant if name not in catalog.transforms]
    asked = {"processors": body.processors, "analysis_date": day.isoformat()}
    return Order(words=("run", "--date", day.isoformat(), *_only([*only, *raw])), asked=asked)


def run_order(body: RunBody, catalog: Catalog) -> Order:
    """What brings a home up to date within a window.

    Raises:
        UnknownDataset: with the nearest that exists.
        BadDay, BadWindow: the days are none, or contradict one another.
    """
    _insist(body.only, catalog)
    _check_days(body.date, body.from_, body.to)
    given = {"--date": body.date, "--from": body.from_, "--to": body.to}
    words = [word for option, day in given.items() if day for word in (option, day)]
    words += _only(body.only)
    words += ["--remake"] if body.remake else []
    words += ["--all-documents"] if body.all_documents else []
    words += [f"--allow-shrink={body.allow_shrink}"] if body.allow_shrink else []
    words += [f"--accept={body.accept}"] if body.accept else []
    # Reasons are written by people, who may write anything: they stand with the run, not here.
    asked = body.model_dump(
        by_alias=True, exclude_defaults=True, exclude={"allow_shrink", "accept"}
    )
    asked |= {name: True for name in ("allow_shrink", "accept") if getattr(body, name)}
    return Order(words=("run", *words), asked=asked)


def replay_order(body: ReplayBody, catalog: Catalog) -> Order:
    """What tries refused rows again.

    Raises:
        UnknownDataset: with the nearest that exists.
    """
    _insist([body.dataset] if body.dataset else [], catalog)
    words = ["--dataset", body.dataset] if body.dataset else []
    asked = body.model_dump(exclude_defaults=True)
    return Order(words=("rejects", "replay", *words, *body.reject_ids), asked=asked)


def scrapers_of(catalog: Catalog) -> dict[str, str]:
    """Every scraper's name of every league -> its raw dataset."""
    leagues = catalog.leagues.values()
    return {name: dataset for league in leagues for name, dataset in league.scrapers.items()}


def processors_of(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Every processor's name of every league -> its datasets."""
    leagues = catalog.leagues.values()
    return {name: datasets for league in leagues for name, datasets in league.processors.items()}


def _fetched(name: str, catalog: Catalog) -> Raw:
    scrapers = scrapers_of(catalog)
    raw = catalog.datasets.get(scrapers.get(name, name))
    if not isinstance(raw, Raw) or raw.request is None:
        own = [each.name for each in catalog.raw if each.request is not None]
        raise UnknownWord("scraper", name, [*scrapers, *own])
    return raw


def _computed(name: str, catalog: Catalog) -> tuple[str, ...]:
    processors = processors_of(catalog)
    if name in processors:
        return processors[name]
    if name not in catalog.datasets:
        raise UnknownWord("processor", name, [*processors, *catalog.datasets])
    return (name,)


def _insist(names: Iterable[str], catalog: Catalog) -> None:
    for name in names:
        if name not in catalog.names:
            raise UnknownDataset(name, catalog.names)


def _only(names: Sequence[str]) -> list[str]:
    return [word for name in sorted(set(names)) for word in ("--only", name)]


def _check_days(one: str | None, first: str | None, last: str | None) -> None:
    """Insist on what the command would insist on, before it is started."""
    if one and (first or last):
        raise BadWindow("One day is given, and days from and to: give either.")
    days = [None if text is None else parse_day(text) for text in (one, first, last)]
    if days[1] and days[2] and days[1] > days[2]:
        raise BadWindow(f"The first day {days[1]} lies after the last, {days[2]}; swap them.")
