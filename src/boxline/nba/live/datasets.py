"""What is looked at each minute while games are on: all that live documents rest on."""

LIVE_DATASETS = (
    "nba_raw.nbac_scoreboard",
    "nba_raw.bdl_live_box_scores",
    "nba_raw.espn_scoreboard",
    "nba_core.games",
    "nba_core.live_scores",
    "nba_exports.live",
    "nba_exports.live_grading",
)
