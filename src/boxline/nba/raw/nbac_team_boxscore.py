"""NBA.com's box score of one game: both teams' lines, and those of all players listed.

One reply holds both, so one dataset does: `line_of` tells them apart. The teams' lines give the
totals, the players' lines who started, and why somebody did not play.
"""

from datetime import date
from typing import Any

from boxline.catalog import (
    Asked,
    Column,
    EachGame,
    Flag,
    Float,
    Int,
    Raw,
    Request,
    Text,
    after_final,
    after_start,
    at_hour,
    per_final_game,
    rows,
)
from boxline.nba.box_score import BOX_SCORE_RULES, counts_sent, team_counts
from boxline.nba.columns import GAME_DATE, GAME_ID, TEAM_ID
from boxline.providers.nba_com import NBA_COM, seconds_of
from boxline.providers.nba_com_box_score import (
    BoxScore,
    ListedPlayer,
    ListedTeam,
    NestedPlayer,
    NestedTeam,
    Side,
    Statistics,
)

_COUNTS = tuple(
    Column(
        c.name, c.type, c.unit, c.low, c.high, True, doc=f"{c.doc} NULL or 0 of who did not play."
    )
    for c in team_counts()
)
_MOMENTS = (after_start(3), at_hour(6, days_later=1), at_hour(6, days_later=3))

NBAC_TEAM_BOXSCORE = Raw(
    "nba_raw.nbac_team_boxscore",
    provider=NBA_COM,
    grain="one line of one game's box score: a team's, or a player's",
    landing="team-boxscore/{date}/{game_id}",
    payload=BoxScore,
    request=Request(
        host="stats",
        path="/stats/boxscoretraditionalv3",
        params={
            "GameID": "{game_id}",
            "StartPeriod": "0",
            "EndPeriod": "0",
            "StartRange": "0",
            "EndRange": "0",
            "RangeType": "0",
        },
        about=EachGame(),
        moments=_MOMENTS,
        wants_final=True,  # before the start every line is there, and is zero
        # Where the stats host hangs up, the live feed has the same lines of the same game.
        otherwise=Request(
            host="cdn",
            path="/static/json/liveData/boxscore/boxscore_{game_id}.json",
            about=EachGame(),
            moments=_MOMENTS,
            wants_final=True,
        ),
    ),
    key=("game_id", "line_id"),
    complete_within=("game_id",),
    expects=per_final_game(at_least=15),
    due=after_final(hours=3),
    columns=(
        GAME_ID,
        GAME_DATE,
        Column("line_of", Text, one_of=("team", "player"), doc="Whose line it is."),
        Column("line_id", Int, low=1, doc="The team's id in its line, the player's in his."),
        TEAM_ID,
        Column("team", Text, doc="Three-letter code."),
        Column(
            "is_home",
            Flag,
            nullable=True,
            doc="Whether the team played at home; NULL in the v2 shape, which does not say.",
        ),
        Column(
            "player_id",
            Int,
            low=1,
            nullable=True,
            doc="NBA.com's player id; NULL in a team's line.",
        ),
        Column("player_name", Text, nullable=True, doc="First and last; NULL in a team's line."),
        Column("is_starter", Flag, nullable=True, doc="Whether he started; NULL in a team's line."),
        Column(
            "start_position",
            Text,
            nullable=True,
            doc="Position he started at, as sent; NULL off the bench and in a team's line.",
        ),
        Column("has_played", Flag, doc="Whether any time on the floor was sent."),
        Column(
            "did_not_play_reason",
            Text,
            nullable=True,
            doc="As sent, for example `DNP - Coach's Decision`; NULL where there is none.",
        ),
        Column(
            "seconds_played",
            Int,
            "seconds",
            0,
            30_000,
            True,
            doc="On the floor; of a team, of its players together. NULL for who did not play.",
        ),
        *_COUNTS,
        Column(
            "plus_minus_points",
            Float,
            "points",
            -150,
            150,
            True,
            doc="The team's points less the other side's while he was on the floor; of a team, at "
            "the end. NULL or 0 of who did not play, NULL where not sent.",
        ),
    ),
    rules=BOX_SCORE_RULES,
)

_listed_counts = counts_sent(turnovers="to")


@rows(NBAC_TEAM_BOXSCORE)
def nbac_team_boxscore(
    line: NestedPlayer | NestedTeam | ListedPlayer | ListedTeam, side: Side, asked: Asked
) -> dict[str, Any]:
    """One row per line. The reply says no day: it is the one that was asked about."""
    counts = _counts(line)
    seconds = counts.pop("seconds_played")
    missing = [c.name for c in _COUNTS if counts[c.name] is None]
    if seconds and missing:
        raise ValueError(f"it has {seconds:g} seconds of play, and lacks {', '.join(missing)}")
    is_team = isinstance(line, NestedTeam | ListedTeam)
    return {
        "game_date": date.fromisoformat(asked.param("date")),
        "line_of": "team" if is_team else "player",
        **_who(line, side),
        "has_played": bool(seconds),
        "seconds_played": round(seconds) if seconds else None,
        **counts,
    }


def _who(line: NestedPlayer | NestedTeam | ListedPlayer | ListedTeam, side: Side) -> dict[str, Any]:
    """Whose line it is; what a team's line has not is None."""
    player: dict[str, Any] = dict.fromkeys(
        ("player_id", "player_name", "is_starter", "start_position", "did_not_play_reason")
    )
    match line:
        case ListedPlayer():
            player = {
                "player_id": line.player_id,
                "player_name": line.player_name,
                "is_starter": bool(line.start_position),
                "start_position": line.start_position or None,
                "did_not_play_reason": _words(line.comment),
            }
        case NestedPlayer():
            is_starter = bool(line.position) if line.starter is None else line.starter == "1"
            player = {
                "player_id": line.person_id,
                "player_name": f"{line.first_name} {line.family_name}".strip(),
                "is_starter": is_starter,
                "start_position": (line.position or None) if is_starter else None,
                "did_not_play_reason": _words(
                    line.comment, line.not_playing_reason, line.not_playing_description
                ),
            }
    if isinstance(line, ListedPlayer | ListedTeam):
        game_id, team_id, team = line.game_id, line.team_id, line.team_abbreviation
    elif type(side.team_id) is int and isinstance(side.team, str):
        game_id, team_id, team = side.game_id, side.team_id, side.team
    else:
        raise ValueError(f"its side is {side.team!r} with id {side.team_id!r}: no team")
    return {
        "game_id": game_id,
        "line_id": player["player_id"] or team_id,
        "team_id": team_id,
        "team": team,
        "is_home": side.is_home,
        **player,
    }


def _words(*parts: str | None) -> str | None:
    return " - ".join(part.strip() for part in parts if part and part.strip()) or None


def _counts(line: NestedPlayer | NestedTeam | ListedPlayer | ListedTeam) -> dict[str, Any]:
    if isinstance(line, NestedPlayer | NestedTeam):
        return _nested_counts(line.statistics)
    return {
        "seconds_played": seconds_of(line.min),
        **_listed_counts(line),
        "plus_minus_points": line.plus_minus,
    }


def _nested_counts(sent: Statistics) -> dict[str, Any]:
    # The live feed's `reboundsTotal` of a team has rebounds in it that no player took.
    own = sent.rebounds_personal
    return {
        "seconds_played": seconds_of(sent.minutes),
        "points": sent.points,
        "field_goals_made": sent.field_goals_made,
        "field_goals_attempted": sent.field_goals_attempted,
        "threes_made": sent.three_pointers_made,
        "threes_attempted": sent.three_pointers_attempted,
        "free_throws_made": sent.free_throws_made,
        "free_throws_attempted": sent.free_throws_attempted,
        "offensive_rebounds": sent.rebounds_offensive,
        "defensive_rebounds": sent.rebounds_defensive,
        "rebounds": sent.rebounds_total if own is None else own,
        "assists": sent.assists,
        "steals": sent.steals,
        "blocks": sent.blocks,
        "turnovers": sent.turnovers,
        "personal_fouls": sent.fouls_personal,
        "plus_minus_points": sent.plus_minus_points,
    }
