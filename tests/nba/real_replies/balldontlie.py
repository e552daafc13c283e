"""balldontlie's real replies."""

from tests.nba.real_replies.loading import Case

CASES = (
    Case(
        dataset="nba_raw.bdl_player_box_scores",
        file="balldontlie/stats/1db4c01e.json",
        kept=30,
    ),
)
