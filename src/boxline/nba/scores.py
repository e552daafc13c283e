"""Final scores as schedules and scoreboards tell them."""

from boxline.catalog import Rel
from boxline.nba.clubs import team_id_of

#: NBA.com's status of a game that is on, and of one that is over.
ON, FINAL = 2, 3


def final_scores(scoreboard: Rel, schedule: Rel) -> Rel:
    """`game_id`, `home_told`, `away_told` of NBA.com's games that are over: of the scoreboard,
    else of the schedule."""
    import ibis

    # A game that was moved may stand on the boards of both days; it ends on one of them.
    on_board = scoreboard.filter(scoreboard.game_status == FINAL)
    first = on_board.group_by("game_id").agg(
        home_told=on_board.home_points.max(), away_told=on_board.away_points.max()
    )
    listed = schedule.filter(schedule.game_status == FINAL).select(
        "game_id", home_told="home_score", away_told="away_score"
    )
    return ibis.union(first, listed.anti_join(first, "game_id"))


def balldontlie_scores(games: Rel) -> Rel:
    """`game_date`, `home_team_id`, `away_team_id`, `home_bdl`, `away_bdl` of balldontlie's games
    that are over."""
    over = games.filter(games.game_status == "Final", games.home_score > 0)
    clubs = over.mutate(
        home_team_id=team_id_of(over.home_team), away_team_id=team_id_of(over.away_team)
    )
    return clubs.group_by("game_date", "home_team_id", "away_team_id").agg(
        home_bdl=clubs.home_score.max(), away_bdl=clubs.away_score.max()
    )
