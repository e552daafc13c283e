"""Who could be meant by a name in a box score: players whom sources name with NBA.com's ids."""

from boxline.catalog import Rel


def listed_today(team_boxscore: Rel, player_boxscore: Rel, archive: Rel) -> Rel:
    """`game_date`, `team_id`, `player_id`, `player_name` of those whom sources with ids list in the
    day's games."""
    import ibis

    columns = ("game_date", "team_id", "player_id", "player_name")
    return ibis.union(
        team_boxscore.filter(team_boxscore.line_of == "player").select(*columns),
        player_boxscore.select(*columns),
        archive.select(*columns),
        distinct=True,
    )


def known_before(archive: Rel, team_boxscore: Rel, player_boxscore: Rel, player_list: Rel) -> Rel:
    """`team_id` (NULL of no club), `player_id`, `player_name`, `known_since` of those who were in
    a box score with ids, or on the list of a season, on which they count from its first day."""
    import ibis

    columns = ("team_id", "player_id", "player_name", "game_date")
    every = ibis.union(
        archive.select(*columns),
        team_boxscore.filter(team_boxscore.line_of == "player").select(*columns),
        player_boxscore.select(*columns),
        player_list.select(*columns[:-1], game_date="season_starts_on"),
    )
    key = list(columns[:-1])
    return every.group_by(key).agg(known_since=every.game_date.min())
