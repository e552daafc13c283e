"""Of which game a line of an injury report is, and under which of its clubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Rel
from boxline.nba.clubs import team_id_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def with_sides(reports: Rel) -> Rel:
    """Report lines with `away_team` and `home_team`, of `matchup`: `CHA@UTA` is away, home."""
    sides = reports.matchup.split("@")
    return reports.mutate(away_team=sides[0], home_team=sides[1])


def listing_club(lines: Rel) -> ir.IntegerValue:
    """NBA.com's id of the club that a line is printed under; NULL where that is neither side, so
    that the line contradicts itself.

    Args:
        lines: report lines with `team`, `away_team` and `home_team` as sent.
    """
    import ibis

    club = team_id_of(lines.team)
    is_side = (club == team_id_of(lines.away_team)) | (club == team_id_of(lines.home_team))
    return ibis.cases((is_side, club))
