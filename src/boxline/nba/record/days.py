"""How far systems' numbers lay from what came, summed by day: exact sums, divided last.

Beside each system stand others on the very rows that both speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxline.catalog import View
from boxline.forecasting import last_10, line_and_price, moving_average, season_average
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.counted_rows import as_floats
from boxline.forecasting.scoring.slices import NOT_PREDICTED, TIERS, tiers

#: Who stands beside each system: the market, and those that know nothing but averages.
RIVALS = (line_and_price.NAME, season_average.NAME, last_10.NAME, moving_average.NAME)

#: Whoever speaks first of a prop that week, as if he were a system.
CHAMPION = "champion"

#: Graded predictions of everybody, each champion's a second time under that name.
GRADED = f"""\
WITH spoken AS (
    SELECT DISTINCT game_id, player_id, prop_type, system, origin, version
    FROM nba_predictions.player_prop_predictions
    WHERE is_champion AND population = 'everybody' AND game_date >= $begins
),
of_systems AS (
    SELECT * FROM nba_predictions.prediction_accuracy
    WHERE population = 'everybody' AND game_date >= $begins
),
graded AS (
    SELECT * FROM of_systems
    UNION ALL
    SELECT of_systems.* REPLACE ('{CHAMPION}' AS system) FROM of_systems
    JOIN spoken USING (game_id, player_id, prop_type, system, origin, version)
)
"""


def _tier_case() -> str:
    """Which tier of the prop a forecast lies in, from 0."""
    whens = []
    for prop, bounds in TIERS.items():
        steps = " + ".join(f"(forecast >= {bound})::INTEGER" for bound in bounds[1:])
        whens.append(f"WHEN '{prop}' THEN {steps}")
    return f"CASE prop_type {' '.join(whens)} END"


def _rival_sums() -> str:
    return ", ".join(
        f"count({name}) AS n_{name}, "
        f"coalesce(sum(size) FILTER ({name} IS NOT NULL), 0) AS own_{name}, "
        f"coalesce(sum({name}), 0) AS of_{name}"
        for name in RIVALS
    )


_SIZE = "abs(error)::DECIMAL(18, 9)"

#: One row per origin, prop, system, day and tier.
ERRORS_OF_DAYS = f"""\
{GRADED},
said AS (
    SELECT origin, prop_type, system, game_date, game_id, player_id, {_tier_case()} AS tier,
        {_SIZE} AS size, error::DECIMAL(18, 9) AS error
    FROM graded WHERE error IS NOT NULL
),
rivals AS (
    SELECT origin, prop_type, game_id, player_id,
        {", ".join(f"max({_SIZE}) FILTER (system = '{name}') AS {name}" for name in RIVALS)}
    FROM of_systems WHERE error IS NOT NULL GROUP BY ALL
)
SELECT origin, prop_type, system, game_date, tier, count(*) AS n, sum(size) AS size,
    sum(error) AS error, {_rival_sums()}
FROM said JOIN rivals USING (origin, prop_type, game_id, player_id)
GROUP BY ALL ORDER BY ALL
"""

_NUMBERS = ("n", "size", "error", *(f"{k}_{name}" for name in RIVALS for k in ("n", "own", "of")))


@dataclass(frozen=True, kw_only=True)
class DaySums:
    """Sums of one system on one prop by day and tier.

    Attributes:
        day: days since 1970; tier: its number in `tier_names`.
        sums: `n` rows, `size` and `error`, the sums of absolute errors and of errors; of each rival
            `n_`, `own_` and `of_`: rows with both, and the absolute errors of either on them.
    """

    origin: str
    prop_type: str
    system: str
    day: NDArray[np.int64]
    tier: NDArray[np.int64]
    sums: Mapping[str, Floats]

    def by_day(self, where: Flags) -> tuple[NDArray[np.int64], dict[str, Floats]]:
        """Days of a mask, and the sums of each."""
        days, place = np.unique(self.day[where], return_inverse=True)
        return days, {
            name: as_floats(np.bincount(place, values[where], len(days)))
            for name, values in self.sums.items()
        }


def tier_names(prop: str) -> list[str]:
    """The tiers of a prop in their order."""
    return [name for name in tiers(prop, np.zeros(0)) if name != NOT_PREDICTED]


def errors_of_days(view: View) -> Iterator[DaySums]:
    """Of every origin, prop and system of the season at hand."""
    found = view.rows(ERRORS_OF_DAYS, begins=view.begins or date.min)
    begun = 0
    for place in range(1, len(found) + 1):
        if place == len(found) or found[place][:3] != found[begun][:3]:
            yield _sums(found[begun:place])
            begun = place


def _sums(rows: Sequence[Any]) -> DaySums:
    first = rows[0]
    return DaySums(
        origin=first.origin,
        prop_type=first.prop_type,
        system=first.system,
        day=np.array([one.game_date for one in rows], dtype="datetime64[D]").astype(np.int64),
        tier=np.array([one.tier for one in rows], dtype=np.int64),
        sums={
            name: np.array([float(getattr(one, name)) for one in rows], dtype=np.float64)
            for name in _NUMBERS
        },
    )
