"""The NBA as a league: its seasons and its calendar."""

from datetime import date

from boxline.catalog import League, Lists
from boxline.domain.seasons import SeasonRule
from boxline.nba.clubs import CLUBS, code_of
from boxline.nba.live.datasets import LIVE_DATASETS
from boxline.nba.predecessor_names import PROCESSORS, SCRAPERS
from boxline.nba.spoken import PROPS_OF_DAY
from boxline.nba.starts import CUTOFF_MINUTES

NBA = League(
    name="nba",
    # A season's days run from 1 August. The 2019-20 finals ended on 11 October 2020.
    seasons=SeasonRule(begins=(8, 1), exceptions={2020: date(2020, 10, 12)}),
    calendar="nba_core.games",
    teams="nba_core.teams",
    players="nba_core.players",
    codes={team_id: code for team_id, names in CLUBS.items() if (code := code_of(names[0]))},
    disagreements="nba_core.disagreements",
    cutoffs="nba_core.cutoffs",
    cutoff_minutes=CUTOFF_MINUTES,
    published={
        "nba_core.player_games": "player_games",
        "nba_core.player_prop_lines": "lines",
        "nba_predictions.player_prop_predictions": "predictions",
        "nba_predictions.prediction_accuracy": "results",
    },
    scrapers=SCRAPERS,
    processors=PROCESSORS,
    live=LIVE_DATASETS,
    coverage={
        "box scores": ("nba_core.player_games",),
        "gamebooks": ("nba_raw.nbac_gamebook",),
        "play-by-play": ("nba_raw.nbac_play_by_play", "nba_raw.bigdataball_play_by_play"),
        "lines": (
            "nba_core.player_prop_lines",
            "nba_raw.odds_api_player_props",
            "nba_raw.bp_player_props",
        ),
    },
    lines="lines",
    graded="nba_predictions.prediction_accuracy",
    grades=PROPS_OF_DAY,
    lists=Lists(
        predictions="nba_predictions.player_prop_predictions",
        results="nba_predictions.prediction_accuracy",
        lines="nba_core.player_prop_lines",
        games="nba_core.player_games",
        names="nba_core.player_games",
    ),
)
