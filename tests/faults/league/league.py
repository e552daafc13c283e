"""The league and its calendar."""

from boxline.catalog import League
from boxline.domain.seasons import SeasonRule

TOY = League(
    name="toy",
    seasons=SeasonRule(begins=(2, 1), spans_years=False),
    calendar="toy_core.games",
)
