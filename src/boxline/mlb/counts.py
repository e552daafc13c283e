"""What is counted of batters and pitchers: the columns, one meaning each.

A count that both have is what a batter did, and what a pitcher allowed.
"""

from __future__ import annotations

from dataclasses import replace

from boxline.catalog import Column, Int

#: The longest game had 26 innings, and one who pitched them all would have got 78 outs.
MOST_OUTS = 90


def _count(name: str, unit: str, high: int, doc: str) -> Column:
    return Column(name, Int, unit, 0, high, doc=doc)


_SHARED = (
    _count("at_bats", "at-bats", 120, "At-bats: plate appearances without walks and sacrifices."),
    _count("runs", "runs", 60, "Runs: scored by a batter, allowed by a pitcher, earned or not."),
    _count("hits", "hits", 60, "Hits."),
    _count("doubles", "hits", 30, "Doubles."),
    _count("triples", "hits", 20, "Triples."),
    _count("home_runs", "hits", 20, "Home runs."),
    _count("walks", "walks", 40, "Walks, intentional ones among them."),
    _count("intentional_walks", "walks", 20, "Intentional walks."),
    _count("strikeouts", "strikeouts", 40, "Strikeouts."),
    _count("hit_by_pitch", "batters", 20, "Hit by a pitch: himself, or by him."),
    _count("ground_outs", "outs", 60, "Balls put on the ground that became outs."),
    _count("air_outs", "outs", 60, "Balls put in the air that became outs."),
)

#: Of a batter alone.
_BATTING = (
    _count("plate_appearances", "plate appearances", 30, "Times he came to bat and ended it."),
    _count("runs_batted_in", "runs", 40, "Runs batted in."),
    _count("sacrifice_bunts", "bunts", 10, "Sacrifice bunts."),
    _count("sacrifice_flies", "flies", 10, "Sacrifice flies."),
    _count("stolen_bases", "bases", 20, "Bases stolen."),
    _count("caught_stealing", "times", 10, "Times caught stealing."),
    _count("total_bases", "bases", 60, "Bases by hits: a single is one, a home run four."),
    _count("catcher_interferences", "times", 10, "Bases for a catcher's interference."),
    _count("fly_outs", "outs", 60, "Of the outs in the air, flies."),
    _count("double_plays", "times", 10, "Double plays he grounded into."),
    _count("triple_plays", "times", 5, "Triple plays he grounded into."),
    _count("left_on_base", "runners", 60, "Runners on base when he made an out."),
)

#: Of a pitcher alone.
_PITCHING = (
    _count("outs", "outs", MOST_OUTS, "Outs while he pitched: 4.1 innings are 13."),
    _count("batters_faced", "batters", 150, "Batters faced."),
    _count("pitches", "pitches", 400, "Pitches thrown."),
    _count("balls", "pitches", 200, "Pitches that were balls."),
    _count("strikes", "pitches", 300, "Pitches that were strikes, put in play or not."),
    _count("earned_runs", "runs", 60, "Runs that are his to answer for."),
    _count("wins", "games", 1, "1 where the win is his."),
    _count("losses", "games", 1, "1 where the loss is his."),
    _count("saves", "games", 1, "1 where he saved it."),
    _count("holds", "games", 1, "1 where he held the lead."),
)

BATTING_COUNTS = (*_BATTING, *_SHARED)

#: Every count, for tables that hold lines of both.
ALL_COUNTS = (*_BATTING, *_PITCHING, *_SHARED)


def nullable(columns: tuple[Column, ...], why: str) -> tuple[Column, ...]:
    """The columns where they may be NULL, and what that means."""
    return tuple(replace(one, nullable=True, doc=f"{one.doc} {why}") for one in columns)


def over_season(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns where they count a season or a career instead of a game."""
    return tuple(replace(one, high=20_000) for one in columns)
