"""What each batter did in a game, and what was known of him before it, of earlier days only."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Float,
    Int,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.windows import with_newest_before, with_running_totals
from boxline.mlb.batting import BATTING_RULES, batting_columns
from boxline.mlb.columns import GAME, PLAYER_ID, SIDE
from boxline.mlb.core.batter_games import BATTER_GAMES
from boxline.mlb.core.games import GAMES
from boxline.mlb.rates import share

#: So many games back; all restart with the season.
LAST = (5, 10, 20)

#: What is summed over a batter's games.
_SUMMED = ("plate_appearances", "at_bats", "strikeouts", "hits", "walks", "total_bases")

NO_GAME_YET = "no game on an earlier day of the season"
NO_PLATE_YET = "no plate appearance on an earlier day of the season"


def _share(name: str, doc: str, high: float = 1) -> Column:
    return Column(name, Float, "share", 0, high, nullable=True, doc=f"{doc}; NULL without any.")


BATTER_GAME_SUMMARY = Table(
    "mlb_analytics.batter_game_summary",
    grain="one batter in one final game",
    key=("game_id", "player_id"),
    unread="no forecast rests on it yet",
    columns=(
        *GAME,
        PLAYER_ID,
        *SIDE,
        *batting_columns(),
        _share("strikeout_share", "Strikeouts / plate appearances of the game"),
        Column(
            "season_games", Int, "games", 0, 170, doc="His games on earlier days of the season."
        ),
        Column(
            "season_plate_appearances",
            Int,
            "plate appearances",
            0,
            doc="In those; 0 without one.",
        ),
        _share("season_strikeout_share", "Strikeouts / plate appearances in those"),
        _share("season_batting_average", "Hits / at-bats in those"),
        _share("season_walk_share", "Walks / plate appearances in those"),
        Column(
            "season_slugging",
            Float,
            "bases per at-bat",
            0,
            4,
            nullable=True,
            doc="Total bases / at-bats in those; NULL without an at-bat.",
        ),
        *(
            _share(
                f"strikeout_share_last_{n}",
                f"Strikeouts / plate appearances of his last {n} games of the season, of fewer "
                "where there are fewer",
            )
            for n in LAST
        ),
        Column(
            "no_form_reason",
            Text,
            one_of=(NO_GAME_YET, NO_PLATE_YET),
            nullable=True,
            doc="Why nothing is known of his season; NULL where something is.",
        ),
    ),
    rules=BATTING_RULES,
)


@transform(BATTER_GAME_SUMMARY)
def batter_game_summary(
    batted: Annotated[Rel, Same(BATTER_GAMES)],
    games: Annotated[Rel, Same(GAMES)],
    batted_before: Annotated[Rel, Past(BATTER_GAMES, seasons=1)],
) -> Rel:
    """The line beside what stood after the batter's newest game on a day before."""
    import ibis

    spine = batted.semi_join(games.filter(games.is_final), "game_id")
    entity = ["player_id", "season"]
    running = with_running_totals(batted_before, entity=entity, values=_SUMMED, last=LAST)
    told = {
        "games_to_date": "games_to_date",
        **{f"{name}_to_date": f"{name}_to_date" for name in _SUMMED},
        **{
            f"{name}_last_{n}": f"{name}_last_{n}"
            for name in ("plate_appearances", "strikeouts")
            for n in LAST
        },
    }
    was = with_newest_before(spine, running, entity=entity, columns=told)
    whole = was.mutate(
        strikeout_share=share(was.strikeouts, was.plate_appearances),
        season_games=was.games_to_date.coalesce(0),
        season_plate_appearances=was.plate_appearances_to_date.coalesce(0),
        season_strikeout_share=share(was.strikeouts_to_date, was.plate_appearances_to_date),
        season_batting_average=share(was.hits_to_date, was.at_bats_to_date),
        season_walk_share=share(was.walks_to_date, was.plate_appearances_to_date),
        season_slugging=share(was.total_bases_to_date, was.at_bats_to_date),
        no_form_reason=ibis.cases(
            (was.games_to_date.isnull(), NO_GAME_YET),
            (was.plate_appearances_to_date == 0, NO_PLATE_YET),
        ),
        **{
            f"strikeout_share_last_{n}": share(
                was[f"strikeouts_last_{n}"], was[f"plate_appearances_last_{n}"]
            )
            for n in LAST
        },
    )
    return whole.select(*(c.name for c in BATTER_GAME_SUMMARY.columns))
