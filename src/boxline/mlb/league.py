"""MLB as a league: its seasons and its calendar."""

from boxline.catalog import League
from boxline.domain.seasons import SeasonRule
from boxline.mlb.clubs import CLUBS
from boxline.mlb.starts import CUTOFF_MINUTES

MLB = League(
    name="mlb",
    # Spring training to the World Series, all in one year.
    seasons=SeasonRule(begins=(1, 1), spans_years=False),
    calendar="mlb_core.games",
    starts="starts_at",
    teams="mlb_core.teams",
    cutoffs="mlb_core.cutoffs",
    cutoff_minutes=CUTOFF_MINUTES,
    codes={team_id: names[0] for team_id, names in CLUBS.items()},
)
