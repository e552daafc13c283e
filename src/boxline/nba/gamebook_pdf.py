"""Every player of a game, out of NBA.com's official scorer's report: the gamebook.

The short file has the box of the whole game alone; in the one that ends in `_book.pdf` that box
stands behind a cover and before the boxes of each period, which are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from boxline.catalog import UnreadableReply
from boxline.domain.days import EASTERN
from boxline.nba.box_score import COUNTS
from boxline.nba.gamebook_inactive import read_inactive
from boxline.providers.pdf import Word, lines_of, read_pages, text_of

#: What the box prints, in its order.
PRINTED = (
    "field_goals_made",
    "field_goals_attempted",
    "threes_made",
    "threes_attempted",
    "free_throws_made",
    "free_throws_attempted",
    "offensive_rebounds",
    "defensive_rebounds",
    "rebounds",
    "assists",
    "personal_fouls",
    "steals",
    "turnovers",
    "blocks",
    "plus_minus",
    "points",
)
_HEADINGS = "POS MIN FG FGA 3P 3PA FT FTA OR DR TOT A PF ST TO BS +/- PTS"
_TITLE, _ANY_TITLE = "FINAL BOX", "SCORER'S REPORT"
_LONGEST_LINE = 400
_SECONDS = 60

_DAY = re.compile(r"[A-Z][a-z]+day, ([A-Z][a-z]+ \d{1,2}, \d{4})\b")
_SIDE = re.compile(r"(VISITOR|HOME) ?: ?(.+?)(?: \(\d+-\d+\))?")
_NUMBERS = rf"((?: [-+]?\d{{1,3}}){{{len(PRINTED)}}})"
_TOTALS = re.compile(rf"(\d{{2,3}}:\d\d){_NUMBERS}")
_WHO = r"(?:(\d{1,2}) )?(\D.*?)(?: ([FGC](?:-[FGC])?))? "
_PLAYED = re.compile(rf"{_WHO}(\d{{1,2}}:\d\d){_NUMBERS}")
_DID_NOT_PLAY = re.compile(rf"{_WHO}([A-Z]{{3}} ?- ?\S.*)")
_PERIODS = re.compile(r"(\D.*?)((?: \d{1,3}){5,})")


@dataclass(kw_only=True)
class _Side:
    """One side's box: its rows, and what it says of them together."""

    role: str  # away or home
    team_name: str
    has_headings: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    totals: Mapping[str, int] | None = None
    reason_left: float = 0.0  # where the reason of the last row begins


def read_gamebook(body: bytes) -> list[dict[str, Any]]:
    """Every player of both sides, visitors first: who is in the box, then who was inactive.

    Args:
        body: the PDF.
    Returns:
        For each player `text` (his line as printed), `game_date`, `officials` (as printed),
        `away_name`, `home_name` (of the clubs), `role` (`away`, `home`), `status` (`active`,
        `dnp`, `inactive`), `jersey`, `player_name` (of the inactive the last name alone),
        `name_number` (1, 2, ... of his side's players of that name), `position` (of starters),
        `reason` (why he did not play), `seconds_played`, the counts of a box score and
        `plus_minus`. Each is absent where it is not printed. `trouble` says why a line cannot be
        understood, or why it and its neighbours cannot all be right; empty where they can.
    Raises:
        UnreadableReply: it is no whole PDF, or no gamebook with the boxes of two sides.
    """
    lines = _lines_of_final_box(read_pages(body))
    texts = [text_of(line) for line in lines]
    sides = _sides(lines, texts)
    shared = {
        "game_date": _game_day(texts),
        "officials": _officials(texts),
        "away_name": sides[0].team_name,
        "home_name": sides[1].team_name,
    }
    rows = [row for side in sides for row in _checked(side)]
    rows += read_inactive(texts, {side.role: side.team_name for side in sides})
    rows += _contradictions(texts, sides)
    seen: Counter[tuple[Any, Any]] = Counter()
    for row in rows:
        who = (row.get("role"), row.get("player_name"))
        seen[who] += 1
        row |= {"name_number": seen[who], **shared, "trouble": row.get("trouble", "")}
        if not row["trouble"] and "\ufffd" in row["text"]:
            row["trouble"] = "the PDF does not say which letters some of its signs are"
    return rows


def _lines_of_final_box(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines of the page with that title, and of those after it that have no title."""
    found: list[list[Word]] = []
    for words in pages:
        lines = lines_of(words)
        texts = [text_of(line) for line in lines]
        if any(_TITLE in text for text in texts) and not found:
            found = lines
        elif found and any(_ANY_TITLE in text or "PLAY-BY-PLAY" in text for text in texts):
            break
        elif found:
            found += lines
    if not found:
        raise UnreadableReply(f"the PDF has no page with the title {_TITLE}")
    return found


def _game_day(texts: Sequence[str]) -> str:
    for text in texts:
        if found := _DAY.match(text):
            try:
                printed = datetime.strptime(found[1], "%B %d, %Y").replace(tzinfo=EASTERN)
            except ValueError as cause:
                raise UnreadableReply(f"its day is none of the calendar: {found[1]}") from cause
            return printed.date().isoformat()
    raise UnreadableReply("the gamebook does not name its day")


def _officials(texts: Sequence[str]) -> str | None:
    for text in texts:
        if text.startswith("Officials:"):
            return text.removeprefix("Officials:").strip() or None
    return None


def _sides(lines: Sequence[Sequence[Word]], texts: Sequence[str]) -> tuple[_Side, _Side]:
    sides: list[_Side] = []
    for line, text in zip(lines, texts, strict=True):
        if found := _SIDE.fullmatch(text[:_LONGEST_LINE]):
            role = "away" if found[1] == "VISITOR" else "home"
            sides.append(_Side(role=role, team_name=found[2]))
        elif sides and sides[-1].totals is None:
            _read_line(sides[-1], line, text)
    if [side.role for side in sides] != ["away", "home"]:
        raise UnreadableReply("the gamebook has not one box for the visitors and one for the home")
    for side in sides:
        if not side.has_headings:
            raise UnreadableReply(f"the columns of {side.team_name} are not {_HEADINGS}")
        if side.totals is None:
            raise UnreadableReply(f"the box of {side.team_name} ends without its totals")
    return sides[0], sides[1]


def _read_line(side: _Side, line: Sequence[Word], text: str) -> None:
    if text == _HEADINGS:
        side.has_headings = True
    elif len(text) > _LONGEST_LINE:
        side.rows.append({"role": side.role, "text": text, "trouble": "the line is too long"})
    elif found := _TOTALS.fullmatch(text):
        side.totals = _numbers(found[2])
    elif found := _PLAYED.fullmatch(text):
        own = {"status": "active", "seconds_played": _seconds(found[4]), **_numbers(found[5])}
        side.rows.append(_player(side, text, found) | own)
    elif found := _DID_NOT_PLAY.fullmatch(text):
        side.reason_left = line[-len(found[4].split())].left
        side.rows.append(_player(side, text, found) | {"status": "dnp", "reason": found[4]})
    elif side.rows and side.rows[-1].get("reason") and line[0].left >= side.reason_left - 1:
        side.rows[-1]["reason"] += f" {text}"  # it goes on below itself
        side.rows[-1]["text"] += f" {text}"
    else:
        trouble = "the line is neither a player's nor the totals"
        side.rows.append({"role": side.role, "text": text, "trouble": trouble})


def _player(side: _Side, text: str, found: re.Match[str]) -> dict[str, Any]:
    row = {"role": side.role, "text": text, "player_name": found[2]}
    return row | {k: v for k, v in (("jersey", found[1]), ("position", found[3])) if v}


def _numbers(text: str) -> dict[str, int]:
    return dict(zip(PRINTED, map(int, text.split()), strict=True))


def _seconds(clock: str) -> int:
    minutes, seconds = clock.split(":")
    return int(minutes) * _SECONDS + int(seconds)


def _checked(side: _Side) -> list[dict[str, Any]]:
    """The rows, and one in trouble for every count of which the players do not make the total."""
    assert side.totals is not None
    wrong = []
    for count in COUNTS:
        made = sum(row.get(count, 0) for row in side.rows)
        if made != side.totals[count]:
            text = f"{side.team_name}: {count} {side.totals[count]}"
            trouble = f"the totals say {side.totals[count]} {count}, the players make {made}"
            wrong.append({"role": side.role, "text": text, "trouble": trouble})
    return side.rows + wrong


def _contradictions(texts: Sequence[str], sides: Sequence[_Side]) -> Iterator[dict[str, Any]]:
    """A side whose points by period are not those of its totals."""
    start = next((n for n, text in enumerate(texts) if text.startswith("SCORE BY")), len(texts))
    for text in texts[start : start + 6]:
        found = _PERIODS.fullmatch(text[:_LONGEST_LINE])
        for side in sides if found else ():
            assert found is not None
            assert side.totals is not None
            if not side.team_name.casefold().endswith(found[1].casefold()):
                continue
            *periods, final = map(int, found[2].split())
            if not sum(periods) == final == side.totals["points"]:
                trouble = f"{side.totals['points']} points in the box, {final} by period"
                yield {"role": side.role, "text": text, "trouble": trouble}
