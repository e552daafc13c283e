"""The MLB Stats API's statistics: sets of one type and group, each with its splits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from boxline.catalog import Within
from boxline.providers.mlb_stats_api import Coded, Named, Person
from boxline.providers.mlb_stats_api_lines import Batting, Pitching
from boxline.providers.tagged_rows import opened, tagged


class BattingTotals(Batting, kw_only=True, rename="camel"):
    """What somebody did at the plate in many games. Rates are sent as texts: `.283`, or `-.--`
    where there is nothing to divide by."""

    avg: str | None = None
    obp: str | None = None
    slg: str | None = None
    babip: str | None = None


class PitchingTotals(Pitching, kw_only=True, rename="camel"):
    """What somebody did on the mound in many games; the batters' rates are those against him."""

    avg: str | None = None
    obp: str | None = None
    slg: str | None = None
    whip: str | None = None


class _Split(msgspec.Struct, rename="camel", kw_only=True):
    season: str | None = None
    player: Person | None = None
    batter: Person | None = None
    pitcher: Person | None = None
    team: Named | None = None
    game_type: str | None = None
    split: Coded | None = None


class BattingSplit(_Split, kw_only=True, tag_field="kind", tag="hitting"):
    """A batter's statistics in one situation, or against one pitcher."""

    stat: BattingTotals


class PitchingSplit(_Split, kw_only=True, tag_field="kind", tag="pitching"):
    """A pitcher's statistics in one situation."""

    stat: PitchingTotals


@dataclass(frozen=True)
class Of:
    """Which set a split is of: its type as sent, for example `statSplits`."""

    type: str


class _Word(msgspec.Struct, rename="camel"):
    display_name: str


class _Set(msgspec.Struct):
    type: _Word
    group: _Word
    splits: list[msgspec.Raw] = []


class Stats(msgspec.Struct):
    """A reply; a set that is none is one row, and is rejected."""

    stats: list[msgspec.Raw]

    @property
    def rows(self) -> list[Within]:
        """The splits of all sets, undecoded, each within its set."""
        return [row for sent in self.stats for row in _of_set(sent)]


def _of_set(sent: msgspec.Raw) -> list[Within]:
    try:
        found = msgspec.json.decode(sent, type=_Set)
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        return [Within(sent, cause)]
    kind, of = found.group.display_name, Of(found.type.display_name)
    return [Within(_row(one, kind), of) for one in found.splits]


def _row(sent: msgspec.Raw, kind: str) -> Any:
    return tagged(opened(sent), kind)
