"""The official scorer's report of a game (the gamebook) as the PDF that NBA.com publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from boxline.sandbox.box_scores import StatLine, sum_of
from boxline.sandbox.pdf_pages import PlacedText

#: Heading -> the count below it, in the order printed.
_COUNTS = {
    "FG": "fgm",
    "FGA": "fga",
    "3P": "fg3m",
    "3PA": "fg3a",
    "FT": "ftm",
    "FTA": "fta",
    "OR": "oreb",
    "DR": "dreb",
    "TOT": "reb",
    "A": "ast",
    "PF": "pf",
    "ST": "stl",
    "TO": "tov",
    "BS": "blk",
}
_HEADINGS = ("POS", "MIN", *_COUNTS, "+/-", "PTS")
_JERSEY, _NAME, _POSITION, _MINUTES, _FIRST_STAT, _STEP = 24, 42, 150, 172, 206, 24
_SIZE, _LINE = 7.0, 11.0
_SECONDS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """What a player did.

    Attributes:
        line: the counts; its whole minutes are not printed.
        seconds_played: on the floor.
        plus_minus: points of his side less points of the other while he was on the floor.
    """

    line: StatLine
    seconds_played: int
    plus_minus: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dressed:
    """A player in the box of his side: `played` or, where that is None, `reason`.

    Attributes:
        jersey: the number, `00` too.
        player_name: first name first.
        position: `F`, `C` or `G` of a starter; empty of the others.
        reason: `DNP - Coach's Decision`, `NWT - Injury/Illness - Left Knee; Sprain`.
    """

    jersey: str
    player_name: str
    position: str = ""
    played: Played | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inactive:
    """A player who was not in the box: by his last name alone."""

    last_name: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BookSide:
    """One side.

    Attributes:
        team_name: city and nickname, `Memphis Grizzlies`.
        nickname: `Grizzlies`.
        record: wins and losses, `27-53`.
        players: starters first.
        inactive: in the order of their names.
        points_by_period: quarters and overtimes.
    """

    team_name: str
    nickname: str
    record: str
    players: Sequence[Dressed]
    inactive: Sequence[Inactive] = ()
    points_by_period: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Gamebook:
    """One game. `place` is arena, city and state; `officials` are numbers and names."""

    game_date: date
    place: str
    officials: Sequence[tuple[int, str]]
    away: BookSide
    home: BookSide
    duration_minutes: int = 130
    attendance: int = 18_000


def gamebook_pdf(book: Gamebook, *, is_whole_book: bool = False) -> bytes:
    """A gamebook as a PDF; the same game gives the same bytes.

    Args:
        book: the game.
        is_whole_book: print the cover and the box of the first quarter as well, as the file that
            ends in `_book.pdf` has them (the quarter's numbers are those of the game).
    """
    paper = PlacedText(612, 792)
    if is_whole_book:
        paper.add_page()
        paper.write(250, 300, "NBA GAMEBOOK", size=14)
    _Sheet(paper).print(book, "FINAL BOX")
    if is_whole_book:
        _Sheet(paper).print(book, "1st QUARTER ONLY")
    return paper.as_bytes()


class _Sheet:
    """One page of text lines, filled from the top."""

    def __init__(self, paper: PlacedText) -> None:
        self._paper, self._down = paper, 30.0
        paper.add_page()

    def print(self, book: Gamebook, title: str) -> None:
        hours, minutes = divmod(book.duration_minutes, 60)
        for text in ("NATIONAL BASKETBALL ASSOCIATION", "OFFICIAL SCORER'S REPORT", title):
            self._line(text, left=230)
        day = f"{book.game_date:%A, %B} {book.game_date.day}, {book.game_date.year}"
        self._line(f"{day} {book.place}")
        self._line(
            "Officials: " + ", ".join(f"#{number} {name}" for number, name in book.officials)
        )
        self._line(f"Game Duration: {hours}:{minutes:02d}")
        self._line(f"Attendance: {book.attendance}")
        self._side("VISITOR", book.away, book.home)
        self._side("HOME", book.home, book.away)
        self._periods(book)
        for side in (book.away, book.home):
            told = ", ".join(f"{one.last_name} ({one.reason})" for one in side.inactive)
            for text in self._paper.wrapped(f"Inactive: {side.nickname} - {told}", 560, size=_SIZE):
                self._line(text)
        self._line("Points in the Paint: not counted in the sandbox")
        self._line("Copyright (c) NBA Properties, Inc. All Rights Reserved")

    def _line(self, text: str, *, left: float = _JERSEY) -> None:
        self._paper.write(left, self._down, text, size=_SIZE)
        self._down += _LINE

    def _cells(self, cells: Sequence[tuple[float, str]]) -> None:
        for left, text in cells:
            self._paper.write(left, self._down, text, size=_SIZE)
        self._down += _LINE

    def _side(self, role: str, side: BookSide, other: BookSide) -> None:
        self._line(f"{role}: {side.team_name} ({side.record})")
        lefts = (_POSITION, _MINUTES, *_stat_places(len(_HEADINGS) - 2))
        self._cells(list(zip(lefts, _HEADINGS, strict=True)))
        for player in side.players:
            self._cells(_player_cells(player))
        played = [player.played for player in side.players if player.played]
        total = sum_of(one.line for one in played)
        margin = total.pts - sum(p.played.line.pts for p in other.players if p.played)
        seconds = sum(one.seconds_played for one in played)
        self._cells(_count_cells(total, seconds, margin))
        shares = ((total.fgm, total.fga), (total.fg3m, total.fg3a), (total.ftm, total.fta))
        percents = [f"{100 * made / max(tried, 1):.1f}%" for made, tried in shares]
        self._cells(list(zip(_stat_places(6)[::2], percents, strict=True)))
        self._line(f"TM REB: 8  TOT TO: {total.tov} (0 PTS)")

    def _periods(self, book: Gamebook) -> None:
        count = len(book.away.points_by_period)
        names = [str(number) if number < 5 else f"OT{number - 4}" for number in range(1, count + 1)]
        self._line("SCORE BY PERIOD")
        self._cells(list(zip(_stat_places(count + 1), [*names, "FINAL"], strict=True)))
        for side in (book.away, book.home):
            points = [*side.points_by_period, sum(side.points_by_period)]
            shown = zip(_stat_places(count + 1), map(str, points), strict=True)
            self._cells([(_JERSEY, side.nickname), *shown])


def _stat_places(count: int) -> list[float]:
    return [_FIRST_STAT + _STEP * number for number in range(count)]


def _player_cells(player: Dressed) -> list[tuple[float, str]]:
    who = [(_JERSEY, player.jersey), (_NAME, player.player_name), (_POSITION, player.position)]
    if player.played is None:
        return [*who, (_MINUTES, player.reason)]
    played = player.played
    return [*who, *_count_cells(played.line, played.seconds_played, played.plus_minus)]


def _count_cells(line: StatLine, seconds: int, plus_minus: int) -> list[tuple[float, str]]:
    counts = [getattr(line, stat) for stat in _COUNTS.values()] + [plus_minus, line.pts]
    shown = zip(_stat_places(len(counts)), map(str, counts), strict=True)
    return [(_MINUTES, f"{seconds // _SECONDS:02d}:{seconds % _SECONDS:02d}"), *shown]
