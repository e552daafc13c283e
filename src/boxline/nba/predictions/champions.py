"""Which system speaks first of each prop, and since when: a change is a row with its reason."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import numpy as np

from boxline.catalog import (
    Column,
    Day,
    Float,
    Int,
    Materials,
    Past,
    Rel,
    Same,
    Table,
    Text,
    Workbench,
    transform,
    worked,
)
from boxline.catalog.arrays import table_of
from boxline.domain.days import day_number, numbered_day
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.systems import SYSTEMS
from boxline.nba.columns import GAME_DATE
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.fitted_models import WEEKS_BACK_DAYS
from boxline.nba.pools import judged_games, judged_rows, pools_of
from boxline.nba.predictions.reference_forecasts import REFERENCE_FORECASTS
from boxline.nba.predictions.week_starts import WEEK_STARTS
from boxline.nba.props import PROP_TYPES

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST = "NULL of who stands in before anybody was beaten"

CHAMPIONS = Table(
    "nba_predictions.champions",
    grain="who speaks first of one prop in one week",
    key=("game_date", "prop_type"),
    is_fact=True,
    horizon_days=0,
    days_back=WEEKS_BACK_DAYS,
    columns=(
        GAME_DATE,
        Column("prop_type", Text, one_of=PROP_TYPES, doc="Of what."),
        Column("system", Text, one_of=tuple(SYSTEMS), doc="Who."),
        Column("since", Day, nullable=True, doc=f"From when on; {_FIRST}."),
        Column("beaten", Text, nullable=True, doc=f"Whom it beat then; {_FIRST}."),
        Column(
            "difference",
            Float,
            "of the prop",
            -200,
            0,
            nullable=True,
            doc=f"Its mean absolute error less the other's, on the same games; {_FIRST}.",
        ),
        Column(
            "difference_low",
            Float,
            "of the prop",
            -200,
            0,
            nullable=True,
            doc="Lower end of the 95 % interval by date.",
        ),
        Column(
            "difference_high",
            Float,
            "of the prop",
            -200,
            0,
            nullable=True,
            doc="Upper end: below 0, or nothing would have changed.",
        ),
        Column("games_compared", Int, "player-games", 0, nullable=True, doc=f"How many; {_FIRST}."),
    ),
)


@transform(CHAMPIONS)
def champions(
    starts: Annotated[Rel, Same(WEEK_STARTS)],
    judged: Annotated[Rel, Past(REFERENCE_FORECASTS, seasons=2)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=2)],
    games: Annotated[Rel, Past(GAMES, seasons=2)],
) -> Materials:
    """What systems would have said of this season's games and the last's, and what came."""
    return {
        "starts": starts.select("game_date", "season"),
        "judged": judged_games(judged, played, games),
    }


@worked(CHAMPIONS)
def crown(material: Mapping[str, "pa.Table"], _work: Workbench) -> "pa.Table":
    """The champion of each prop in each week, by the games before it."""
    from boxline.forecasting.champion import FIRST, changes
    from boxline.forecasting.learning import said_of

    judged = judged_rows(material["judged"])
    rows: list[tuple[object, ...]] = []
    for start in material["starts"].to_pylist():
        day = day_number(start["game_date"])
        before = judged.where(np.flatnonzero(judged["game_day"].astype(np.int64) < day))
        pools = pools_of(before, start["season"])
        for prop in PROP_TYPES if pools else ():
            days, actual, said = said_of(pools, prop, EVERYBODY)
            found = changes(days, actual, said, through=day)
            told: tuple[object, ...] = (FIRST, None, None, None, None, None, None)
            if found:
                last = found[-1]
                since = numbered_day(last.day)
                ends = (last.difference, last.low, last.high)
                told = (last.champion, since, last.beaten, *ends, last.games)
            rows.append((start["game_date"], prop, *told))
    names = [column.name for column in CHAMPIONS.columns]
    return table_of({name: [row[place] for row in rows] for place, name in enumerate(names)})
