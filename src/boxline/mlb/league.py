"""MLB as a league: its seasons and its calendar."""

from boxline.catalog import League, Lists
from boxline.domain.seasons import SeasonRule
from boxline.mlb.clubs import CLUBS
from boxline.mlb.spoken import PROPS_OF_DAY
from boxline.mlb.starts import CUTOFF_MINUTES

MLB = League(
    name="mlb",
    # Spring training to the World Series, all in one year.
    seasons=SeasonRule(begins=(1, 1), spans_years=False),
    calendar="mlb_core.games",
    starts="starts_at",
    teams="mlb_core.teams",
    players="mlb_core.players",
    cutoffs="mlb_core.cutoffs",
    cutoff_minutes=CUTOFF_MINUTES,
    codes={team_id: names[0] for team_id, names in CLUBS.items()},
    published={
        "mlb_core.pitcher_games": "pitcher_games",
        "mlb_core.pitcher_prop_lines": "lines",
        "mlb_predictions.pitcher_prop_predictions": "predictions",
        "mlb_predictions.prediction_accuracy": "results",
    },
    coverage={
        "box scores": ("mlb_core.pitcher_games",),
        "lines": ("mlb_core.pitcher_prop_lines",),
    },
    lines="lines",
    graded="mlb_predictions.prediction_accuracy",
    grades=PROPS_OF_DAY,
    lists=Lists(
        under="mlb",
        predictions="mlb_predictions.pitcher_prop_predictions",
        results="mlb_predictions.prediction_accuracy",
        lines="mlb_core.pitcher_prop_lines",
        games="mlb_core.pitcher_games",
        names="mlb_core.players",
    ),
)
