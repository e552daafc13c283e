"""How each team stood after each game: what every pre-game dataset reads of a team's past."""

from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Float,
    Int,
    MeanAsBefore,
    Past,
    Rel,
    Same,
    Table,
    Varies,
    after_final,
    per_final_game,
    transform,
)
from boxline.catalog.windows import with_exponential_means, with_running_totals
from boxline.nba import formulas
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.team_games import TEAM_GAMES

#: A game decided by so many points is one in which starters sit.
BLOWOUT_POINTS = 15

#: Measure -> unit: exponential means of a team's own and of what it allowed.
MEASURES = {
    "pace": "possessions per 48 min",
    "offensive_rating": "points per 100 possessions",
    "points": "points",
    "rebounds": "rebounds",
    "assists": "assists",
    "threes": "threes",
}

HALF_LIFE = 12

#: What ratios over the last games are made of, as sums of whole numbers.
PARTS = (
    "possessions_hundredths",
    "opponent_possessions_hundredths",
    "game_minutes",
    "points",
    "points_allowed",
)

#: Games of a window at most.
LAST = (10, 15)


#: In ten seasons no full evening's mean strayed by two deviations.
OF_A_TEAM = (Varies(rows=12), MeanAsBefore(3.0, rows=12))


def _ratio(name: str, unit: str, games: int, doc: str) -> Column:
    words = f"Over the last {games} games of this season (all, where there are fewer). {doc}"
    return Column(f"{name}_last_{games}", Float, unit, 0, 300, checks=OF_A_TEAM, doc=words)


TEAM_FORM = Table(
    "nba_analytics.team_form",
    grain="one team after one final game, that game included",
    key=("game_id", "team_id"),
    expects=per_final_game(2),
    due=after_final(hours=3),
    columns=(
        *GAME,
        *SIDE,
        Column("games_to_date", Int, "games", 1, 120, doc="Played this season."),
        Column("wins_to_date", Int, "games", 0, 120, doc="Won this season."),
        Column(
            "blowouts_last_10",
            Int,
            "games",
            0,
            10,
            doc=f"Of the last 10 games those decided by {BLOWOUT_POINTS} points or more, won or "
            "lost.",
        ),
        *(
            column
            for games in LAST
            for column in (
                _ratio("pace", MEASURES["pace"], games, "48 possessions / (game minutes / 5)."),
                _ratio(
                    "offensive_rating",
                    MEASURES["offensive_rating"],
                    games,
                    "100 points / possessions.",
                ),
                _ratio(
                    "defensive_rating",
                    MEASURES["offensive_rating"],
                    games,
                    "100 points allowed / the other side's possessions; low is good.",
                ),
            )
        ),
        *(
            Column(
                f"{whose}{measure}_ewm_{HALF_LIFE}",
                Float,
                unit,
                0,
                300,
                decimals=6,
                checks=OF_A_TEAM,
                doc=f"{words} exponential mean over this season's and last season's games, "
                f"half-life {HALF_LIFE} games.",
            )
            for whose, words in (("", "Own"), ("opponent_", "What the other side did against it,"))
            for measure, unit in MEASURES.items()
        ),
    ),
)


@transform(TEAM_FORM)
def team_form(
    games: Annotated[Rel, Same(TEAM_GAMES)],
    so_far: Annotated[Rel, Past(TEAM_GAMES, seasons=2, with_today=True)],
) -> Rel:
    """Sums over this season's games, exponential means over two seasons."""
    lines = _both_sides(so_far.semi_join(games, "team_id"), so_far)
    this_season = games.select("season").distinct()
    season, before = lines.semi_join(this_season, "season"), lines.anti_join(this_season, "season")
    both = [f"{whose}{measure}" for whose in ("", "opponent_") for measure in MEASURES]
    narrow = ["team_id", "game_id", "game_date", *both]
    means = with_exponential_means(
        season.select(*narrow),
        before.select(*narrow),
        entity=["team_id"],
        half_lives=dict.fromkeys(both, (HALF_LIFE,)),
    ).drop("game_date", *both)
    totals = with_running_totals(
        season, entity=["team_id", "season"], values=[*PARTS, "wins", "blowouts"], last=LAST
    )
    key = ["game_id", "team_id"]
    form = games.select(*key).join(totals, key).join(means, key)
    ratios: dict[str, Any] = {}
    for n in LAST:
        own, other, minutes, points, allowed = (form[f"{part}_last_{n}"] for part in PARTS)
        ratios |= {
            f"pace_last_{n}": formulas.pace_of(own, minutes),
            f"offensive_rating_last_{n}": formulas.rating_of(points, own),
            f"defensive_rating_last_{n}": formulas.rating_of(allowed, other),
        }
    return form.mutate(**ratios)


def _measured(line: Rel, prefix: str) -> dict[str, Any]:
    """MEASURES of one game."""
    measures = formulas.team_measures(line)
    return {
        f"{prefix}pace": measures["pace"],
        f"{prefix}offensive_rating": measures["offensive_rating"],
        f"{prefix}points": line.points,
        f"{prefix}rebounds": line.rebounds,
        f"{prefix}assists": line.assists,
        f"{prefix}threes": line.threes_made,
        f"{prefix}possessions_hundredths": formulas.possessions_hundredths(line),
    }


def _both_sides(own: Rel, all_lines: Rel) -> Rel:
    """A team's line beside the other side's; a game of which one line lacks is left out."""
    import ibis

    mine = own.mutate(**_measured(own, ""))
    other = all_lines.select(
        "game_id",
        opponent_team_id="team_id",
        points_allowed="points",
        **_measured(all_lines, "opponent_"),
    )
    met = mine.join(other, ["game_id", "opponent_team_id"])
    margin = met.points - met.points_allowed
    return met.select(
        *(c.name for c in (*GAME, *SIDE)),
        "game_minutes",
        "points_allowed",
        "possessions_hundredths",
        "opponent_possessions_hundredths",
        *MEASURES,
        *(f"opponent_{measure}" for measure in MEASURES),
        wins=met.is_win.ifelse(1, 0).cast("int64"),
        blowouts=(margin.abs() >= ibis.literal(BLOWOUT_POINTS)).ifelse(1, 0).cast("int64"),
    )
