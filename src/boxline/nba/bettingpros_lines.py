"""BettingPros' offers as observations of lines, beside those of `boxline.catalog.offers`."""

from boxline.catalog import Rel
from boxline.catalog.bookmakers import bookmaker_key
from boxline.catalog.offers import standing

#: BettingPros' blend of all books, under the name of one.
CONSENSUS = "consensus"

_SENT = ("game_date", "home_team", "away_team", "known_at")


def bettingpros_offers(present: Rel, events: Rel, told: Rel) -> Rel:
    """BettingPros' lines as they stood, in the shape of `prop_offers`. Its consensus is no
    bookmaker's and is left out, as is what is off the board.

    Args:
        present: every version of `nba_raw.bp_player_props`.
        events: its games of the same days, which name the sides.
        told: what `prop_offers` gave. A bookmaker's lines on a prop are BettingPros' on the days
            on which The Odds API told none.
    """
    import ibis

    event = ["game_date", "event_id_bettingpros"]
    series = [*event, "prop_type", "bookmaker", "player_name"]
    own = present.filter(present.bookmaker != CONSENSUS)
    stood = standing(
        own.select(*series, "side", "line", "price_american", "is_off", "known_at", "is_retracted"),
        series=series,
        item=["side", "line"],
    )
    offered = stood.filter(~stood.is_off.fill_null(False)).mutate(
        bookmaker=bookmaker_key(stood.bookmaker)
    )
    others = offered.anti_join(told, ["game_date", "prop_type", "bookmaker"])
    games = events.select(*event, "home_team", "away_team", "starts_at")
    placed = others.left_join(games, event).drop("event_id_bettingpros_right", "game_date_right")
    unknown = ibis.literal("event ").concat(placed.event_id_bettingpros.cast("string"))
    sided = placed.mutate(
        home_team=placed.home_team.coalesce(unknown), away_team=placed.away_team.coalesce(unknown)
    )
    by = [*_SENT, "player_name", "line", "prop_type"]
    return sided.group_by(*by, "bookmaker").agg(
        starts_at=sided.starts_at.max(),
        over_american=sided.price_american.max(where=sided.side == "over"),
        under_american=sided.price_american.max(where=sided.side == "under"),
    )
