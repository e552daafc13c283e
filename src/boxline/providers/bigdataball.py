"""BigDataBall: play-by-play as CSV files, one a game.

The true files lie in a Google Drive folder that is shared with who pays, behind a service account.
Boxline does not speak to Google Drive: fetch them with other means and land them. The host below is
no host; a sandbox takes its place, so that the way of a fetched CSV file is tried all the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

import msgspec

from boxline.catalog import Provider, UnreadableReply, Within

BIGDATABALL = Provider(
    name="bigdataball",
    landing="big-data-ball",
    doc="A shared Google Drive folder, which Boxline does not speak to: land its files with "
    "`boxline land`. Only a sandbox can be fetched from.",
    hosts={"files": "https://bigdataball.sandbox"},
    is_simulated=True,
    adds="Play-by-play with the ten players on the floor, some hours after each game; paid.",
)

#: The columns of a play-by-play file.
COLUMNS = tuple(
    "game_id data_set date a1 a2 a3 a4 a5 h1 h2 h3 h4 h5 period away_score home_score "  # noqa: SIM905
    "remaining_time elapsed play_length play_id team event_type assist away home block entered "
    "left num opponent outof player points possession reason result steal type shot_distance "
    "original_x original_y converted_x converted_y description".split()
)

#: Where its bytes are no text.
_NO_TEXT = ("\0", "\ufffd")


class PlayByPlay(msgspec.Struct):
    """A file: each line a play, as a mapping of column to text, None where nothing stands. A line
    that is none stands for itself, with the error."""

    rows: list[Within]

    @classmethod
    def from_bytes(cls, body: bytes) -> PlayByPlay:
        """Read a file. No play goes over a line's end, so a broken line spoils no other.

        Raises:
            UnreadableReply: it is no CSV file, or lacks columns.
        """
        # Not by `splitlines`, which ends lines at characters that a name may hold.
        lines = body.decode("utf-8-sig", errors="replace").rstrip("\r\n").split("\n")
        header, *plays = (line.rstrip("\r") for line in lines)
        names = _fields(header)
        if isinstance(names, ValueError):
            raise UnreadableReply(f"its first line is no header of a CSV file ({names})")
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            few = ", ".join(missing[:6]) + (" ..." if len(missing) > 6 else "")
            why = f"its first line does not name the columns {few}, with commas between them"
            raise UnreadableReply(why)
        if len(set(names)) < len(names):
            raise UnreadableReply("its first line names a column twice")
        return cls(rows=[*_plays(names, plays)])


def _plays(names: list[str], lines: list[str]) -> Iterator[Within]:
    for line in lines:
        fields = _fields(line)
        if not isinstance(fields, ValueError):
            if len(fields) == len(names):
                play: Mapping[str, str | None] = {
                    name: field or None for name, field in zip(names, fields, strict=True)
                }
                yield Within(play, None)
                continue
            fields = ValueError(f"it has {len(fields)} fields, and the header has {len(names)}")
        yield Within({"line": line}, fields)


def _fields(line: str) -> list[str] | ValueError:
    if any(sign in line for sign in _NO_TEXT):
        return ValueError("it holds bytes that are no text in UTF-8")
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error as cause:
        return ValueError(f"it is no line of a CSV file: {cause}")
