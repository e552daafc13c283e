"""Players' lines of the archive, on the games they belong to."""

from boxline.catalog import Rel
from boxline.nba.placing import placed_in_games
from boxline.nba.sources import named


def archived(archive: Rel, games: Rel) -> Rel:
    """The archive's lines with their game, as computed tables have lines.

    Args:
        archive: rows of archive_player_games.
        games: the calendar of the same days.
    """
    import ibis

    # The archive lists nobody who stayed on the bench.
    placed = placed_in_games(archive, games)
    return placed.mutate(
        has_played=ibis.literal(True),
        source=named("archive"),
        start_position=placed.start_position.nullif(""),
    )
