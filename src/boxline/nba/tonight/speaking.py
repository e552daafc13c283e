"""Who speaks first of each prop of today."""

from __future__ import annotations

from boxline.nba.why.explanation import HEADLINES

#: The newest words of who speaks first of each prop, live ones where there are any: the champion;
#: before there is one, the first of those whose number is explained. Of a prop of which none of
#: them says a number, one that tells why not.
SPOKEN_TODAY = f"""\
active AS (
    SELECT * FROM nba_predictions.player_prop_predictions
    WHERE game_date = $today AND population = 'everybody'
        AND (is_champion OR system IN {HEADLINES})
    QUALIFY row_number() OVER (
        PARTITION BY game_id, player_id, prop_type, origin, system ORDER BY version DESC
    ) = 1
),
spoken AS (
    SELECT * FROM active
    QUALIFY row_number() OVER (
        PARTITION BY game_id, player_id, prop_type
        ORDER BY origin, forecast IS NULL, NOT is_champion, list_position({list(HEADLINES)}, system)
    ) = 1
)"""
