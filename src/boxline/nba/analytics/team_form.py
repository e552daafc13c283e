"""How each team stood after each game: what every pre-game dataset reads of a team's past."""

from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Float,
    Int,
    Past,
    Rel,
    Same,
    Table,
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

#: column -> its unit and doc: sums over this season's games and over the last 10 and 15.
SUMS = {
    "possessions_hundredths": ("possessions / 100", "100 (FGA + 0.44 FTA + TOV - OREB), own."),
    "opponent_possessions_hundredths": ("possessions / 100", "The same of the other side."),
    "game_minutes": ("player minutes", "240 a game, 25 more for each overtime."),
    "points": ("points", "Scored."),
    "points_allowed": ("points", "Scored by the other side."),
    "opponent_field_goals_attempted": ("field goals", "Attempted by the other side."),
    "opponent_free_throws_attempted": ("free throws", "Attempted by the other side."),
    "wins": ("games", "Won."),
    "blowouts": ("games", f"Decided by {BLOWOUT_POINTS} points or more, won or lost."),
}

WINDOWS = {"to_date": "this season", "last_10": "the last 10 games", "last_15": "the last 15 games"}


def _ratio(name: str, unit: str, window: str, doc: str) -> Column:
    words = f"Over {WINDOWS[window]} of this season (all, where there are fewer). {doc}"
    return Column(f"{name}_{window}", Float, unit, 0, 300, doc=words)


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
        Column("margin_points", Int, "points", -150, 150, doc="Scored less allowed, this game."),
        *(
            Column(f"{name}_{window}", Int, unit, 0, doc=f"{doc} Sum over {words}.")
            for name, (unit, doc) in SUMS.items()
            for window, words in WINDOWS.items()
        ),
        *(
            column
            for window in ("last_10", "last_15")
            for column in (
                _ratio("pace", MEASURES["pace"], window, "48 possessions / (game minutes / 5)."),
                _ratio("opponent_pace", MEASURES["pace"], window, "The other side's, likewise."),
                _ratio(
                    "offensive_rating",
                    MEASURES["offensive_rating"],
                    window,
                    "100 points / possessions.",
                ),
                _ratio(
                    "defensive_rating",
                    MEASURES["offensive_rating"],
                    window,
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
        season, entity=["team_id", "season"], values=list(SUMS), last=(10, 15)
    )
    key = ["game_id", "team_id"]
    form = games.select(*key).join(totals, key).join(means, key)
    ratios: dict[str, Any] = {}
    for window in ("last_10", "last_15"):

        def of(name: str, window: str = window) -> Any:
            return form[f"{name}_{window}"]

        own = of("possessions_hundredths").nullif(0)
        other = of("opponent_possessions_hundredths").nullif(0)
        forty_eights = of("game_minutes") * 20  # hundredths of possessions, five players, 48 min
        ratios |= {
            f"pace_{window}": of("possessions_hundredths") * 48 / forty_eights,
            f"opponent_pace_{window}": of("opponent_possessions_hundredths") * 48 / forty_eights,
            f"offensive_rating_{window}": of("points") * 10_000 / own,
            f"defensive_rating_{window}": of("points_allowed") * 10_000 / other,
        }
    return form.mutate(**ratios)


def _hundredths(line: Rel) -> Any:
    """A hundred times a team's possessions: whole, so that its sums are exact."""
    free = line.free_throws_attempted * formulas.FREE_THROW_HUNDREDTHS
    shots = line.field_goals_attempted + line.turnovers - line.offensive_rebounds
    return shots * 100 + free


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
        f"{prefix}possessions_hundredths": _hundredths(line),
    }


def _both_sides(own: Rel, all_lines: Rel) -> Rel:
    """A team's line beside the other side's; a game of which one line lacks is left out."""
    import ibis

    mine = own.mutate(**_measured(own, ""))
    other = all_lines.select(
        "game_id",
        opponent_team_id="team_id",
        points_allowed="points",
        opponent_field_goals_attempted="field_goals_attempted",
        opponent_free_throws_attempted="free_throws_attempted",
        **_measured(all_lines, "opponent_"),
    )
    met = mine.join(other, ["game_id", "opponent_team_id"])
    margin = met.points - met.points_allowed
    return met.select(
        *(c.name for c in (*GAME, *SIDE)),
        "game_minutes",
        "points_allowed",
        "opponent_field_goals_attempted",
        "opponent_free_throws_attempted",
        "possessions_hundredths",
        "opponent_possessions_hundredths",
        *MEASURES,
        *(f"opponent_{measure}" for measure in MEASURES),
        margin_points=margin,
        wins=met.is_win.ifelse(1, 0).cast("int64"),
        blowouts=(margin.abs() >= ibis.literal(BLOWOUT_POINTS)).ifelse(1, 0).cast("int64"),
    )
