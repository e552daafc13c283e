"""balldontlie's real replies."""

from tests.nba.real_replies.loading import Case

CASES = (
    Case(
        dataset="nba_raw.bdl_player_box_scores",
        file="balldontlie/stats/1db4c01e.json",
        kept=30,
    ),
    Case(
        dataset="nba_raw.bdl_box_scores",
        file="balldontlie/box_scores/7a649e12.json",
        kept=384,
    ),
    Case(
        dataset="nba_raw.bdl_box_scores",
        file="balldontlie/box_scores/d62cc934.json",
        asked={"date": "2024-07-01"},
        kept=0,
    ),
    Case(
        dataset="nba_raw.bdl_live_box_scores",
        file="balldontlie/box_scores_live/1575e0a5.json",
        kept=0,
    ),
)
