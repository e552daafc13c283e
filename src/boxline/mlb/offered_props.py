"""The Odds API's lines on pitchers, on the games and the pitchers that they name."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.catalog.offers import prop_offers
from boxline.mlb.clubs import id_of_name
from boxline.mlb.line_games import placed
from boxline.mlb.names import normalised

#: Why a line is nobody's, where the game is known.
NOT_ANNOUNCED = "no probable pitcher of the game bears the name"


def offered_props(present: Rel, history: Rel, *, games: Rel, probables: Rel) -> Rel:
    """Lines as they stood, one row per line and instant, in the shape of
    `mlb_core.pitcher_prop_lines` before prices are worked out.

    Lines are offered on those who are to start. The feed writes neither ids nor whose side a
    pitcher is on, so he is looked for among the probable pitchers of both.

    Args:
        present, history: as for `prop_offers`.
        games: the calendar of the same days.
        probables: rows of `mlb_core.probable_pitchers` of the same days.
    """
    import ibis

    sent = prop_offers(present, history, of="pitcher_")
    named = sent.mutate(team_id=id_of_name(sent.home_team), team_sent=sent.home_team)
    on_games = placed(named, games).rename(home_team_id="team_id", away_team_id="opponent_team_id")
    announced = _announced(probables)
    formed = on_games.mutate(name_form=normalised(on_games.player_name))
    met = formed.left_join(announced, ["game_id", "name_form"]).select(
        formed, "player_id", "pitches_for"
    )
    is_home = (met.pitches_for == met.home_team_id).fill_null(True)
    return met.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "player_id",
        "player_name",
        "prop_type",
        "bookmaker",
        "line",
        "over_american",
        "under_american",
        "known_at",
        "starts_at",
        "game_starts_at",
        "unplaced_reason",
        team_id=is_home.ifelse(met.home_team_id, met.away_team_id),
        opponent_team_id=is_home.ifelse(met.away_team_id, met.home_team_id),
        is_alternate=~met.is_main,
        unresolved_reason=met.player_id.isnull().ifelse(NOT_ANNOUNCED, ibis.null("string")),
    )


def _announced(probables: Rel) -> Rel:
    """Who alone bears a name among those who ever were to start a game."""
    said = probables.filter(probables.player_id.notnull(), probables.player_name.notnull())
    bearers = said.select(
        "game_id", "player_id", "team_id", name_form=normalised(said.player_name)
    ).distinct()
    alone = bearers.group_by("game_id", "name_form").agg(
        bearers=bearers.player_id.nunique(),
        player_id=bearers.player_id.max(),
        pitches_for=bearers.team_id.max(),
    )
    return alone.filter(alone.bearers == 1).drop("bearers")
