"""balldontlie's box scores of the games that are on (`/v1/box_scores/live`)."""

from typing import Any

import msgspec

from boxline.catalog import Present, Raw, Request, every, rows
from boxline.nba.raw.bdl_box_scores import BOX_SCORE_COLUMNS, GAME
from boxline.providers.balldontlie import BALLDONTLIE
from boxline.providers.balldontlie_lines import BoxScore, BoxScores, box_score_values

BDL_LIVE_BOX_SCORES = Raw(
    "nba_raw.bdl_live_box_scores",
    provider=BALLDONTLIE,
    grain="one player listed in one game that is on",
    landing="live-boxscores/{date}",
    payload=BoxScores,
    request=Request(
        path="/v1/box_scores/live",
        about=Present(while_playing=True),
        moments=(every(1 / 60),),
    ),
    key=(*GAME, "player_id_bdl"),
    # A game that is over drops out of the reply, which says nothing about it then.
    complete_within=GAME,
    # While a play is being entered a basket can stand there without its points, so the sums of a
    # finished line are not asked of it.
    columns=BOX_SCORE_COLUMNS,
)


@rows(BDL_LIVE_BOX_SCORES)
def bdl_live_box_scores(line: msgspec.Raw, within: tuple[BoxScore, bool] | None) -> dict[str, Any]:
    """One row per player's line, as it stands; `known_at` says when."""
    return box_score_values(line, within)
