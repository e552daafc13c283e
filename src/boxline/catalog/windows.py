"""Window features: one meaning of "last 10" and "before this game" for every dataset.

`last n` are the last n games *played*, by rows and never by days. A pre-game row reads what stood
after the player's last game on an earlier day: what stands after a game stands to the day of the
next. Days are ordered as integers, because a RANGE over a DATE is refused by BigQuery.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boxline.catalog.inputs import Rel
from boxline.catalog.joins import beside

#: Games in the order in which they were played; of one day, by their ids.
GAME_ORDER = ("game_date", "game_id")


def in_order(entity: Sequence[str], by: Sequence[str] = GAME_ORDER) -> Any:
    """An entity's rows in order: for their number, the one before and the one after."""
    import ibis

    return ibis.window(group_by=list(entity), order_by=list(by))


def so_far(entity: Sequence[str], by: Sequence[str] = GAME_ORDER) -> Any:
    """An entity's rows up to each row's own, which counts."""
    import ibis

    return ibis.window(group_by=list(entity), order_by=list(by), preceding=None, following=0)


def last_games(entity: Sequence[str], n: int) -> Any:
    """An entity's last n games up to each row's own, which counts."""
    import ibis

    return ibis.window(
        group_by=list(entity), order_by=list(GAME_ORDER), preceding=n - 1, following=0
    )


def last_numbers(entity: Sequence[str], n: int, by: str) -> Any:
    """An entity's rows whose number lies within the last n up to each row's own."""
    import ibis

    return ibis.range_window(group_by=list(entity), order_by=by, preceding=n - 1, following=0)


def days_before(entity: Sequence[str], days: int | None) -> Any:
    """An entity's rows on so many days before each row's `game_day`; None for all of them."""
    import ibis

    return ibis.range_window(group_by=list(entity), order_by="game_day", preceding=(days, 1))


def days_after(entity: Sequence[str], days: int) -> Any:
    """An entity's rows on so many days after each row's `game_day`."""
    import ibis

    return ibis.range_window(group_by=list(entity), order_by="game_day", following=(1, days))


def with_running_totals(
    played: Rel, *, entity: Sequence[str], values: Sequence[str], last: Sequence[int]
) -> Rel:
    """Add sums to date and over the last n games, each including the row's own game.

    Args:
        played: one row per game played, with `game_date` and `game_id`.
        entity: columns inside which sums run and restart, for example player and season.
        values: integer columns to sum (integers, so that the order of summation never shows).
        last: the n of the windows.
    Returns:
        `played` with `games_to_date`, `{value}_to_date` and `{value}_last_{n}`.
    """
    import ibis

    to_date = so_far(entity)
    added = {"games_to_date": ibis.row_number().over(to_date) + 1}
    for value in values:
        added[f"{value}_to_date"] = played[value].sum().over(to_date)
        for n in last:
            added[f"{value}_last_{n}"] = played[value].sum().over(last_games(entity, n))
    return played.mutate(**added)


def with_exponential_means(
    played: Rel, earlier: Rel, *, entity: Sequence[str], half_lives: Mapping[str, Sequence[int]]
) -> Rel:
    """Add exponentially weighted means over all games up to each row's own, which counts 1; the
    game n games earlier counts 0.5^(n / half-life).

    Written as running sums of value x 2^(game / half-life), so that no state is carried from day
    to day; what lies before `played` comes in as one sum. At 110 games a season and a half-life of
    2 that reaches 2^55, far from where floats end. They are sums of floats: a column that holds
    them declares 6 decimals.

    Args:
        played: one row per game played, with `game_date` and `game_id`; no value is NULL.
        earlier: likewise, all games before those: their values count and get no row.
        entity: columns inside which games are counted.
        half_lives: column -> half-lives in games.
    Returns:
        `played` with `{column}_ewm_{half-life}`, and `games_in_reach`: the games they rest on.
    """
    import ibis

    to_here = so_far(entity)
    from_end = in_order(entity, [ibis.desc(column) for column in GAME_ORDER])
    pairs = [(column, life) for column, lives in half_lives.items() for life in lives]

    def weight(games: Any, life: int) -> Any:
        return ibis.literal(2.0) ** (games.cast("float64") / life)

    old = earlier.mutate(games_ago=ibis.row_number().over(from_end))
    before = old.group_by(list(entity)).agg(
        games_before=old.count(),
        **{f"{c}_before_{n}": (old[c] * weight(-old.games_ago, n)).sum() for c, n in pairs},
    )
    numbered = played.mutate(game_number=ibis.row_number().over(to_here) + 1)
    both = beside(numbered, before, entity)
    both = both.mutate(games_in_reach=both.game_number + both.games_before.fill_null(0))
    added = {}
    for column, life in pairs:
        scale = weight(both.game_number, life)
        running = (both[column] * scale).sum().over(to_here)
        total = running + both[f"{column}_before_{life}"].fill_null(0.0)
        added[f"{column}_ewm_{life}"] = total / scale / weight_of(both.games_in_reach, life)
    return both.mutate(**added).select(*played.columns, "games_in_reach", *added)


def weight_of(games: Any, half_life: int) -> Any:
    """What that many games weigh together in an exponential mean, the newest counting 1."""
    import ibis

    decay = 0.5 ** (1 / half_life)
    return (1 - ibis.literal(decay) ** games.cast("float64")) / (1 - decay)


def sums_by_days(
    asked: Rel,
    games: Rel,
    *,
    entity: Sequence[str],
    sums: Mapping[str, tuple[str, int | None]],
) -> Rel:
    """What an entity's games add up to on the days before each day asked for: several spans of
    days in one pass.

    Args:
        asked: rows with `game_date` and the entity's columns.
        games: one row per game, with `game_date` and the entity's columns.
        sums: added column -> integer column of `games` that is summed, and how many days back
            count; None for all of them.
    Returns:
        The entity's columns, `game_date` and the sums, one row per entity and day: of each that
        was asked for, and of others. 0 where there was no game.
    """
    import ibis

    keys = [*entity, "game_date"]
    sources = list(dict.fromkeys(source for source, _ in sums.values()))
    zeros = {source: ibis.literal(0, "int64") for source in sources}
    marked = asked.select(*keys).distinct().mutate(**zeros)
    both = ibis.union(games.select(*keys, *sources), marked.select(*keys, *sources))
    days = both.group_by(keys).agg(**{s: both[s].sum().cast("int64") for s in sources})
    days = days.mutate(game_day=days.game_date.epoch_days())

    def before(source: str, back: int | None) -> Any:
        return days[source].sum().over(days_before(entity, back)).coalesce(0).cast("int64")

    return days.select(*keys, **{name: before(*what) for name, what in sums.items()})


def with_totals_before(
    spine: Rel,
    played: Rel,
    *,
    entity: Sequence[str],
    totals: Mapping[str, str],
    games: str = "",
    days: int | None = None,
) -> Rel:
    """Add to each spine row what its entity's games of strictly earlier days add up to.

    Args:
        spine: rows with `game_date` and the entity's columns.
        played: one row per game played, with `game_date` and the entity's columns.
        totals: added column -> integer column of `played` that is summed.
        games: the column with the number of those games; empty adds none.
        days: how many days back count; None for all.
    Returns:
        `spine` with the columns added: 0 where there was no game.
    """
    import ibis

    sums = {name: (column, days) for name, column in totals.items()}
    if games:
        played = played.mutate(one_game=ibis.literal(1, "int64"))
        sums[games] = ("one_game", days)
    counted = sums_by_days(spine, played, entity=entity, sums=sums)
    return spine.join(counted, [*entity, "game_date"])


def with_games_before(spine: Rel, played: Rel, *, entity: Sequence[str], name: str) -> Rel:
    """Add to each spine row how many games its entity had played on strictly earlier days.

    Args:
        spine: rows with `game_date` and the entity's columns.
        played: one row per game played, with `game_date` and the entity's columns.
        name: the column to add: a count, 0 where there was none.
    """
    return with_totals_before(spine, played, entity=entity, totals={}, games=name)


def with_newest_before(
    spine: Rel,
    states: Rel,
    *,
    entity: Sequence[str] | Mapping[str, str],
    columns: Mapping[str, str],
    of_season: Sequence[str] = (),
) -> Rel:
    """Add what stood after the newest game of an entity on a day strictly before the spine's.

    Args:
        spine: rows with `game_date` and the entity's columns.
        states: one row per game of an entity (with `game_id`), per day or per change, with
            `game_date` and the entity's columns. Those of a season that is over count too, where
            `entity` does not hold the season.
        entity: the columns, or column of `states` -> column of `spine`; none for what is told of
            everybody at once.
        columns: added column -> column of `states`; NULL where there was no game yet.
        of_season: columns of `states` that are added too, and are NULL where that game was of
            another `season` than the spine's row.
    """
    import ibis

    same = dict(entity) if isinstance(entity, Mapping) else {name: name for name in entity}
    order = [name for name in GAME_ORDER if name in states.columns]
    next_day = states.game_date.lead().over(in_order([*same], order))
    spans = states.select(
        **{f"{name}_of_state": states[name] for name in same},
        everybody_of_state=ibis.literal(1),
        stood_after=states.game_date,
        stood_to=next_day.fill_null(ibis.date(9999, 12, 31)),
        **{added: states[column] for added, column in columns.items()},
        **{name: states[name] for name in of_season},
        **({"in_season": states.season} if of_season else {}),
    )
    asked = spine if same else spine.mutate(everybody=ibis.literal(1))
    found = asked.left_join(
        spans,
        [
            # An equality there must be: engines refuse an outer join on an order alone.
            *(
                asked[name] == spans[f"{state}_of_state"]
                for state, name in (same or {"everybody": "everybody"}).items()
            ),
            spans.stood_after < asked.game_date,
            spans.stood_to >= asked.game_date,
        ],
    )
    if not of_season:
        return found.select(*(asked[name] for name in spine.columns), *columns)
    is_now = spans.in_season == asked.season
    stood = found.select(
        *(asked[name] for name in spine.columns),
        *columns,
        **{name: is_now.ifelse(spans[name], ibis.null(spans[name].type())) for name in of_season},
    )
    # As a relation of its own: in a join with itself Ibis takes an expression of one side for the
    # other's.
    return stood.view()


def active_versions(history: Rel, *, key: Sequence[str]) -> Rel:
    """The rows of a history table that no later version supersedes.

    Versions of a key (origin included, version not) run 1, 2, ... without a gap, so a row is
    superseded exactly where its successor stands; there are few of those.
    """
    later = history.filter(history.version > 1)
    successors = later.select(*key, version=later.version - 1)
    return history.anti_join(successors, [*key, "version"])
