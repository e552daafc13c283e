"""The counting statistics of a box score: the same columns and rules wherever they appear.

A player's line and a team's line differ in their ranges only. Definitions: NBA.com glossary.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from boxline.catalog import AtMost, Column, Int, SumOf

#: our name, unit, most by one player in one game, most by one team, meaning
_COUNTS = (
    ("points", "points", 101, 250, "2 per field goal, 1 more per three, 1 per free throw."),
    ("field_goals_made", "field goals", 50, 120, "Twos and threes made."),
    ("field_goals_attempted", "field goals", 80, 200, "Twos and threes attempted."),
    ("threes_made", "threes", 30, 60, "Three-point field goals made."),
    ("threes_attempted", "threes", 50, 120, "Three-point field goals attempted."),
    ("free_throws_made", "free throws", 40, 90, "Free throws made."),
    ("free_throws_attempted", "free throws", 50, 120, "Free throws attempted."),
    ("offensive_rebounds", "rebounds", 30, 60, "Rebounds of the own side's misses."),
    ("defensive_rebounds", "rebounds", 50, 100, "Rebounds of the other side's misses."),
    ("rebounds", "rebounds", 60, 140, "Offensive and defensive together."),
    ("assists", "assists", 40, 80, "Passes that led to a made field goal."),
    ("steals", "steals", 20, 50, "Steals."),
    ("blocks", "blocks", 25, 50, "Shots of the other side blocked."),
    ("turnovers", "turnovers", 25, 60, "Turnovers."),
    ("personal_fouls", "fouls", 8, 70, "Personal fouls."),
)

COUNTS = tuple(name for name, *_ in _COUNTS)

#: What holds inside every line, and is checked in every table that has one.
BOX_SCORE_RULES = (
    AtMost("field_goals_made", "field_goals_attempted"),
    AtMost("threes_made", "threes_attempted"),
    AtMost("threes_made", "field_goals_made"),
    AtMost("threes_attempted", "field_goals_attempted"),
    AtMost("free_throws_made", "free_throws_attempted"),
    SumOf("rebounds", ((1, "offensive_rebounds"), (1, "defensive_rebounds"))),
    SumOf("points", ((2, "field_goals_made"), (1, "threes_made"), (1, "free_throws_made"))),
)

#: NBA.com's abbreviations, which the archives keep in lower case.
NBA_COM_NAMES = {
    "points": "pts",
    "field_goals_made": "fgm",
    "field_goals_attempted": "fga",
    "threes_made": "fg3m",
    "threes_attempted": "fg3a",
    "free_throws_made": "ftm",
    "free_throws_attempted": "fta",
    "offensive_rebounds": "oreb",
    "defensive_rebounds": "dreb",
    "rebounds": "reb",
    "assists": "ast",
    "steals": "stl",
    "blocks": "blk",
    "turnovers": "tov",
    "personal_fouls": "pf",
}


def counts_sent(**otherwise: str) -> Callable[[object], dict[str, Any]]:
    """A function from a line, sent under NBA.com's abbreviations in lower case, to its counts by
    our names.

    Args:
        otherwise: our name -> what this feed calls it instead.
    """
    sent = {**NBA_COM_NAMES, **otherwise}
    values = attrgetter(*sent.values())
    return lambda line: dict(zip(sent, values(line), strict=True))


def player_counts(
    sources: Mapping[str, str] | None = None, *, missing: str = ""
) -> tuple[Column, ...]:
    """The columns of one player's line; `sources` names them in an archive file.

    Args:
        missing: when they are NULL, as a sentence; empty where they never are.
    """
    sources = sources or {}
    return tuple(
        Column(
            name,
            Int,
            unit,
            0,
            by_player,
            nullable=bool(missing),
            source=sources.get(name),
            doc=f"{doc} {missing}".strip(),
        )
        for name, unit, by_player, _, doc in _COUNTS
    )


def team_counts(sources: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """The columns of one team's line; `sources` names them in an archive file."""
    sources = sources or {}
    return tuple(
        Column(name, Int, unit, 0, by_team, source=sources.get(name), doc=doc)
        for name, unit, _, by_team, doc in _COUNTS
    )
