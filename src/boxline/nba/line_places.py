"""Placing box-score lines by their club: it plays once a day."""

from boxline.catalog import Rel
from boxline.nba.placing import sides_of


def placed_by_club(lines: Rel, games: Rel) -> Rel:
    """Lines with the game that their club plays on their day.

    Args:
        lines: rows with `game_date`, `team_id`, `team_sent`, and `game_id` where the source says
            it; that one must be the game then.
        games: the calendar of the same days.
    Returns:
        `lines` with the game's columns, `opponent_team_id`, `is_home` and `unplaced_reason`; where
        there is no such game NULL in all but the last.
    """
    import ibis

    sides = sides_of(games).rename(on_calendar="game_id")
    placed = lines.left_join(sides, ["game_date", "team_id"])
    is_it = placed.game_id.isnull() | (placed.game_id == placed.on_calendar)
    game_id = is_it.ifelse(placed.on_calendar, ibis.null("string"))
    day = placed.game_date.cast("string")
    reason = ibis.cases(
        (game_id.notnull(), ibis.null("string")),
        (placed.team_id.isnull(), placed.team_sent.concat(" is none of the thirty clubs")),
        (placed.game_id.isnull(), placed.team_sent.concat(" has no game that counts on ", day)),
        else_=placed.game_id.concat(" is no game of ", placed.team_sent, " on ", day),
    )
    return placed.select(
        *(c for c in lines.columns if c != "game_id"),
        "season",
        "season_type",
        "opponent_team_id",
        "is_home",
        game_id=game_id,
        unplaced_reason=reason,
    )
