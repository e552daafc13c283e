"""Placing box-score lines and calendars side by side."""

from boxline.catalog import Rel
from boxline.nba import identity

GAME_COLUMNS = ("game_id", "game_date", "season", "season_type")


def placed_in_games(lines: Rel, games: Rel) -> Rel:
    """Lines of games that count, with season, season type, opponent and home side of their game.

    A line that names no game of its day, or a team that does not play in it, keeps NULLs there and
    so becomes a reject instead of vanishing.

    Args:
        lines: rows with `game_id` and `team_id`, and seasons as their source names them.
        games: the calendar of the same days.
    """
    import ibis

    counted = lines.filter(identity.counts(lines.game_id))
    known = [c for c in ("season", "season_type", "is_home") if c in counted.columns]
    sides = games.select("game_id", "season", "season_type", "home_team_id", "away_team_id")
    joined = counted.drop(*known).left_join(sides, "game_id")
    is_home = joined.team_id == joined.home_team_id
    is_away = joined.team_id == joined.away_team_id
    opponent = ibis.cases((is_home, joined.away_team_id), (is_away, joined.home_team_id))
    return joined.mutate(opponent_team_id=opponent, is_home=is_home)


def sides_of(games: Rel) -> Rel:
    """The calendar with two rows a game, one for each side."""
    import ibis

    home, away = "home_team_id", "away_team_id"
    return ibis.union(
        games.select(
            *GAME_COLUMNS, team_id=home, opponent_team_id=away, is_home=ibis.literal(True)
        ),
        games.select(
            *GAME_COLUMNS, team_id=away, opponent_team_id=home, is_home=ibis.literal(False)
        ),
    )
