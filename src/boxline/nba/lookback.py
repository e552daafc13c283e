"""Whether what a side's averages look back on is all there: the one rule for box scores that lack.

An average over the last games skips a game without a box score, and says nothing of it. So they
are counted: of a side's last 10 games of the season before this one that are over and of which a
source has box scores, those of which we have none. None lacking is as it should be; one or two
degrade, and the quality of the row is capped; three or more block, and no system forecasts
anything. Play-in and Cup final count for nothing here, because the archive has no
players' box scores of them.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from boxline.catalog import Column, Int, Rel, Text
from boxline.catalog.windows import sums_by_days
from boxline.nba.placing import sides_of
from boxline.nba.quality import BRONZE, POOR, SILVER, TIERS
from boxline.nba.raw.archive_player_games import PLAYOFFS, REGULAR

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: So many games are looked back on.
GAMES = 10

#: They from the oldest to the newest, by how far back they lie.
BACK = tuple(range(GAMES, 0, -1))

#: How many lacking degrade a row -> the best tier it may have.
BEST_TIER = {1: SILVER, 2: BRONZE}

#: From so many lacking on nothing is said.
BLOCKED_FROM = 3

#: Season type -> the first season of which a source has box scores. Later ones are fetched.
FIRST_SEASON = {"regular": REGULAR[0], "playoffs": PLAYOFFS[0]}

BLOCKED = f"{BLOCKED_FROM} or more box scores of the side's last {GAMES} games are missing"

_OWED = (
    f"the side's last {GAMES} games of the season on earlier days that are final, regular season "
    f"from {REGULAR[0]} and playoffs from {PLAYOFFS[0]} on"
)

COLUMNS = (
    Column(
        "box_scores_missing_last_10",
        Int,
        "games",
        0,
        GAMES,
        doc=f"Of {_OWED}, those without a line in `nba_core.player_games`. 1 or 2 cap the quality "
        f"of what rests on them, {BLOCKED_FROM} or more block its forecasts. 0 before its first.",
    ),
    Column(
        "missing_game_ids",
        Text,
        nullable=True,
        doc="NBA.com's ids of those games, oldest first, joined by commas; NULL where none lacks.",
    ),
)
NAMES = tuple(c.name for c in COLUMNS)


def gaps_before(sides: Rel, *, games: Rel, played: Rel) -> Rel:
    """COLUMNS of every row of `sides`, by `game_id` and `team_id`.

    Args:
        sides: `game_id`, `game_date`, `season` and `team_id`, one row per team and game.
        games: rows of `nba_core.games` of earlier days of the season.
        played: rows of `nba_core.player_games` of the same days.
    """
    import ibis

    entity, key = ["team_id", "season"], ["game_id", "team_id"]
    owed = _owed(games)
    in_order = ibis.window(group_by=entity, order_by=["game_date", "game_id"])
    number = ibis.row_number().over(in_order) + 1
    numbered = owed.mutate(one=ibis.literal(1, "int64"), number=number)
    missing = numbered.anti_join(played.select(*key).distinct(), key).select(
        *entity, "number", missing_game_id="game_id"
    )
    asked = sides.select(*key, "season", "game_date")
    earlier = sums_by_days(asked, numbered, entity=entity, sums={"games_owed": ("one", None)})
    counted = asked.join(earlier, [*entity, "game_date"])
    met = counted.join(missing, entity).mutate(back=lambda t: t.games_owed - t.number + 1)
    within = met.filter(met.back >= 1, met.back <= GAMES)
    # By its place, because not every engine joins texts in an order.
    places = {f"id_{back}": within.missing_game_id.max(where=within.back == back) for back in BACK}
    found = within.group_by(key).agg(lacking=within.count(), **places)
    ids = reduce(add, (ibis.literal(",").concat(found[f"id_{b}"]).fill_null("") for b in BACK))
    listed = found.select(*key, "lacking", ids=ids.substr(1))
    both = asked.left_join(listed, key)
    return both.select(
        asked.game_id,
        asked.team_id,
        box_scores_missing_last_10=listed.lacking.fill_null(0),
        missing_game_ids=listed.ids,
    )


def _owed(games: Rel) -> Rel:
    """The sides of those games of which there should be box scores."""
    import ibis

    over = games.filter(
        games.is_final,
        ibis.or_(
            *(
                (games.season_type == kind) & (games.season >= first)
                for kind, first in FIRST_SEASON.items()
            )
        ),
    )
    return sides_of(over).select("game_id", "game_date", "season", "team_id")


def is_blocked(missing: Any) -> ir.BooleanValue:
    """Whether so many box scores lack that nothing may be said."""
    return missing >= BLOCKED_FROM


def capped(tier: Any, missing: Any) -> ir.StringValue:
    """A quality tier, no better than so many missing box scores allow.

    Args:
        tier: one of `quality.TIERS`.
        missing: `box_scores_missing_last_10`.
    """
    import ibis

    return ibis.cases(
        (is_blocked(missing), POOR),
        *(
            ((missing == lacking) & ~tier.isin(_no_better_than(best)), best)
            for lacking, best in BEST_TIER.items()
        ),
        else_=tier,
    )


def _no_better_than(tier: str) -> tuple[str, ...]:
    return TIERS[TIERS.index(tier) :]


def withheld_reason(row: Rel) -> ir.StringValue:
    """Why nothing is forecast of a row with COLUMNS, naming the games; NULL where it may be."""
    import ibis

    told = ibis.literal("no box score of ").concat(
        row.box_scores_missing_last_10.cast("string"),
        f" of the side's last {GAMES} games: ",
        row.missing_game_ids,
    )
    return is_blocked(row.box_scores_missing_last_10).ifelse(told, ibis.null("string"))
