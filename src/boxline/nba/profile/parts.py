"""The parts of a player's document. Averages are per game that he played."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class NextGame(msgspec.Struct):
    """The next game of his club that is not over. `tipped_off_at` is the scheduled start in UTC,
    null while nobody knows it; `opponent` the other side's three-letter code."""

    game_id: str
    game_date: date
    tipped_off_at: datetime | None
    opponent: str | None
    is_home: bool


class Averages(msgspec.Struct):
    """Means over `games` games that he played, null over none; minutes in whole minutes each."""

    games: int
    minutes: float | None
    points: float | None
    rebounds: float | None
    assists: float | None
    threes: float | None
    points_rebounds_assists: float | None


class PropOfGame(msgspec.Struct):
    """One prop of one game that had a line or a forecast.

    `line` is the main line that stood at the start at the preferred bookmaker that had one, and
    `result` the side of it that won: OVER, UNDER or PUSH; null without a line. `forecast` is that
    of the system that spoke first, with its 80 % interval; null where none spoke. `origin` says
    whether that was made before the game (live) or later by the same rules (replay).
    """

    prop_type: str
    line: float | None
    bookmaker: str | None
    result: str | None
    system: str | None
    origin: str | None
    forecast: float | None
    low_80: float | None
    high_80: float | None


class PlayedGame(msgspec.Struct):
    """One game that he played. `usage_percent` is the share of his team's plays that he ended;
    that and `is_starter` are null where no source says."""

    game_id: str
    game_date: date
    team: str | None
    opponent: str | None
    is_home: bool
    is_win: bool
    is_starter: bool | None
    minutes: int
    points: int
    rebounds: int
    assists: int
    threes: int
    points_rebounds_assists: int
    usage_percent: float | None
    props: list[PropOfGame]


class HitRate(msgspec.Struct):
    """How often he went over his line in some games.

    `of` names them: last_5, last_10, last_20, season, or the other side's code. `games` he played,
    `n` of them had a line: `over`, `under` and `push` together. `share_over` is of those that were
    no push, null without any. The three `_current` say the same of all `games` beside the line
    that stands for today's game, null where he has none.
    """

    of: str
    games: int
    n: int
    over: int
    under: int
    push: int
    share_over: float | None
    over_current: int | None
    under_current: int | None
    push_current: int | None


class PropRates(msgspec.Struct):
    """One prop's hit rates. `current_line` is the preferred bookmaker's for today's game; null
    where he plays none, or none is known. Opponents are those against whom a rate can be told."""

    prop_type: str
    current_line: float | None
    current_bookmaker: str | None
    windows: list[HitRate]
    opponents: list[HitRate]


class Role(msgspec.Struct):
    """His minutes and role over some games: `of` is last_5, last_10 or season. `starts` are of the
    `starts_known` games of which a source says it; `usage_percent` is the mean over the games that
    have one, null over none."""

    of: str
    games: int
    minutes: float
    starts: int
    starts_known: int
    usage_percent: float | None


class Beside(msgspec.Struct):
    """His means over `games` games that he played; null over none."""

    games: int
    minutes: float | None
    points: float | None
    rebounds: float | None
    assists: float | None


class Teammate(msgspec.Struct):
    """One team-mate: his games with him on the floor too, and those that he missed though he
    belonged to the club. Told where both are five or more."""

    player_id: int
    name: str | None
    with_him: Beside
    without_him: Beside


class PropRecord(msgspec.Struct):
    """How predictions of one prop turned out.

    `mean_absolute_error` and `season_average_error` are over the same `compared` games, in which
    both said something; null over none. `inside` of `intervals` outcomes lay in their 80 %
    interval. `bets` were recommended and had a price: `won`, `lost`, `pushed`, and `units` gained
    at a flat stake of 1.
    """

    prop_type: str
    made: int
    graded: int
    compared: int
    mean_absolute_error: float | None
    season_average_error: float | None
    intervals: int
    inside: int
    bets: int
    won: int
    lost: int
    pushed: int
    units: float


class OurRecord(msgspec.Struct):
    """What became of what was said of him this season, by the system that spoke first.

    `origin` is live where any such prediction is graded, else replay; null where none is: the two
    are never mixed. `made` and `graded` count props of games.
    """

    origin: str | None
    made: int
    graded: int
    bets: int
    units: float
    props: list[PropRecord]
