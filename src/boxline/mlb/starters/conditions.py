"""Under what a start is made: who calls the pitches, what the market expects, what two strikes are
worth to the starter."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.catalog.windows import sums_by_days
from boxline.mlb.rates import share
from boxline.mlb.scheduled import HOME_PLATE
from boxline.mlb.starters.opposing_batters import is_strikeout

#: With so many strikes the next one is the last.
TWO_STRIKES = 2


def plate_umpires(umpires: Rel) -> Rel:
    """Who called each game's pitches, by the newest word: `game_id` and `umpire_id`."""
    import ibis

    behind = umpires.filter(umpires.official_place == HOME_PLATE)
    newest = ibis.window(group_by="game_id", order_by=[ibis.desc("known_at"), "official_id"])
    one = behind.mutate(place=ibis.row_number().over(newest)).filter(lambda t: t.place == 0)
    return one.select("game_id", umpire_id="official_id")


def plate_umpires_by(umpires: Rel, cutoffs: Rel) -> Rel:
    """The same, of words known by the cut-off."""
    met = umpires.join(cutoffs.select("game_id", "cutoff_at"), "game_id")
    return plate_umpires(met.filter(met.known_at <= met.cutoff_at))


def of_market(spine: Rel, lines: Rel, cutoffs: Rel) -> Rel:
    """What bookmakers expected of the game by the cut-off.

    Args:
        spine: starters: `game_id`, `player_id` and `is_home`.
        lines: rows of `mlb_core.game_lines` of the same days.
    Returns:
        `game_id`, `player_id`, `game_total`, the mean over bookmakers, and
        `opponent_implied_runs`: half of the total and of his side's spread together, so that a
        favourite by 1.5 of 8 runs allows 3.25. NULL where nobody showed one.
    """
    import ibis

    met = lines.join(cutoffs.select("game_id", "cutoff_at"), "game_id")
    known = met.filter(~met.is_after_start & (met.known_at <= met.cutoff_at))
    newest = ibis.window(
        group_by=["game_id", "bookmaker", "market"], order_by=ibis.desc("known_at")
    )
    stands = known.mutate(place=ibis.row_number().over(newest)).filter(lambda t: t.place == 0)
    told = stands.group_by("game_id").agg(
        game_total=stands.line.mean(where=stands.market == "total"),
        home_spread=stands.line.mean(where=stands.market == "spread"),
    )
    both = spine.select("game_id", "player_id", "is_home").left_join(told, "game_id")
    spread = both.is_home.ifelse(both.home_spread, -both.home_spread)
    return both.select(
        "game_id",
        "player_id",
        "game_total",
        opponent_implied_runs=(both.game_total + spread) / 2,
    )


def of_put_away(spine: Rel, pitches: Rel) -> Rel:
    """Strikeouts per pitch that he threw with two strikes on earlier days of the season.

    Args:
        spine: starters: `game_id`, `player_id`, `game_date` and `season`.
        pitches: rows of `mlb_core.pitches` of earlier days.
    Returns:
        `game_id`, `player_id` and `put_away_share`, NULL where nobody tells of such a pitch.
    """
    import ibis

    thrown = pitches.filter(pitches.strikes_before == TWO_STRIKES)
    counted = thrown.select(
        "season",
        "game_date",
        player_id="pitcher_id",
        with_two=ibis.literal(1, "int64"),
        put_away=is_strikeout(thrown).cast("int64"),
    )
    key = spine.select("game_id", "player_id", "game_date", "season")
    entity = ["player_id", "season"]
    sums = sums_by_days(
        key,
        counted,
        entity=entity,
        sums={"thrown_sum": ("with_two", None), "put_away_sum": ("put_away", None)},
    )
    met = key.join(sums, [*entity, "game_date"])
    return met.select(
        "game_id", "player_id", put_away_share=share(met.put_away_sum, met.thrown_sum)
    )
