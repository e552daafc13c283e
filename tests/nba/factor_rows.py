"""What the composite factors of one player are made of, written by hand."""

from __future__ import annotations

from typing import Any

from boxline.nba.charted_shots import ZONE_GROUPS
from tests.nba.by_hand import computed
from tests.nba.pre_game_rows import AWAY, DAY, HOME, player_row

PLAYER, STAR = 7, 8

REST = {"days_rest": 3, "games_last_7_days": 2, "minutes_last_7_days": 60}
#: His team's games of the 14 days before, on the calendar and with a box score.
GAMES = {"calendar_games_last_14_days": 6, "known_games_last_14_days": 6}


def factors_of(
    *,
    star_plays: float = 1.0,
    defense: list[dict[str, Any]] | None = None,
    defended_by: str = "the opponent",
    **given: Any,
) -> dict[str, Any]:
    """The factors of a player of 15 percent usage beside three like him and a star of 40, all of 48
    minutes a game.

    Args:
        star_plays: the star's chance to play.
        defense: the rows of zones; else one of the opponent with what is `given` of zones.
        defended_by: whose row that is.
        given: columns of the player; of a zone the pair (percent of his shots, what the opponent
            allows there above the league).
    """
    zones = {zone: given.pop(zone, (0.0, 0.0)) for zone in ZONE_GROUPS}
    club = AWAY if defended_by == "the opponent" else HOME
    allowed = {f"{z}_allowed_vs_league_percent": value for z, (_, value) in zones.items()}
    if defense is None:
        defense = [{"game_date": DAY, "team_id": club, **allowed}]
    rates = {f"{zone}_rate_percent_last_10": rate for zone, (rate, _) in zones.items()}
    loads = {name: given.pop(name, value) for name, value in (REST | GAMES).items()}
    loads |= {"back_to_backs_last_14_days": given.pop("back_to_backs_last_14_days", 0)}
    paces = {"opponent_pace_last_10": 100.0, "pace_difference": given.pop("pace_difference", 0.0)}
    usage = {"usage_percent_last_10": 15.0}
    reason = {"shot_zones_missing_reason": None}
    mates = (9, 10, 11)
    there = {"is_candidate": True, "play_probability": 1.0, "expected_minutes": 48.0}
    rows = computed(
        "nba_precompute.player_composite_factors",
        context=[
            player_row(PLAYER, **loads, **paces),
            *(
                player_row(mate, **REST, **GAMES, back_to_backs_last_14_days=0)
                for mate in (STAR, *mates)
            ),
        ],
        cache=[
            player_row(PLAYER, **{**usage, **reason, **rates, **given}),
            player_row(STAR, usage_percent_last_10=40.0),
            *(player_row(mate, **usage) for mate in mates),
        ],
        availability=[
            player_row(STAR, **{**there, "play_probability": star_plays}),
            *(player_row(player, **there) for player in (PLAYER, *mates)),
        ],
        defense=defense,
    )
    return next(row for row in rows if row["player_id"] == PLAYER)
