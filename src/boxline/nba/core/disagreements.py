"""Where two sources of one fact differ: what each says, and which was taken."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Instant,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.nba.box_score import COUNTS
from boxline.nba.clubs import name_of_club
from boxline.nba.columns import GAME, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games_by_source import PLAYER_GAMES_BY_SOURCE
from boxline.nba.differing import differing
from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES
from boxline.nba.raw.bdl_games import BDL_GAMES
from boxline.nba.raw.nbac_scoreboard import NBAC_SCOREBOARD
from boxline.nba.raw.nbac_team_boxscore import NBAC_TEAM_BOXSCORE
from boxline.nba.scores import FINAL, balldontlie_scores
from boxline.nba.sources import SOURCES, first_told, rank_of
from boxline.nba.team_lines import TEAM_SOURCES, archived_lines, fetched_lines

SEVERITIES = ("grave", "minor")

#: What predictions are made of and graded by: a difference in it changes what is published.
GRAVE = ("has_played", "points", "rebounds", "assists", "threes_made", "team_id")

PLAYER_FIELDS = ("has_played", "team_id", "minutes_played", *COUNTS, "plus_minus_points")
TEAM_FIELDS = COUNTS

#: Sources of a game's score, after those of whole lines.
OF_SCORES = ("nbac_scoreboard", "bdl_games")

#: Sources round minutes each in their own way.
WITHIN = {"minutes_played": 1}

DISAGREEMENTS = Table(
    "nba_core.disagreements",
    grain="one fact of one player's or team's game in which a source differs from the chosen one",
    key=("game_id", "subject_id", "field", "other_source"),
    unread="findings, which `boxline findings list` shows",
    columns=(
        *GAME,
        Column(
            "dataset",
            Text,
            one_of=("nba_core.player_games", "nba_core.team_games"),
            doc="Whose fact it is.",
        ),
        Column("severity", Text, one_of=SEVERITIES, doc="`grave` if predictions rest on it."),
        Column("subject_id", Int, low=1, doc="NBA.com's id of the player, or of the team."),
        Column("subject_name", Text, doc="The player, or the team."),
        TEAM_ID,
        Column(
            "field",
            Text,
            one_of=tuple(dict.fromkeys((*PLAYER_FIELDS, *TEAM_FIELDS))),
            doc="What they differ in. `has_played` is false of a source, too, that has his "
            "side's lines and none of him; minutes differ if they are more than one apart.",
        ),
        Column("chosen_source", Text, doc="Whose value stands in the dataset."),
        Column("chosen_value", Text, doc="As text."),
        Column("other_source", Text, doc="Who differs."),
        Column("other_value", Text, doc="As text."),
        Column(
            "first_seen_at",
            Instant,
            is_stamp=True,
            doc="When the later of the two values was first seen, in UTC.",
        ),
    ),
)


@transform(DISAGREEMENTS)
def disagreements(
    told: Annotated[Rel, Same(PLAYER_GAMES_BY_SOURCE)],
    team_boxscore: Annotated[Rel, Same(NBAC_TEAM_BOXSCORE), Optional],
    team_archive: Annotated[Rel, Same(ARCHIVE_TEAM_GAMES), Optional],
    scoreboard: Annotated[Rel, Same(NBAC_SCOREBOARD), Optional],
    bdl_games: Annotated[Rel, Same(BDL_GAMES), Optional],
    games: Annotated[Rel, Same(GAMES), Optional],
) -> Rel:
    """Every field of players' and teams' lines in which a source differs from the first that has
    the line. What a source does not say differs from nothing. Of teams only the line that stands
    is compared, with the archive's and with scores; not its turnovers where it is added up, which
    are too few."""
    import ibis

    lines = _players(told)
    of_players = differing(
        lines, key=("game_id", "player_id"), fields=PLAYER_FIELDS, order=SOURCES, within=WITHIN
    ).rename(subject_id="player_id")
    names = lines.group_by("game_id", "player_id").agg(
        subject_name=lines.player_name.max(), team_id=lines.team_id.argmin(rank_of(lines.source))
    )
    of_players = of_players.join(
        names.rename(subject_id="player_id"), ["game_id", "subject_id"]
    ).mutate(dataset=ibis.literal("nba_core.player_games"))
    of_teams = differing(
        _teams(told, team_boxscore, team_archive, scoreboard, bdl_games, games),
        key=("game_id", "team_id"),
        fields=TEAM_FIELDS,
        order=(*TEAM_SOURCES, *OF_SCORES),
    )
    of_teams = of_teams.mutate(
        subject_id=of_teams.team_id,
        subject_name=name_of_club(of_teams.team_id),
        dataset=ibis.literal("nba_core.team_games"),
    )
    columns = of_players.columns
    every = ibis.union(of_players, of_teams.select(*columns))
    is_grave = every.field.isin(GRAVE)
    return every.join(games.select(*(c.name for c in GAME)), "game_id").mutate(
        severity=is_grave.ifelse(*SEVERITIES)
    )


def _players(lines: Rel) -> Rel:
    """Every source's lines of each player, and an empty one of each source that has lines of his
    side and none of him who played by another's."""
    import ibis

    columns = ("game_id", "player_id", "player_name", "source", "known_at", *PLAYER_FIELDS)
    told = lines.select(*columns).mutate(is_silent=ibis.literal(False))
    played = told.filter(told.has_played)
    # Where sources have him on different sides, he is missed on the side of the first of them.
    who = played.group_by("game_id", "player_id").agg(
        team_id=played.team_id.argmin(rank_of(played.source)),
        player_name=played.player_name.max(),
    )
    sides = played.select("game_id", "team_id", "source").distinct()
    silent = who.join(sides, ["game_id", "team_id"]).anti_join(
        told, ["game_id", "player_id", "source"]
    )
    nothing = {
        c: ibis.null(told[c].type())
        for c in ("known_at", *PLAYER_FIELDS)
        if c not in ("has_played", "team_id")
    }
    empty = silent.mutate(**nothing, has_played=ibis.literal(False), is_silent=ibis.literal(True))
    return ibis.union(told, empty.select(*told.columns))


def _teams(
    player_lines: Rel,
    team_boxscore: Rel,
    team_archive: Rel,
    scoreboard: Rel,
    bdl_games: Rel,
    games: Rel,
) -> Rel:
    """Every source's line of each team, and the scores that sources tell without one."""
    import ibis

    columns = ("game_id", "team_id", "source", "known_at", *COUNTS)
    # What is added up differs by what its players' lines differ in, and is compared if it stands.
    key = columns[:2]
    lines = fetched_lines(team_boxscore, player_lines, games)
    lines = first_told(lines, columns, key=key, order=TEAM_SOURCES, filled=("known_at",))
    has_own = lines.source == "nbac_team_boxscore"
    lines = lines.mutate(turnovers=has_own.ifelse(lines.turnovers, ibis.null("int64")))
    of_archive = archived_lines(team_archive, games)
    whole = ibis.union(
        lines.select(*columns),
        of_archive.filter(of_archive.opponent_team_id.notnull()).select(*columns),
    )
    over = scoreboard.filter(scoreboard.game_status == FINAL)
    by_board = over.select("game_id", "known_at", home="home_points", away="away_points")
    told = balldontlie_scores(bdl_games)
    by_bdl = games.join(told, ["game_date", "home_team_id", "away_team_id"]).select(
        "game_id", known_at=ibis.null("timestamp"), home="home_bdl", away="away_bdl"
    )
    parts = [
        _scores(by_board, games, "nbac_scoreboard"),
        _scores(by_bdl, games, "bdl_games"),
    ]
    nothing = {c: ibis.null("int64") for c in COUNTS if c != "points"}
    scores = ibis.union(*parts).mutate(**nothing).select(*columns)
    return ibis.union(whole, scores).mutate(is_silent=ibis.literal(False))


def _scores(told: Rel, games: Rel, source: str) -> Rel:
    """A score as two teams' points."""
    import ibis

    met = games.select("game_id", "home_team_id", "away_team_id").join(told, "game_id")
    return ibis.union(
        *(
            met.select(
                "game_id",
                "known_at",
                team_id=f"{side}_team_id",
                points=met[side],
                source=ibis.literal(source),
            )
            for side in ("home", "away")
        )
    )
