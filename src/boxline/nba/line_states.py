"""From observations of lines to states: which line is the main one, when it changed, and which one
stands at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boxline.catalog import Rel
from boxline.catalog.bookmakers import preference
from boxline.catalog.prices import fair_probability

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Whose prop it is, at which bookmaker: what has one main line at a time.
SERIES = ("game_id", "player_id", "prop_type", "bookmaker")


def with_main_line(observed: Rel, *, series: list[str]) -> Rel:
    """Tell the main line of each observation from the alternates beside it.

    The main line is the one priced on both sides whose prices are nearest to even. Of several as
    near it is the one that another bookmaker shows too, by then; if that still leaves several, or
    none, no line is the main one.

    Args:
        observed: one row per series, `known_at` and `line`, with `over_price_decimal` and
            `under_price_decimal`.
        series: columns that name a prop at a bookmaker; the last one is `bookmaker`.
    Returns:
        `observed` with `is_alternate`.
    """
    import ibis

    prop = series[:-1]
    over, under = observed.over_price_decimal, observed.under_price_decimal
    distance = fair_probability(over, under) - 0.5
    at_once = ibis.window(group_by=[*series, "known_at"])
    # Rounded, because equal prices on swapped sides must tie.
    near = observed.mutate(distance=distance.abs().round(9))
    near = near.mutate(
        is_near=(near.distance == near.distance.min().over(at_once)).fill_null(False)
    )
    near = near.mutate(near_lines=near.is_near.cast("int64").sum().over(at_once))
    tied = near.filter(near.is_near, near.near_lines > 1)
    others = observed.select(
        *prop, "line", other_bookmaker="bookmaker", shown_at="known_at"
    ).distinct()
    shared = (
        tied.join(
            others,
            [
                *prop,
                "line",
                tied.bookmaker != others.other_bookmaker,
                tied.known_at >= others.shown_at,
            ],
        )
        .select(*series, "known_at", "line")
        .distinct()
        .mutate(is_shared=ibis.literal(True))
    )
    both = near.left_join(shared, [*series, "known_at", "line"]).select(near, "is_shared")
    both = both.mutate(is_shared=both.is_shared.fill_null(False))
    shared_lines = both.is_shared.cast("int64").sum().over(at_once)
    is_alone = both.is_near & (both.near_lines == 1)
    is_main = is_alone | (both.is_shared & (shared_lines == 1))
    return both.mutate(is_alternate=~is_main).select(*observed.columns, "is_alternate")


def changes_only(observed: Rel, *, series: list[str]) -> Rel:
    """The observations that say something else than the one before them.

    A main line is compared with the main line before it, an alternate with the same number before
    it; one that turned from the one into the other has changed.

    Args:
        observed: as `with_main_line` gives it.
    """
    import ibis

    def before(column: str, group_by: list[str]) -> ir.Column:
        window = ibis.window(group_by=group_by, order_by=["known_at"])
        return observed[column].lag().over(window)

    kind, number = [*series, "is_alternate"], [*series, "line"]
    stated = ["line", "over_price_decimal", "under_price_decimal"]
    befores = observed.mutate(
        turned=before("is_alternate", number) != observed.is_alternate,
        is_new=before("line", number).isnull(),
        **{f"main_{c}": before(c, kind) for c in stated},
        **{f"number_{c}": before(c, number) for c in stated},
    )

    def differs(prefix: str) -> ir.BooleanValue:
        same = [befores[c].identical_to(befores[f"{prefix}_{c}"]) for c in stated]
        return ~(same[0] & same[1] & same[2])

    changed = befores.is_alternate.ifelse(
        befores.is_new | differs("number"), differs("main")
    ) | befores.turned.fill_null(False)
    return befores.filter(changed).select(*observed.columns)


def known_by_cutoff(lines: Rel, moments: Rel) -> Rel:
    """The lines that were known by the cut-off of their game, and seen before its start.

    Args:
        lines: rows of `nba_core.player_prop_lines`.
        moments: `game_id` and `cutoff_at`, one row per game.
    """
    met = lines.join(moments.select("game_id", "cutoff_at"), "game_id")
    return met.filter(~met.is_after_start, met.known_at <= met.cutoff_at).select(*lines.columns)


def opening_lines(main: Rel) -> Rel:
    """`opening_line` of each SERIES: the first of these main lines."""
    return main.group_by(*SERIES).agg(opening_line=main.line.argmin(main.known_at))


def standing_main_lines(states: Rel) -> Rel:
    """The main line that stands at each bookmaker after all of these states: one row per SERIES.

    Args:
        states: rows of `nba_core.player_prop_lines`, cut at the moment in question. A bookmaker
            that takes a line down says nothing; its last one stands.
    """
    import ibis

    newest = ibis.desc("known_at")
    # A number that was the main line and is an alternate now stands as an alternate.
    numbers = _first(states, [*SERIES, "line"], [newest])
    return _first(numbers.filter(~numbers.is_alternate), list(SERIES), [newest])


def first_main_lines(states: Rel) -> Rel:
    """The main line that each bookmaker opened with: one row per SERIES."""
    main = states.filter(~states.is_alternate)
    return _first(main, list(SERIES), ["known_at"])


def preferred(standing: Rel) -> Rel:
    """Of each player's prop the line of the one bookmaker that is preferred, then the newest.

    Args:
        standing: one line per SERIES.
    """
    import ibis

    order = [preference(standing.bookmaker), ibis.desc("known_at"), "bookmaker"]
    return _first(standing, list(SERIES[:-1]), order)


def _first(rows: Rel, group_by: list[str], order_by: list[Any]) -> Rel:
    import ibis

    window = ibis.window(group_by=group_by, order_by=order_by)
    placed = rows.mutate(place=ibis.row_number().over(window))
    return placed.filter(placed.place == 0).drop("place")
