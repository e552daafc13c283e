"""What each player did in each game, measured; or why he did not play."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Int,
    Known,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    after_final,
    per_final_game,
    transform,
    watched,
)
from boxline.nba import formulas
from boxline.nba.absence_reasons import CATEGORIES, category_of
from boxline.nba.analytics.player_prop_results import PLAYER_PROP_RESULTS
from boxline.nba.box_score import BOX_SCORE_RULES, COUNTS, player_counts
from boxline.nba.charted_shots import (
    BLOCK_COLUMNS,
    PASS_COLUMNS,
    ZONE_COLUMNS,
    ZONE_RULES,
    ZONES_MISSING_REASON_OF_PLAYER,
    blocking,
    charted_games,
    counted,
    shooting,
    why_missing,
)
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.core.absences import ABSENCES, KINDS
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.core.shots import SHOTS
from boxline.nba.core.team_games import TEAM_GAMES
from boxline.nba.daily_checks import NEAR_MEAN, PLAYER_CHECKS
from boxline.nba.line_outcomes import OUTCOME_COLUMNS, outcomes
from boxline.nba.props import DID_NOT_PLAY

_ABSENT = "NULL where he did not play."

#: Of 17 listed some 10 play, and of those some have no attempt.
_MEASURED = (Varies(), Known(0.35), NEAR_MEAN)

PLAYER_GAME_SUMMARY = Table(
    "nba_analytics.player_game_summary",
    grain="one player listed for one final game, played or not",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        *SIDE,
        Column(
            "is_win", Flag, doc="Whether his team won; of the team's line, never of plus-minus."
        ),
        Column("has_played", Flag, doc="Whether he was on the floor; if not, nothing is counted."),
        Column(
            "did_not_play_kind",
            Text,
            nullable=True,
            one_of=KINDS,
            doc="`did not play`: he stood in the box score; `inactive`: he was not in it. NULL "
            "where he played.",
        ),
        Column(
            "did_not_play_reason",
            Text,
            nullable=True,
            doc="As printed; NULL where he played, and where no source gives one.",
        ),
        Column(
            "did_not_play_category",
            Text,
            nullable=True,
            one_of=CATEGORIES,
            doc="What kind of reason that is; NULL without one.",
        ),
        Column(
            "is_starter",
            Flag,
            nullable=True,
            doc="As a source says, never by minutes. NULL where none does; false of who did not "
            "play.",
        ),
        Column(
            "minutes_played",
            Int,
            "minutes",
            0,
            80,
            True,
            checks=_MEASURED,
            doc=f"Whole minutes. {_ABSENT}",
        ),
        *watched(player_counts(missing=_ABSENT), **PLAYER_CHECKS),
        Column(
            "plus_minus_points",
            Int,
            "points",
            -100,
            100,
            True,
            doc=f"As in the box score. {_ABSENT}",
        ),
        Column(
            "usage_percent",
            Float,
            "percent",
            0,
            2000,
            True,
            checks=_MEASURED,
            doc="100 (FGA + 0.44 FTA + TOV) (game minutes / 5) / (minutes (team's FGA + 0.44 FTA + "
            "TOV)): the share of his team's plays that he ended while on the floor. NULL at 0 "
            "minutes. Minutes are whole, so a cameo of a minute or two can pass 100.",
        ),
        replace(formulas.TRUE_SHOOTING, checks=_MEASURED),
        replace(formulas.EFFECTIVE_FIELD_GOALS, checks=_MEASURED),
        *ZONE_COLUMNS,
        *PASS_COLUMNS,
        *BLOCK_COLUMNS,
        ZONES_MISSING_REASON_OF_PLAYER,
        *OUTCOME_COLUMNS,
    ),
    rules=(*BOX_SCORE_RULES, *ZONE_RULES),
)

_NUMBERS = ("minutes_played", *COUNTS, "plus_minus_points")
_WHO = (*(c.name for c in (*GAME, PLAYER_ID, *SIDE)),)
_KEY = ["game_id", "player_id"]


@transform(PLAYER_GAME_SUMMARY)
def player_game_summary(
    player_games: Annotated[Rel, Same(PLAYER_GAMES)],
    team_games: Annotated[Rel, Same(TEAM_GAMES)],
    shots: Annotated[Rel, Same(SHOTS), Optional],
    absences: Annotated[Rel, Same(ABSENCES), Optional],
    results: Annotated[Rel, Same(PLAYER_PROP_RESULTS), Optional],
    lines: Annotated[Rel, Same(PLAYER_PROP_LINES), Optional],
) -> Rel:
    """Everybody in the box score of a game, and the inactive of a game that has one, beside their
    team's line. One whose team has no line keeps a NULL `is_win`, and so becomes a reject until
    that line is in."""
    import ibis

    line = _joined(player_games, team_games, shots, absences, outcomes(results, lines))
    played = line.has_played
    whole = line.minutes_played * formulas.plays_hundredths(line, "team_")
    return line.mutate(
        **{name: ibis.cases((played, line[name])) for name in _NUMBERS},
        is_starter=played.ifelse(line.is_starter, ibis.literal(False)),
        did_not_play_kind=ibis.cases((~played, line.kind.coalesce(KINDS[0]))),
        did_not_play_reason=ibis.cases((~played, line.reason)),
        did_not_play_category=ibis.cases((~played, line.category)),
        usage_percent=formulas.plays_hundredths(line)
        * (line.game_minutes / 5)
        * 100
        / whole.nullif(0),
        true_shooting_share=formulas.true_shooting(line),
        effective_field_goal_share=formulas.effective_field_goals(line),
        **counted(line, ZONE_COLUMNS, played & line.is_charted),
        **counted(line, (*PASS_COLUMNS[:2], *BLOCK_COLUMNS), played & line.names_players),
        **counted(line, PASS_COLUMNS[2:], played & line.tells_and_ones),
        zones_missing_reason=played.ifelse(why_missing(line), ibis.literal(DID_NOT_PLAY)),
    )


def _joined(player_games: Rel, team_games: Rel, shots: Rel, absences: Rel, outcome: Rel) -> Rel:
    """Who is listed, beside all that is known of his game. Joined at once, so that the columns
    are carried through one join and not through one after the other."""
    listed = _listed(player_games, absences)
    team = team_games.select(
        "game_id",
        "team_id",
        "is_win",
        "game_minutes",
        team_field_goals_attempted="field_goals_attempted",
        team_free_throws_attempted="free_throws_attempted",
        team_turnovers="turnovers",
    )
    taker = ["game_id", "team_id", "player_id"]
    took = shooting(shots, of=taker)
    counts = took.select(*taker, *(c.name for c in (*ZONE_COLUMNS, *PASS_COLUMNS)))
    blocked = blocking(shots, of="block_player_id", named="player_id")
    games = charted_games(took)
    reasons = absences.select(*_KEY, "kind", "reason", category=category_of(absences.reason))
    beside = (team, reasons, counts, blocked, games, outcome)
    added = dict.fromkeys(c for other in beside for c in other.columns if c not in listed.columns)
    return (
        listed.left_join(team, ["game_id", "team_id"])
        .left_join(reasons, _KEY)
        .left_join(counts, taker)
        .left_join(blocked, _KEY)
        .left_join(games, "game_id")
        .left_join(outcome, _KEY)
        .select(listed, *added)
    )


def _listed(player_games: Rel, absences: Rel) -> Rel:
    """Who stands in the box score, and of a game that has one who was inactive."""
    import ibis

    in_box = player_games.select(*_WHO, *_NUMBERS, "has_played", "is_starter")
    absent = absences.semi_join(player_games, "game_id").anti_join(player_games, _KEY)
    beside = absent.select(
        *_WHO,
        **dict.fromkeys(_NUMBERS, ibis.null("int64")),
        has_played=ibis.literal(False),
        is_starter=ibis.null("boolean"),
    )
    return ibis.union(in_box, beside)
