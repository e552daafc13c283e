"""NBA.com's real replies."""

from tests.real_replies.loading import Case

FOLDER = "nba_com"

CASES = (
    Case(
        dataset="nba_raw.nbac_schedule",
        file="nba_com/schedule_league_v2/80cb1fd6.json.gz",
        kept=1400,
    ),
    Case(
        dataset="nba_raw.nbac_player_boxscore",
        file="nba_com/stats_leaguegamelog_player/2ad17718.json",
        kept=157,
    ),
    Case(
        dataset="nba_raw.nbac_team_boxscore",
        file="nba_com/stats_boxscoretraditionalv3/boxscoretraditionalv3_example.json",
        kept=31,
        asked={"date": "2025-11-04", "game_id": "0022500165"},
    ),
    Case(
        dataset="nba_raw.nbac_team_boxscore",
        file="nba_com/stats_boxscoretraditionalv2/12f99055.json",
        kept=27,
        asked={"date": "2025-01-15", "game_id": "0022400561"},
    ),
    Case(
        dataset="nba_raw.nbac_team_boxscore",
        file="nba_com/livedata_boxscore/boxscore_doc_example.json",
        kept=4,
        asked={"date": "2021-01-15", "game_id": "0022000180"},
    ),
    Case(
        dataset="nba_raw.nbac_play_by_play",
        file="nba_com/livedata_playbyplay/14ecf360.json.gz",
        kept=571,
        asked={"date": "2025-01-06", "game_id": "0022400500"},
    ),
    Case(
        dataset="nba_raw.nbac_play_by_play",
        file="nba_com/livedata_playbyplay/playbyplay_doc_example.json",
        kept=1,
        asked={"date": "2021-01-15", "game_id": "0022000180"},
    ),
    Case(
        dataset="nba_raw.nbac_play_by_play",
        file="nba_com/stats_playbyplayv3/playbyplayv3_example.json.gz",
        kept=475,
        asked={"date": "2024-10-22", "game_id": "0022400001"},
    ),
    Case(
        dataset="nba_raw.nbac_scoreboard",
        file="nba_com/stats_scoreboardv2/055ff78d.json",
        kept=11,
    ),
    Case(
        dataset="nba_raw.nbac_scoreboard",
        file="nba_com/stats_scoreboardv2/06a65a50.json",
        kept=11,
    ),
    Case(
        dataset="nba_raw.nbac_scoreboard",
        file="nba_com/stats_scoreboardv3/scoreboardv3_example.json",
        kept=11,
    ),
    Case(
        dataset="nba_raw.nbac_scoreboard",
        file="nba_com/livedata_scoreboard/scoreboard_doc_example.json",
        kept=1,
    ),
    Case(
        dataset="nba_raw.nbac_player_movement",
        file="nba_com/player_movement/1ecdb80d.json.gz",
        kept=8730,
    ),
    Case(
        dataset="nba_raw.nbac_player_list",
        file="nba_com/stats_playerindex/7af00b51.json",
        kept=594,
    ),
    Case(
        dataset="nba_raw.nbac_referee_assignments",
        file="nba_com/referee_assignments/718e62b3.json",
        kept=24,
    ),
    Case(
        dataset="nba_raw.nbac_schedule",
        file="nba_com/schedule_league_v2_excerpt/68953816.json",
        kept=13,
    ),
)

#: Files that no dataset reads, and why. The PDFs have a list of their own.
UNREAD = {
    "nba_com/gamebook_pdf/0173bcd1.pdf": "destroyed: read as text once, bytes above 127 dropped; "
    "refused with that reason in test_real_report_pdfs.py",
    "nba_com/livedata_odds/odds_doc_example.json": "a page of betting sites with two outcomes each "
    "and no time at which a price stood; the lines come from sources that tell it",
}
