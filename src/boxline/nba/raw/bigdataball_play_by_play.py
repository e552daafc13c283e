"""BigDataBall's play-by-play: every event of a game, and who was on the floor."""

from datetime import date
from typing import Any

import msgspec

from boxline.catalog import (
    Asked,
    Column,
    Day,
    EachGame,
    Float,
    Form,
    Int,
    Raw,
    Request,
    Text,
    after_final,
    at_hour,
    per_final_game,
    rows,
)
from boxline.providers.bigdataball import BIGDATABALL, PlayByPlay


class Play(msgspec.Struct):
    """One event, as the file writes it."""

    game_id: str
    data_set: str
    date: date
    period: int
    play_id: int
    remaining_time: str
    elapsed: str
    play_length: str
    a1: str | None = None
    a2: str | None = None
    a3: str | None = None
    a4: str | None = None
    a5: str | None = None
    h1: str | None = None
    h2: str | None = None
    h3: str | None = None
    h4: str | None = None
    h5: str | None = None
    away_score: int | None = None
    home_score: int | None = None
    team: str | None = None
    event_type: str | None = None
    assist: str | None = None
    away: str | None = None
    home: str | None = None
    block: str | None = None
    entered: str | None = None
    left: str | None = None
    num: int | None = None
    opponent: str | None = None
    outof: int | None = None
    player: str | None = None
    points: int | None = None
    possession: str | None = None
    reason: str | None = None
    result: str | None = None
    steal: str | None = None
    type: str | None = None
    shot_distance: float | None = None
    original_x: float | None = None
    original_y: float | None = None
    converted_x: float | None = None
    converted_y: float | None = None
    description: str | None = None


def _name(column: str, doc: str) -> Column:
    return Column(f"{column}_name", Text, nullable=True, doc=f"{doc}; NULL where none is named.")


def _floor(side: str) -> tuple[Column, ...]:
    doc = f"On the floor for the {side} side"
    return tuple(_name(f"{side}_player_{n}", doc) for n in range(1, 6))


def _of_a_shot(name: str, unit: str, low: float, high: float, doc: str) -> Column:
    return Column(name, Float, unit, low, high, True, doc=f"{doc}; NULL of other events.")


BIGDATABALL_PLAY_BY_PLAY = Raw(
    "nba_raw.bigdataball_play_by_play",
    provider=BIGDATABALL,
    grain="one event of one game",
    landing="{season}/{date}/game_{game_id}",
    payload=PlayByPlay,
    request=Request(
        path="/{season}/{date}/game_{game_id}.csv",
        about=EachGame(),
        # Published between 7 and 10 in the morning, Eastern.
        moments=(at_hour(10, days_later=1), at_hour(10, days_later=3)),
        form=Form.CSV,
        wants_final=True,
        not_yet=(403, 404),  # a file that is not shared yet is forbidden
    ),
    key=("game_id", "play_number"),
    complete_within=("game_id",),
    expects=per_final_game(at_least=300),
    due=after_final(hours=16),
    unread="archive only: core.shots takes NBA.com's play-by-play, which names zones; for checks",
    columns=(
        Column("game_id", Text, doc="NBA.com's game id; the file leaves out its first zeros."),
        Column("play_number", Int, low=1, doc="Counts the events of the game."),
        Column("game_date", Day, doc="The league day."),
        Column("data_set", Text, doc="For example `NBA 2025 Playoffs`, by the year it ends in."),
        Column("period", Int, low=1, high=12, doc="Quarter; from 5 on overtimes."),
        Column("remaining_seconds", Int, "seconds", 0, 720, doc="Of the period, after the event."),
        Column("elapsed_seconds", Int, "seconds", 0, 720, doc="Of the period, after the event."),
        Column("play_length_seconds", Int, "seconds", 0, 720, doc="Since the event before it."),
        Column("away_score", Int, "points", 0, 300, True, doc="After the event; NULL if not sent."),
        Column("home_score", Int, "points", 0, 300, True, doc="After the event; NULL if not sent."),
        Column("team", Text, nullable=True, doc="Three-letter code; NULL of nobody's event."),
        Column("event_type", Text, nullable=True, doc="`shot`, `free throw`, ...; NULL if unsaid."),
        Column("event_subtype", Text, nullable=True, doc="`3pt jump shot`, ...; NULL if unsaid."),
        _name("player", "Whose event it is"),
        _name("assist", "Who passed to the shooter"),
        _name("block", "Who blocked the shot"),
        _name("steal", "Who took the ball"),
        _name("entered", "Who came in"),
        _name("left", "Who went out"),
        _name("opponent", "Who drew the foul"),
        _name("away_jumper", "Who jumped for the away side"),
        _name("home_jumper", "Who jumped for the home side"),
        _name("possession", "Who got the jump ball"),
        Column("reason", Text, nullable=True, doc="Of a foul or turnover; NULL of other events."),
        Column(
            "result",
            Text,
            nullable=True,
            one_of=("made", "missed"),
            doc="Of a shot or free throw; NULL of other events.",
        ),
        Column("points", Int, "points", 0, 3, True, doc="Scored by it; NULL where it can be none."),
        Column("free_throw_number", Int, "", 1, 3, True, doc="NULL of other events."),
        Column("free_throws_awarded", Int, "", 1, 3, True, doc="NULL of other events."),
        _of_a_shot("shot_distance_feet", "feet", 0, 94, "From the hoop"),
        _of_a_shot("original_x", "tenths of a foot", -500, 500, "Sideways from the hoop"),
        _of_a_shot("original_y", "tenths of a foot", -500, 1000, "Upcourt from the hoop"),
        _of_a_shot("converted_x", "feet", -5, 55, "Across the floor"),
        _of_a_shot("converted_y", "feet", -5, 99, "Along the floor"),
        Column("description", Text, nullable=True, doc="In words; NULL where not sent."),
        *_floor("away"),
        *_floor("home"),
    ),
)


def _game_id(sent: str) -> str:
    if not (sent.isascii() and sent.isdigit() and len(sent) <= 10):
        raise ValueError(f"game_id is {sent}, which is no game id")
    return sent.zfill(10)


def _seconds(name: str, clock: str) -> int:
    parts = clock.split(":")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 2 for p in parts):
        raise ValueError(f"{name} is {clock}, which is no time of the form h:mm:ss")
    hours, minutes, seconds = map(int, parts)
    return hours * 3600 + minutes * 60 + seconds


@rows(BIGDATABALL_PLAY_BY_PLAY)
def bigdataball_play_by_play(play: Play, asked: Asked) -> dict[str, Any]:
    """One row per event, names as written; what has no name in the file is NULL."""
    game_id = _game_id(play.game_id)
    asked.insist("game_id", game_id)
    return {
        "game_id": game_id,
        "play_number": play.play_id,
        "game_date": play.date,
        "data_set": play.data_set,
        "period": play.period,
        "remaining_seconds": _seconds("remaining_time", play.remaining_time),
        "elapsed_seconds": _seconds("elapsed", play.elapsed),
        "play_length_seconds": _seconds("play_length", play.play_length),
        "away_score": play.away_score,
        "home_score": play.home_score,
        "team": play.team,
        "event_type": play.event_type,
        "event_subtype": play.type,
        "player_name": play.player,
        "assist_name": play.assist,
        "block_name": play.block,
        "steal_name": play.steal,
        "entered_name": play.entered,
        "left_name": play.left,
        "opponent_name": play.opponent,
        "away_jumper_name": play.away,
        "home_jumper_name": play.home,
        "possession_name": play.possession,
        "reason": play.reason,
        "result": play.result,
        "points": play.points,
        "free_throw_number": play.num,
        "free_throws_awarded": play.outof,
        "shot_distance_feet": play.shot_distance,
        "original_x": play.original_x,
        "original_y": play.original_y,
        "converted_x": play.converted_x,
        "converted_y": play.converted_y,
        "description": play.description,
        **_on_the_floor("away", (play.a1, play.a2, play.a3, play.a4, play.a5)),
        **_on_the_floor("home", (play.h1, play.h2, play.h3, play.h4, play.h5)),
    }


def _on_the_floor(side: str, names: tuple[str | None, ...]) -> dict[str, str | None]:
    return {f"{side}_player_{n}_name": name for n, name in enumerate(names, 1)}
