"""What is told of a predicted number: whose it is, what stands behind it and beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boxline.cli.prose import (
    PLAIN,
    QUIET,
    STRONG,
    Line,
    amount,
    instant,
    percent,
    prop_words,
    span,
    words,
)
from boxline.forecasting.ensemble import NAME as ENSEMBLE
from boxline.forecasting.gradient_boosting import NAME as BOOSTED
from boxline.forecasting.populations import EVERYBODY, ROTATION_MINUTES

if TYPE_CHECKING:
    from boxline.health.explaining.names import Names
    from boxline.nba.why.answer import Absent, Row, Said, Why
    from boxline.nba.why.drivers import Driver, Trees

#: So many lines of what a column holds; JSON, and the page of the table, have all.
DOC_LINES = 2


def head(found: Why, names: Names) -> Iterator[Line]:
    """Who, which game, what was known, and the number."""
    row = found.prediction
    mine, other = names.team(row["team_id"]), names.team(row["opponent_team_id"])
    where = {True: f"{mine} at home to {other}", False: f"{mine} at {other}"}
    teams = where[found.is_home] if found.is_home is not None else f"{mine} and {other}"
    who = f"{names.player(found.player_id)} ({found.player_id})"
    yield f"{who}, {prop_words(found.prop)}, {teams} on {found.day}, game {found.game_id}", STRONG
    known = f"It knows what was known by {instant(row['as_of'])}"
    if found.tipped_off_at is not None:
        known += f", {span(found.tipped_off_at - row['as_of'])} before the start"
    how = "made live" if row["origin"] == "live" else f"a replay, made {instant(row['made_at'])}"
    yield from words(f"{known}; {how}, version {row['version']}.", indent=0)
    kind = (
        "a median: as many such games come higher as lower"
        if row["forecast_is"] == "median"
        else "a mean"
    )
    yield "", PLAIN
    expected = f"{row['system']} expects {row['forecast']:.1f} {prop_words(found.prop)}, {kind}."
    if row["low_80"] is not None:
        expected += f" Eight in ten come between {row['low_80']:.0f} and {row['high_80']:.0f}."
    yield from words(expected, STRONG, indent=0)


def attendance(found: Why) -> Iterator[Line]:
    """How likely he is to play."""
    chance = found.play_probability
    if chance is None:
        return
    status = found.prediction["injury_status"]
    told = {
        "listed": f"The last report has him {status}: {percent(chance)} of such players play.",
        "unlisted": "The reports on the game do not name him, so he is expected to play.",
        "long absent": "The reports do not name him, but he has long been away: "
        f"{percent(chance)} of such players play.",
        "no report": "No report on the game was known. He "
        + ("played his team's last game." if chance == 1 else "missed his team's last game."),
    }
    yield from words(f"{told[str(found.status_source)]} All numbers here suppose that he plays.")


def inside(found: Why) -> Iterator[Line]:
    """Expected minutes and the rate behind."""
    told = found.inside
    if told is None:
        return
    both = told.minutes * told.rate
    counts = f"This counts {percent(told.share)} in the number of {BOOSTED}, its trees the rest."
    if not told.share:
        counts = f"It stands here for comparison: {BOOSTED} takes its number from its trees alone."
    yield from words(
        f"{told.minutes:.1f} minutes if he plays, times {told.rate:.3f} {prop_words(found.prop)} "
        f"a minute, is {both:.1f}. {counts}"
    )


def absent(found: Why, names: Names) -> Iterator[Line]:
    """Who of his team may be missing, and what they leave."""
    if found.play_probability is None:
        return
    if not found.absent:
        yield "  None of those who played lately.", PLAIN
        return
    kept = prop_words(found.prop) if found.absent[0].amount is not None else ""
    yield f"  {'':24} {'reports':18} {'plays':>6}  {'if so: minutes':>14}  {kept}".rstrip(), QUIET
    for one in found.absent:
        yield _absentee(one, names), PLAIN
    if found.vacated_minutes is not None:
        left = f"{found.vacated_minutes:.1f} minutes"
        if found.vacated_amount is not None:
            left += f" and {found.vacated_amount:.1f} {prop_words(found.prop)}"
        yield from words(
            f"They leave {left} to others: what each does, times how likely he is out, times the "
            "part of the last 12 games that he played."
        )


def _absentee(one: Absent, names: Names) -> str:
    status = one.status or "do not name him"
    amount = "" if one.amount is None else f"{one.amount:5.1f}"
    chance = percent(one.play_probability)
    who = f"{names.player(one.player_id):24} {status:18}"
    return f"  {who} {chance:>6}  {one.minutes:14.1f}  {amount}".rstrip()


def trees(found: Why) -> Iterator[Line]:
    """The features that moved the number most."""
    told = found.trees
    if told is None:
        yield from words(f"Not known, because {found.trees_missing_reason}.")
        return
    if found.is_of_other_features:
        yield from words(
            "His features have been corrected since the prediction was made; this is what the "
            "model says of the present ones."
        )
    elif found.is_of_other_models:
        yield from words(
            "The models of the week were fitted, or fitted anew, after the prediction was made; "
            "this is what they say now."
        )
    system = found.prediction["system"]
    if system not in (BOOSTED, ENSEMBLE):
        yield from words(
            f"{system} has no model of its own; {BOOSTED} says {told.number:.1f} beside it."
        )
    weights = {one.system: one.weight for one in found.systems if one.weight is not None}
    if weights and system == ENSEMBLE:
        mixed = ", ".join(f"{percent(w)} {name}" for name, w in weights.items() if w)
        yield from words(f"The number of {ENSEMBLE} is {mixed}.")
    yield from words(
        f"Everybody begins at {told.begins_at:.1f}. His features move it to {told.number:.1f}, "
        f"these {len(told.drivers)} most:"
    )
    for driver in told.drivers:
        yield from _driver(driver)
    yield f"  {told.others_moved:+6.2f}  the other {told.others} features together", PLAIN
    yield from words(_fitted(told), QUIET)


def _driver(driver: Driver) -> Iterator[Line]:
    unit = "" if driver.unit == "of the prop" else driver.unit
    value = "not known" if driver.value is None else f"{amount(driver.value)} {unit}".strip()
    seen = "Never known in training."
    if driver.least is not None and driver.most is not None:
        seen = f"In training {amount(driver.least)} to {amount(driver.most)}"
        seen += ": none was like this." if driver.is_unseen else "."
    yield f"  {driver.moved:+6.2f}  {driver.feature} = {value}", PLAIN
    yield from words(f"{seen} {driver.doc}", QUIET, indent=10, at_most=DOC_LINES)


def _fitted(trees: Trees) -> str:
    return (
        f"Model {trees.model}, fitted on {trees.rows_fitted:,} games of players from "
        f"{trees.trained_from} to {trees.trained_through}. What each feature moved is "
        "counted by TreeSHAP."
    )


def systems(found: Why) -> Iterator[Line]:
    """What each system says, and who speaks first."""
    if found.champion is not None:
        yield from words(_champion(found.champion, found.prop))
    for one in found.systems:
        name = one.system
        if one.population != EVERYBODY:
            name += f", if {ROTATION_MINUTES} minutes or more"
        if one.forecast is None:
            yield from words(f"{name} says nothing: {one.not_made_reason}.")
        else:
            yield f"  {name:42} {_said(one)}", PLAIN


def _champion(row: Row, prop: str) -> str:
    told = f"{row['system']} speaks first of {prop_words(prop)}"
    if row["beaten"] is None:
        return f"{told}, because nobody has beaten it yet."
    low, high = -row["difference_high"], -row["difference_low"]
    return (
        f"{told} since {row['since']}: its error was smaller than that of {row['beaten']}, by "
        f"{-row['difference']:.3f} on average ({low:.3f} to {high:.3f}) over {row['games']:,} "
        "games of players."
    )


def _said(one: Said) -> str:
    told = f"{one.forecast:5.1f}  {one.forecast_is:6}"
    if one.chance_over is not None:
        told += f"  over {percent(one.chance_over)}"
    if one.weight is not None:
        told += f"  ({percent(one.weight)} of the {ENSEMBLE})"
    return told.rstrip()


def other_props(found: Why) -> Iterator[Line]:
    """The same system on the other props."""
    for row in found.each_prop:
        if row["prop_type"] == found.prop or row["forecast"] is None:
            continue
        told = f"  {row['prop_type']:24} {row['forecast']:5.1f}"
        if row["low_80"] is not None:
            told += f"  {row['low_80']:.0f} to {row['high_80']:.0f}".ljust(12)
        if row["line"] is not None:
            told += f"  line {row['line']:g}"
        if row["chance_over"] is not None:
            told += f", over {percent(row['chance_over'])}, {row['recommendation']}"
        yield told.rstrip(), PLAIN


def came(found: Why) -> Iterator[Line]:
    """What came of it, once it is graded."""
    told = found.came
    if told is None:
        return
    if told.actual is None:
        yield f"  Void: {told.void_reason}.", PLAIN
    else:
        yield f"  {told.actual} {prop_words(found.prop)}.", PLAIN
