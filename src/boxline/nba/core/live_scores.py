"""How every game stands or ended, by the scoreboards that are asked while it is on."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    EveryVersion,
    Float,
    Instant,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba.columns import GAME_DATE, GAME_ID, SEASON, SEASON_TYPE
from boxline.nba.core.games import GAMES
from boxline.nba.raw.bdl_live_box_scores import BDL_LIVE_BOX_SCORES
from boxline.nba.raw.espn_scoreboard import ESPN_SCOREBOARD
from boxline.nba.raw.nbac_play_by_play import NBAC_PLAY_BY_PLAY
from boxline.nba.raw.nbac_scoreboard import NBAC_SCOREBOARD
from boxline.nba.scoreboards import (
    FINAL,
    LIVE,
    SOURCES,
    STATUSES,
    of_balldontlie,
    of_espn,
    of_nba_com,
)


def _points(side: str) -> Column:
    doc = f"The {side} side's so far; NULL before the start, or where not sent."
    return Column(f"{side}_points", Int, "points", 0, 300, True, doc=doc)


LIVE_SCORES = Table(
    "nba_core.live_scores",
    grain="one game of which a scoreboard has spoken",
    key=("game_id",),
    expects=per_final_game(1),
    due=after_final(hours=3),
    # A board may show a game that has been moved, beside those that are on.
    max_rejected_share=1.0,
    columns=(
        replace(GAME_ID, explained_by="unplaced_reason"),
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        Column(
            "status",
            Text,
            one_of=STATUSES,
            doc="How far it is. Of several sources the one counts that is furthest; of a final "
            "game then the first in order, else the one that spoke last.",
        ),
        Column("period", Int, low=0, high=15, nullable=True, doc="5 on overtimes; NULL before."),
        Column(
            "seconds_left",
            Float,
            "seconds",
            0,
            720,
            True,
            decimals=1,
            doc="Left in the period; NULL while no clock runs.",
        ),
        _points("home"),
        _points("away"),
        Column(
            "source",
            Text,
            one_of=SOURCES,
            doc=f"Whose word it is; in order: {', '.join(SOURCES)}.",
        ),
        Column("known_at", Instant, doc="When that was first fetched, in UTC."),
        Column(
            "first_live_at",
            Instant,
            nullable=True,
            doc="When a source was first fetched that called it live, in UTC: it had begun by "
            "then. NULL where none was.",
        ),
        Column(
            "started_at",
            Instant,
            nullable=True,
            doc="Its first action by the play-by-play's clock, in UTC; NULL where that is not in, "
            "or tells no clock.",
        ),
    ),
)


@transform(LIVE_SCORES)
def live_scores(
    nba_com: Annotated[Rel, Same(NBAC_SCOREBOARD), Either, EveryVersion],
    balldontlie: Annotated[Rel, Same(BDL_LIVE_BOX_SCORES), Either, EveryVersion],
    espn: Annotated[Rel, Same(ESPN_SCOREBOARD), Either, EveryVersion],
    play_by_play: Annotated[Rel, Same(NBAC_PLAY_BY_PLAY), Optional],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """The newest word of each source, of which one is chosen for each game; with the instants at
    which it was first called live and at which it began."""
    import ibis

    words = ibis.union(
        of_nba_com(nba_com), of_balldontlie(balldontlie, games), of_espn(espn, games)
    )
    rank = words.source.cases(*((source, n) for n, source in enumerate(SOURCES)), else_=None)
    stage = words.status.cases(*((status, n) for n, status in enumerate(STATUSES)), else_=None)
    # Words on games that cannot be placed are told apart by their reason, and all are rejected.
    of_game = words.game_id.coalesce(words.unplaced_reason)
    ranked = words.mutate(rank=rank, stage=stage, of_game=of_game)
    newest = _first(ranked, ["game_date", "of_game", "source"], [ibis.desc("known_at")])
    final_rank = (newest.status == FINAL).ifelse(newest["rank"], ibis.null("int8"))
    order = [ibis.desc("stage"), final_rank, ibis.desc("known_at"), "rank"]
    chosen = _first(newest, ["game_date", "of_game"], order)
    live = words.filter(words.status == LIVE)
    first_live = live.group_by("game_id").agg(first_live_at=live.known_at.min())
    began = play_by_play.group_by("game_id").agg(started_at=play_by_play.happened_at.min())
    seasons = games.select("game_id", "season", "season_type")
    placed = chosen.left_join(seasons, "game_id").drop("game_id_right")
    seen = placed.left_join(first_live, "game_id").drop("game_id_right")
    return seen.left_join(began, "game_id").drop("game_id_right")


def _first(rows: Rel, group_by: list[str], order_by: list[object]) -> Rel:
    import ibis

    place = ibis.row_number().over(ibis.window(group_by=group_by, order_by=order_by))
    return rows.mutate(place=place).filter(lambda t: t.place == 0).drop("place")
