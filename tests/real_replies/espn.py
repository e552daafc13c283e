"""ESPN's real replies."""

from tests.real_replies.loading import Case

FOLDER = "espn"

CASES = (
    Case(
        dataset="nba_raw.espn_scoreboard",
        file="espn/scoreboard/92de7c9a.json",
        kept=11,
    ),
    Case(
        dataset="nba_raw.espn_scoreboard",
        file="espn/scoreboard/20250214.json",
        asked={"date": "2025-02-14"},
        kept=0,
    ),
    Case(
        dataset="nba_raw.espn_rosters",
        file="espn/team_roster/2.json",
        asked={"team_id_espn": "2"},
        kept=17,
    ),
)

#: Files that no dataset reads, and why.
UNREAD: dict[str, str] = {}
