"""The vocabulary of the league's injury reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: From certain to play to certain not to; whoever stands on no report is expected to play.
STATUSES = ("Available", "Probable", "Questionable", "Doubtful", "Out")

#: What stands in place of players where a club has not reported yet.
NOT_SUBMITTED = "NOT YET SUBMITTED"

#: What the printed reason begins with -> what kind of reason it is.
REASONS = {
    "injury/illness": "injury",
    "concussion protocol": "injury",
    "health and safety protocols": "injury",
    "return to competition reconditioning": "injury",
    "g league": "g_league",
    "rest": "rest",
    "league suspension": "suspension",
    "team suspension": "suspension",
    "personal reasons": "personal",
    "not with team": "not_with_team",
    "trade pending": "not_with_team",
    "ineligible to play": "not_with_team",
    "coach's decision": "coachs_decision",
}

REASON_CATEGORIES = tuple(dict.fromkeys(REASONS.values()))


def reason_category(reason: ir.StringValue) -> ir.StringValue:
    """The kind of a reason as printed: `injury` of `Injury/Illness - Left Knee; Sprain`. NULL where
    none is given (`-`) or it begins with no words known here."""
    return reason.split(" - ")[0].lower().cases(*REASONS.items(), else_=None)
