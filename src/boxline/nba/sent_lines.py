"""Players' lines of finished games as each source sends them, in one shape."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Rel
from boxline.nba import identity
from boxline.nba.box_score import COUNTS
from boxline.nba.clubs import team_id_of
from boxline.nba.sources import named, whole_minutes

#: The shape: whose line, of which game (or of which club's game of the day), and what he did.
#: `game_id` and `player_id` are NULL where the source has ids of its own.
SHAPE = (
    "source",
    "game_id",
    "game_date",
    "team_id",
    "team_sent",
    "player_id",
    "name_sent",
    "has_played",
    "minutes_played",
    *COUNTS,
    "plus_minus_points",
    "is_starter",
    "start_position",
    "known_at",
)


def lines_sent(
    gamebook: Rel, team_boxscore: Rel, player_boxscore: Rel, stats: Rel, box_scores: Rel
) -> Rel:
    """The lines of every source that is fetched, of all who stood in the box; `SHAPE`.

    Args:
        gamebook: rows of nbac_gamebook.
        team_boxscore: rows of nbac_team_boxscore.
        player_boxscore: rows of nbac_player_boxscore.
        stats: rows of bdl_player_box_scores.
        box_scores: rows of bdl_box_scores.
    """
    import ibis

    return ibis.union(
        _gamebook(gamebook),
        _team_boxscore(team_boxscore),
        _player_boxscore(player_boxscore),
        _balldontlie(stats, "bdl_player_box_scores"),
        _balldontlie(box_scores, "bdl_box_scores"),
    )


def _line(rows: Rel, has_played: Any, **values: Any) -> Rel:
    """A line in the shape. Who was not on the floor did nothing: that is known, and 0."""
    import ibis

    zero = {c: has_played.ifelse(rows[c], rows[c].coalesce(0)).cast("int64") for c in COUNTS}
    minutes = has_played.ifelse(values.pop("minutes"), ibis.literal(0)).cast("int64")
    given = {"has_played": has_played, "minutes_played": minutes, **zero, **values}
    return rows.select(
        **{c: given[c] if c in given else rows[c] for c in SHAPE},
    )


def _gamebook(book: Rel) -> Rel:
    import ibis

    boxed = book.filter(
        book.status != "inactive", book.game_id.isnull() | identity.counts(book.game_id)
    )
    return _line(
        boxed,
        boxed.status == "active",
        minutes=whole_minutes(boxed.seconds_played),
        source=named("nbac_gamebook"),
        team_id=team_id_of(boxed.team).cast("int64"),
        team_sent=boxed.team,
        player_id=ibis.null("int64"),
        name_sent=boxed.player_name,
        plus_minus_points=boxed.plus_minus,
        start_position=boxed.position,
    )


def _team_boxscore(lines: Rel) -> Rel:
    players = lines.filter(lines.line_of == "player", identity.counts(lines.game_id))
    return _line(
        players,
        players.has_played,
        minutes=whole_minutes(players.seconds_played),
        source=named("nbac_team_boxscore"),
        team_sent=players.team,
        name_sent=players.player_name,
        # Sent as a number with a point.
        plus_minus_points=players.plus_minus_points.round().cast("int64"),
    )


def _player_boxscore(lines: Rel) -> Rel:
    import ibis

    # Without a result the game is still on.
    over = lines.filter(identity.counts(lines.game_id), lines.wl.notnull())
    return _line(
        over,
        ibis.literal(True),
        minutes=over.minutes_played,
        source=named("nbac_player_boxscore"),
        team_sent=over.team,
        name_sent=over.player_name,
        is_starter=ibis.null("boolean"),
        start_position=ibis.null("string"),
    )


def _balldontlie(lines: Rel, source: str) -> Rel:
    """One of "00" minutes and no statistic stayed on the bench."""
    import ibis

    over = lines.filter(lines.game_status == "Final")
    told = [c for c in ("minutes_played", *COUNTS, "plus_minus_points") if c in over.columns]
    has_played = ibis.or_(*((over[c] != 0).fill_null(False) for c in told))
    has_plus_minus = "plus_minus_points" in told
    plus_minus = over.plus_minus_points if has_plus_minus else ibis.null("int64")
    return _line(
        over,
        has_played,
        minutes=over.minutes_played,
        source=named(source),
        game_id=ibis.null("string"),
        team_id=team_id_of(over.team).cast("int64"),
        team_sent=over.team,
        player_id=ibis.null("int64"),
        name_sent=over.player_name,
        plus_minus_points=plus_minus,
        is_starter=ibis.null("boolean"),
        start_position=ibis.null("string"),
    )
