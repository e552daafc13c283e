"""How a home stands with its providers: keys, credits, hosts, and whether they answer now."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Provider, Raw
from boxline.config import variables_of
from boxline.domain.days import league_day
from boxline.engine.exchanges import HostPolicy
from boxline.engine.fetch_plan import fetch_of, words_of_day
from boxline.errors import FetchError, NoKey, NotThereYet
from boxline.home.asking import insist_on_key, key_of, runs_fetch_from
from boxline.home.fetching import fetcher_of, policy_of
from boxline.home.home import Home


def standing_of(home: Home, provider: Provider) -> dict[str, Any]:
    """One provider: what is declared of it, and how it fares."""
    datasets = [raw.name for raw in home.catalog.raw if raw.request and raw.provider is provider]
    auth = provider.auth
    variables = " or ".join(variables_of(auth.setting)) if auth else ""
    return {
        "provider": provider.name,
        "key": _key(home, provider),
        "variables": variables,
        "in_runs": _is_in_runs(home, provider),
        "datasets": len(datasets),
        "pace": str(provider.pace),
        "credits_left": _credits_left(home, provider),
        "state": _state(home, provider),
        "hosts": ", ".join(provider.hosts.values()),
        "adds": provider.adds,
        "fills": ", ".join(datasets),
    }


def probe_provider(home: Home, provider: Provider) -> dict[str, Any]:
    """Ask a provider once, for what costs least; the exchange is noted like any other."""
    raw = min(
        (raw for raw in home.catalog.raw if raw.request and raw.provider is provider),
        key=_effort,
    )
    row = {"provider": provider.name, "asked": raw.name, "answer": "good", "why": ""}
    request = raw.request
    assert request is not None
    seasons = home.catalog.league(raw).seasons
    words = words_of_day(league_day(home.clock()), seasons)
    words |= {name: values[0] for name, values in request.also.items()}
    try:
        insist_on_key(home, provider)
        with fetcher_of(home, "probe") as fetcher:
            answer = fetcher.fetch(fetch_of(raw, request, words, home.clock()))
            home.ledger.note_exchanges(fetcher.take_exchanges())
    except NoKey as cause:
        return {**row, "answer": "no key", "why": str(cause)}
    failure: FetchError | None = answer.failure
    if failure is None or isinstance(failure, NotThereYet):
        return row
    return {**row, "answer": failure.code, "why": str(failure)}


def _effort(raw: Raw) -> tuple[int, int, str]:
    """Fewest credits, then fewest words that only a calendar knows."""
    request = raw.request
    assert request is not None
    unknown = request.used - {"date", "yyyymmdd", "season", "season_year", *request.also}
    return len(unknown), request.credits, raw.name


def _key(home: Home, provider: Provider) -> str:
    if provider.auth is None:
        return "not needed"
    return "set" if key_of(home, provider) else "not set"


def _is_in_runs(home: Home, provider: Provider) -> bool:
    try:
        return provider.name in runs_fetch_from(home)
    except NoKey:
        return False


def _credits_left(home: Home, provider: Provider) -> int | None:
    if not provider.budget:
        return None
    day = league_day(home.clock()).isoformat()
    spent = home.ledger.pacer().spent(provider.name, day) if home.is_begun else 0
    return int(getattr(home.settings, provider.budget)) - spent


def _state(home: Home, provider: Provider) -> str:
    if not home.is_begun:
        return "never asked"
    policy: HostPolicy = policy_of(home)
    records = home.ledger.host_records(policy.failure_threshold)
    hosts = [base.partition("://")[2] for base in provider.hosts.values()]
    for host in hosts:
        record = records.get(host)
        until = record.left_alone_until(policy, home.clock()) if record else None
        if record and until:
            return f"{host} left alone until {until.isoformat(timespec='minutes')}"
    failing = [h for h in hosts if h in records and records[h].failures]
    if failing:
        return f"failing: {', '.join(failing)}"
    return "answers" if any(host in records for host in hosts) else "never asked"
