"""balldontlie's real replies."""

from tests.real_replies.loading import Case

FOLDER = "balldontlie"

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
    Case(
        dataset="nba_raw.bdl_games",
        file="balldontlie/games/278cb9ed.json",
        kept=9,
    ),
    Case(
        dataset="nba_raw.bdl_standings",
        file="balldontlie/standings/395a0451.json",
        kept=30,
    ),
    Case(
        dataset="nba_raw.bdl_injuries",
        file="balldontlie/player_injuries/49fd60fb.json",
        kept=100,
    ),
    Case(
        dataset="nba_raw.bdl_active_players",
        file="balldontlie/players_active/ac3e7bd3.json",
        kept=100,
    ),
    Case(
        dataset="nba_raw.bdl_season_averages",
        file="balldontlie/season_averages/b3b52a03.json",
        kept=3,
    ),
)

#: Files that no dataset reads, and why.
UNREAD = {
    "balldontlie/games_by_id/67b124b3.json": "one game by its id: `bdl_games` has it by its day",
    "balldontlie/leaders/03e7b7a1.json": "the order of season averages, which box scores give",
    "balldontlie/odds/99fa8981.json": "an empty reply; lines come from The Odds API",
    "balldontlie/players/e640d907.json": (
        "everybody who ever played; `bdl_active_players` reads those who do"
    ),
    "balldontlie/players_by_id/2e2e5189.json": "one player by his id: lists of players serve",
    "balldontlie/stats_advanced/b3f29455.json": "ratings, which analytics computes from box scores",
    "balldontlie/teams/cf664c89.json": "clubs, 15 of them defunct, whom `nba/clubs.py` knows",
    "balldontlie/teams_by_id/0699ab13.json": "one club by its id",
}
