"""Window features: one meaning of "last 10" and "before this game" for every dataset.

`last n` are the last n games *played*, by rows and never by days. A pre-game row reads what stood
after the player's last game on an earlier day: count the games before it, then join on that count.
Days are ordered as integers, because a RANGE over a DATE is refused by BigQuery.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxline.catalog.inputs import Rel


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

    order = [played.game_date, played.game_id]
    to_date = ibis.window(group_by=list(entity), order_by=order, preceding=None, following=0)
    added = {"games_to_date": ibis.row_number().over(to_date) + 1}
    for value in values:
        added[f"{value}_to_date"] = played[value].sum().over(to_date)
        for n in last:
            window = ibis.window(
                group_by=list(entity), order_by=order, preceding=n - 1, following=0
            )
            added[f"{value}_last_{n}"] = played[value].sum().over(window)
    return played.mutate(**added)


def with_games_before(spine: Rel, played: Rel, *, entity: Sequence[str], name: str) -> Rel:
    """Add to each spine row how many games its entity had played on strictly earlier days.

    Args:
        spine: rows with `game_date` and the entity's columns.
        played: one row per game played, with `game_date` and the entity's columns.
        name: the column to add: a count, 0 where there was none.
    """
    import ibis

    keys = [*entity, "game_date"]
    marked = spine.select(*keys).distinct().mutate(played_here=ibis.literal(0, "int64"))
    games = played.group_by(keys).agg(played_here=played.count())
    events = (
        marked.union(games)
        .group_by(keys)
        .agg(played_here=lambda t: t.played_here.sum())
        .mutate(game_day=lambda t: t.game_date.epoch_days())
    )
    earlier = ibis.range_window(group_by=list(entity), order_by="game_day", preceding=(None, 1))
    counted = events.mutate(**{name: events.played_here.sum().over(earlier).coalesce(0)})
    return spine.join(counted.select(*keys, name), keys)


def with_latest_before(
    spine: Rel, history: Rel, *, entity: str, on: str, columns: Mapping[str, str]
) -> Rel:
    """Add what `history` last said of an entity on a day strictly before the spine's.

    Args:
        spine: rows with `game_date` and the column `on`.
        history: one row per change, with `game_date` and the column `entity`.
        entity, on: the entity's column in `history` and in `spine`.
        columns: added column -> column of `history`; NULL where nothing was said yet.
    """
    import ibis

    changes = ibis.window(group_by=entity, order_by="game_date")
    spans = history.select(
        said_of=history[entity],
        said_on=history.game_date,
        next_said=history.game_date.lead().over(changes),
        **{added: history[column] for added, column in columns.items()},
    )
    return spine.left_join(
        spans,
        [
            spine[on] == spans.said_of,
            spans.said_on < spine.game_date,
            spans.next_said.isnull() | (spans.next_said >= spine.game_date),
        ],
    ).drop("said_of", "said_on", "next_said")


def active_versions(history: Rel, *, key: Sequence[str]) -> Rel:
    """The rows of a history table that no later version supersedes.

    Versions of a key (origin included, version not) run 1, 2, ... without a gap, so a row is
    superseded exactly where its successor stands; there are few of those.
    """
    later = history.filter(history.version > 1)
    successors = later.select(*key, version=later.version - 1)
    return history.anti_join(successors, [*key, "version"])
