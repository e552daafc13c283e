"""Whose name it is: the normalised form in transforms, and who alone bears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Rel
from boxline.domain.names import PLAIN_LETTERS, STEPS

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Why a name is nobody's.
NOBODY = "no pitcher of that name was known by the day before"
SEVERAL = "several pitchers of that name were known, and not one of them last pitched for this club"

UNRESOLVED_REASONS = (NOBODY, SEVERAL)


def normalised(name: ir.StringValue) -> ir.StringValue:
    """`boxline.domain.names.normalised_name` as an expression; NULL where nothing is left."""
    letters, plain = "".join(PLAIN_LETTERS), "".join(PLAIN_LETTERS.values())
    found = name.lower().translate(letters, plain)
    for pattern, replacement in STEPS:
        found = found.re_replace(pattern, replacement)
    return found.nullif("")


def resolved(named: Rel, *, known: Rel, pitched: Rel) -> Rel:
    """Rows with `player_id`, the one who alone bears the name by what was known on earlier days;
    of several bearers the one who alone last pitched for the row's club.

    Args:
        named: rows with `game_date`, `team_id` and `player_name`.
        known: `game_date` from whose evening on a `name_form` is a `player_id`'s.
        pitched: pitchers' games: `game_date`, `game_id`, `player_id` and `team_id`.
    Returns:
        `named` with `player_id` and, where that is NULL, `unresolved_reason`.
    """
    import ibis

    asked = named.select("game_date", "team_id", "player_name").distinct()
    asked = asked.mutate(name_form=normalised(asked.player_name))
    bearers = known.select("name_form", "player_id", known_on=known.game_date)
    met = asked.join(bearers, "name_form").filter(lambda t: t.known_on < t.game_date)
    met = met.select("game_date", "team_id", "player_name", "player_id").distinct()
    games = pitched.select(
        "player_id", pitched_on="game_date", pitched_in="game_id", pitched_for="team_id"
    )
    with_games = met.left_join(games, ["player_id", games.pitched_on < met.game_date])
    key = ["game_date", "team_id", "player_name"]
    newest = ibis.window(
        group_by=[*key, "player_id"], order_by=[ibis.desc("pitched_on"), ibis.desc("pitched_in")]
    )
    last = (
        with_games.select(*key, "player_id", "pitched_on", "pitched_in", "pitched_for")
        .mutate(place=ibis.row_number().over(newest))
        .filter(lambda t: t.place == 0)
    )
    is_of_club = (last.pitched_for == last.team_id).fill_null(False)
    counts = last.group_by(key).agg(
        bearers=last.count(),
        only=last.player_id.max(),
        bearers_of_club=is_of_club.sum(),
        only_of_club=last.player_id.max(where=is_of_club),
    )
    found = named.left_join(counts, key)
    player_id = ibis.cases(
        (found.bearers == 1, found.only), (found.bearers_of_club == 1, found.only_of_club)
    )
    return found.select(
        *(c for c in named.columns),
        player_id=player_id,
        unresolved_reason=ibis.cases(
            (found.bearers.isnull(), NOBODY), (player_id.isnull(), SEVERAL)
        ),
    )
