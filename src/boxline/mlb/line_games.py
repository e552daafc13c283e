"""Which game of its day a line is on."""

from __future__ import annotations

from boxline.catalog import Rel


def placed(lines: Rel, games: Rel) -> Rel:
    """Lines on the game that their club plays that day; of two, on the one whose start is nearer.

    Args:
        lines: rows with `game_date`, `team_id` (NULL of a code that is no club's), `team_sent` and
            `starts_at`, as the bookmaker told it.
        games: the calendar of the same days.
    Returns:
        `lines` with `season`, `season_type`, `opponent_team_id`, `game_starts_at`, `game_id` and,
        where that is NULL, `unplaced_reason`.
    """
    import ibis

    sides = ibis.union(
        *(
            games.select(
                "game_id",
                "game_date",
                "season",
                "season_type",
                "game_number",
                team_id=f"{side}_team_id",
                opponent_team_id=f"{other}_team_id",
                game_starts_at="starts_at",
            )
            for side, other in (("home", "away"), ("away", "home"))
        )
    )
    asked = lines.select("game_date", "team_id", "starts_at").distinct()
    met = asked.join(sides, ["game_date", "team_id"])
    apart = (met.game_starts_at.epoch_seconds() - met.starts_at.epoch_seconds()).abs()
    nearest = ibis.window(
        group_by=["game_date", "team_id", "starts_at"],
        order_by=[apart.isnull(), apart, "game_number", "game_id"],
    )
    game = met.mutate(place=ibis.row_number().over(nearest)).filter(lambda t: t.place == 0)
    found = lines.left_join(game.drop("place"), ["game_date", "team_id", "starts_at"])
    day = found.game_date.cast("string")
    return found.select(
        *lines.columns,
        "game_id",
        "season_type",
        "opponent_team_id",
        "game_starts_at",
        season=found.game_date.year().cast("string"),
        unplaced_reason=ibis.cases(
            (found.game_id.notnull(), ibis.null("string")),
            (found.team_id.isnull(), found.team_sent.concat(" is none of the thirty clubs")),
            else_=found.team_sent.concat(" has no game that counts on ", day),
        ),
    )
