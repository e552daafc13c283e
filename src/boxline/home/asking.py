"""What a home may ask its providers for, and what of that is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from boxline.catalog import EachRow, League, Provider, Raw
from boxline.config import variables_of
from boxline.domain.days import league_day, parse_day
from boxline.engine.fetch_plan import (
    Fetch,
    Known,
    cells_of,
    fetch_of,
    fetches_due,
    words_of_day,
)
from boxline.engine.work import Window
from boxline.errors import (
    NoKey,
    NothingToAsk,
    ParamsMissing,
    StoreDamaged,
    UnknownParam,
    UnknownProvider,
)

if TYPE_CHECKING:
    import duckdb

    from boxline.engine.attempts import Attempts
    from boxline.engine.ports import Landed
    from boxline.home.home import Home
    from boxline.stores.warehouse import DuckDBWarehouse

#: Every provider, in the settings.
ALL = "all"
#: What its provider sent so that it cannot be read is asked for again so long after it came.
ASKED_AGAIN_AFTER = timedelta(hours=6)


def providers_of(home: Home) -> dict[str, Provider]:
    """Every provider that can be asked, by name."""
    found = {
        raw.provider.name: raw.provider
        for raw in home.catalog.raw
        if raw.request and (home.settings.sandbox or not raw.provider.is_simulated)
    }
    return dict(sorted(found.items()))


def key_of(home: Home, provider: Provider) -> str:
    """The key that is set for a provider; empty where it wants none, or none is set."""
    return "" if provider.auth is None else str(getattr(home.settings, provider.auth.setting))


def runs_fetch_from(home: Home) -> list[str]:
    """Names of the providers that runs ask: those the settings name, where they have their key.

    Raises:
        UnknownProvider: a name is none.
        NoKey: one that is named wants a key, and none is set.
    """
    known, named = providers_of(home), home.settings.fetch_from
    if named == (ALL,):
        return [name for name, p in known.items() if p.auth is None or key_of(home, p)]
    for name in named:
        if name not in known:
            raise UnknownProvider(name, known)
        insist_on_key(home, known[name])
    return list(named)


def insist_on_key(home: Home, provider: Provider) -> None:
    """Insist that a provider's key is set.

    Raises:
        NoKey: it is not.
    """
    if provider.auth is not None and not key_of(home, provider):
        raise NoKey(provider.name, variables_of(provider.auth.setting))


def with_reach(home: Home, window: Window) -> Window:
    """The window of fetches: where no days were asked for, the newest ones and tomorrow."""
    if window.first is not None or window.last is not None:
        return window
    today = league_day(home.clock())
    first = today - timedelta(days=home.settings.fetch_days)
    return Window(first=first, last=today + timedelta(days=1), only=window.only)


def known_now(home: Home, connection: duckdb.DuckDBPyConnection) -> Known:
    """What the warehouse, or a snapshot of it, and the ledger know that requests go by."""
    from boxline.stores.asking import asking_rows, team_codes
    from boxline.stores.calendar_sql import read_games

    now = home.clock()
    leagues = list(home.catalog.leagues.values())
    requests = [(raw, raw.request) for raw in home.catalog.raw if raw.request is not None]
    sources = {
        request.about.dataset: request.about
        for _, request in requests
        if isinstance(request.about, EachRow)
    }
    by_name = {raw.name: request for raw, request in requests}
    answered: dict[tuple[str, str], datetime] = {}
    for name, asked, seen_at in home.ledger.answered(now):
        if name in by_name:
            key = (name, by_name[name].cell(asked))
            answered[key] = max(seen_at, answered.get(key, seen_at))
    attempts = home.attempts()
    for broken, seen_at in home.ledger.landings([cell for _, cell in attempts.cells]):
        name = broken.dataset
        key = (name, by_name[name].cell(broken.asked)) if name in by_name else ("", "")
        if answered.get(key) == seen_at and _is_of_no_use(home, attempts, broken, seen_at):
            del answered[key]  # nothing newer came about it
    return Known(
        games=read_games(connection, leagues),
        teams=team_codes(connection, leagues),
        rows={
            name: asking_rows(connection, raw, [*about.columns.values(), about.starts], now)
            for name, about in sources.items()
            if isinstance(raw := home.catalog[name], Raw)
        },
        answered=answered,
        absent={(name, cell): (a, b) for name, cell, a, b in home.ledger.absent() if b <= now},
        attempts=attempts,
        code=home.code,
        now=now,
    )


def _is_of_no_use(home: Home, attempts: Attempts, broken: Landed, seen_at: datetime) -> bool:
    """Whether a reply that could not be read is to be asked for anew. One whose bytes were lost
    here is at once, for its provider may soon say something else; what its provider sent broken,
    or our code does not read, later: either may have been mended by then."""
    newest = attempts.cells[broken.dataset, broken.landed_id][-1]
    if newest.error == StoreDamaged.__name__:
        return not all(map(home.landing.holds, broken.pages))
    inputs, code = broken.content_id, home.code[broken.dataset]
    is_parked = attempts.parked(broken.dataset, broken.landed_id, inputs=inputs, code=code)
    return bool(is_parked) and seen_at <= home.clock() - ASKED_AGAIN_AFTER


def due_now(home: Home, warehouse: DuckDBWarehouse, window: Window) -> list[Fetch]:
    """What a run would ask for now."""
    providers = runs_fetch_from(home)
    if not providers:
        return []
    reach = with_reach(home, window)
    return fetches_due(
        home.catalog, known_now(home, warehouse.connection), reach, providers=providers
    )


def unnamed_now(home: Home, warehouse: DuckDBWarehouse, window: Window) -> list[League]:
    """The leagues of which a club plays in the reach of fetches whose code no row tells, though a
    table of clubs might."""
    from boxline.stores.asking import has_unnamed_clubs

    reach = with_reach(home, window)
    leagues = [league for league in home.catalog.leagues.values() if league.teams]
    return [one for one in leagues if has_unnamed_clubs(warehouse.connection, one, reach)]


def named_cells(
    home: Home, raw: Raw, known: Known, window: Window, params: Mapping[str, str]
) -> list[Fetch]:
    """The cells of a dataset that a window and parameters name, due or not.

    Parameters that tell a cell by themselves are taken at their word, whatever the calendar says.

    Raises:
        NothingToAsk: they name none.
        ParamsMissing: a parameter is lacking that the URL needs.
    """
    request = raw.request
    assert request is not None
    unknown = sorted(set(params) - request.known)
    if unknown:
        raise UnknownParam(raw.name, unknown, request.known)
    if params and set(request.identity) <= {*params, "date", "season"}:
        day = parse_day(params["date"]) if "date" in params else window.first
        seasons = home.catalog.league(raw).seasons
        words = {**words_of_day(day or league_day(known.now), seasons), **params}
        missing = [name for name in sorted(request.used) if not words.get(name)]
        if missing:
            raise ParamsMissing(raw.name, missing, params)
        return [fetch_of(raw, request, words, known.now)]
    cells = cells_of(home.catalog, raw, known, with_reach(home, window))
    found = [c for c in cells if all(c.words.get(n) == value for n, value in params.items())]
    if not found:
        needed = [f"{name}=..." for name in request.identity]
        raise NothingToAsk(raw.name, str(request.about), needed)
    return found
