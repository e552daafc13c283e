"""What each team allowed to bigs, wings and guards in each game, against what was expected."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Float,
    Int,
    MeanAsBefore,
    Past,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    after_final,
    per_final_game,
    transform,
)
from boxline.catalog.windows import with_newest_before
from boxline.nba.analytics.league_form import LEAGUE_FORM
from boxline.nba.analytics.player_form import PLAYER_FORM
from boxline.nba.columns import GAME, TEAM_ID
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.form.rates import (
    LEAGUE_STATE,
    PRIOR_MINUTES,
    RATE_STATE,
    ROLES,
    role_of,
    shrunken_rate,
)
from boxline.nba.form.stats import STATS

#: A game has some six rows. In ten seasons no day's mean strayed by a deviation.
OF_ROLES = (Varies(rows=12), MeanAsBefore(1.5))

ROLE_GAMES = Table(
    "nba_analytics.role_games",
    grain="the other side's players of one role against one team in one final game",
    key=("game_id", "team_id", "role"),
    expects=per_final_game(at_least=2),
    due=after_final(hours=3),
    columns=(
        *GAME,
        TEAM_ID,
        Column(
            "role",
            Text,
            one_of=ROLES,
            doc="As their shrunken rates of rebounds and assists showed before the game.",
        ),
        Column("minutes", Int, "minutes", 0, 400, checks=OF_ROLES, doc="That they played."),
        *(
            Column(name, kind, STATS[stat][0], 0, doc=doc, decimals=6, checks=OF_ROLES)
            for stat in PRIOR_MINUTES
            for name, kind, doc in (
                (f"{stat}_allowed", Int, "What they did."),
                (
                    f"{stat}_expected",
                    Float,
                    "Their shrunken rates before the game times the minutes they then played.",
                ),
            )
        ),
    ),
)


@transform(ROLE_GAMES)
def role_games(
    games: Annotated[Rel, Same(PLAYER_GAMES)],
    form: Annotated[Rel, Past(PLAYER_FORM, seasons=2)],
    league: Annotated[Rel, Past(LEAGUE_FORM, seasons=2)],
) -> Rel:
    """Sums over the players; those without a game in reach count by the league's rates."""
    played = games.filter(games.has_played)
    state = with_newest_before(
        played, form, entity=["player_id"], columns={c: c for c in RATE_STATE}
    )
    state = with_newest_before(state, league, entity=[], columns={c: c for c in LEAGUE_STATE})
    state = state.filter(state.league_minutes.notnull())
    rates = {stat: shrunken_rate(state, stat) for stat in PRIOR_MINUTES}
    known = state.mutate(
        role=role_of(rates),
        **{f"{stat}_of_his": rate * state.minutes_played for stat, rate in rates.items()},
    )
    return (
        known.group_by(*(c.name for c in GAME), "opponent_team_id", "role")
        .agg(
            minutes=known.minutes_played.sum(),
            **{f"{stat}_allowed": known[STATS[stat][1][0]].sum() for stat in PRIOR_MINUTES},
            **{f"{stat}_expected": known[f"{stat}_of_his"].sum() for stat in PRIOR_MINUTES},
        )
        .rename(team_id="opponent_team_id")
    )
