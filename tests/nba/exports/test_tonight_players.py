"""Tonight's slate says of each player what his own document says."""

from datetime import timedelta
from typing import Any

import duckdb

from boxline.home import Home
from boxline.nba.exports.tonight_player import tonight_player
from boxline.nba.exports.tonight_players import tonight_players
from tests.builders import next_game_day
from tests.nba.exports.feed_views import made_by

NOW = next_game_day() + timedelta(hours=5)


def test_before_there_is_a_champion_somebody_speaks_all_the_same(settled_home: Home) -> None:
    def dethrone(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE nba_predictions.player_prop_predictions SET is_champion = false")

    (slate,) = made_by(settled_home, tonight_players, NOW, change=dethrone).values()
    own = made_by(settled_home, tonight_player, NOW, change=dethrone)
    document: Any = slate.document
    assert document.total_players > 20
    for game in document.games:
        for player in game.players:
            alone: Any = own[f"v1/tonight/player/{player.player_id}.json"].document
            said = {prop.prop_type: (prop.system, prop.forecast) for prop in alone.props}
            assert {p.prop_type: (p.system, p.forecast) for p in player.props} == said
