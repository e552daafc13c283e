"""BettingPros' real replies. There is none of its offers."""

from tests.real_replies.loading import Case

FOLDER = "bettingpros"

CASES = (Case(dataset="nba_raw.bp_events", file="bettingpros/events/e58219f4.json", kept=3),)

UNREAD: dict[str, str] = {}
