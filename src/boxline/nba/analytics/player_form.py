"""How each player stood after each game he played: what every pre-game dataset reads of his past.

Rolling values are computed here once, by rows of games played, and a pre-game row takes those of
the player's last game on an earlier day (`windows.with_newest_before`).
"""

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
from boxline.catalog.windows import with_exponential_means
from boxline.nba.columns import GAME, PLAYER_ID, TEAM_ID
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.team_games import TEAM_GAMES
from boxline.nba.form.season_sums import LAYOFF_DAYS, with_season_sums, with_usage
from boxline.nba.form.stats import HALF_LIVES, LAST_SEASON, MAIN_STATS, STATS

#: Exponential means run across summers, this far back; all else begins anew each season.
REACH_SEASONS = 3


def _sums(stat: str, unit: str) -> list[Column]:
    windows = ["to_date", "last_10"] + (["last_3", "last_5"] if stat in MAIN_STATS else [])
    words = {"to_date": "this season", **{f"last_{n}": f"the last {n}" for n in (3, 5, 10)}}
    return [
        Column(f"{stat}_{w}", Int, unit, 0, doc=f"Sum over {words[w]} games he played.")
        for w in windows
    ]


PLAYER_FORM = Table(
    "nba_analytics.player_form",
    grain="one player after one final game that he played, that game included",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        TEAM_ID,
        Column("games_to_date", Int, "games", 1, 120, doc="Games he played this season."),
        Column(
            "games_in_reach",
            Int,
            "games",
            1,
            400,
            doc="Games he played this season and in the two before it.",
        ),
        Column("minutes_last_game", Int, "minutes", 0, 80, doc="In this game."),
        Column("minutes_least_last_10", Int, "minutes", 0, 80, doc="In one of the last 10 games."),
        Column("minutes_most_last_10", Int, "minutes", 0, 80, doc="In one of the last 10 games."),
        *(column for stat, (unit, _) in STATS.items() for column in _sums(stat, unit)),
        *(
            Column(
                f"points_last_{n}", Int, "points", 0, doc=f"Sum over the last {n} games he played."
            )
            for n in (2, 7)
        ),
        *(
            Column(
                f"{stat}_squares_{window}",
                Int,
                "squared",
                0,
                doc=f"Sum of squares over {words} games he played.",
            )
            for stat in MAIN_STATS
            for window, words in (("to_date", "this season's"), ("last_10", "the last 10"))
        ),
        *(
            Column(
                f"points_by_game_last_{n}",
                Int,
                doc=f"Sum of points x the game's number this season over the last {n} games he "
                "played: what a least-squares slope needs.",
            )
            for n in (7, 10)
        ),
        *(
            Column(
                f"{part}_{window}",
                Int,
                unit,
                0,
                doc=f"{words}, over {window.replace('_', ' ')}: usage is 100 usage_plays / "
                "usage_chances.",
            )
            for part, unit, words in (
                ("usage_plays", "plays x minutes", "100 (FGA + 0.44 FTA + TOV) x game minutes"),
                (
                    "usage_chances",
                    "plays x minutes",
                    "500 (team's FGA + 0.44 FTA + TOV) x minutes played",
                ),
            )
            for window in ("to_date", "last_3", "last_5", "last_10")
        ),
        Column(
            "games_since_change",
            Int,
            "games",
            1,
            400,
            doc="Games played since he came to this team, came back after more than "
            f"{LAYOFF_DAYS} days without one, or began the season; this one counted.",
        ),
        Column(
            "games_below_average_in_a_row",
            Int,
            "games",
            0,
            120,
            doc="His newest games in a row with fewer points than his season's average was before "
            "each.",
        ),
        *(
            Column(
                f"{stat}_ewm_{life}",
                Float,
                STATS[stat][0],
                0,
                decimals=6,
                checks=(Varies(), MeanAsBefore(1.5)),
                doc="Exponential mean over games played this season and in the two before it, "
                f"half-life {life} games, this game counting most.",
            )
            for stat, lives in HALF_LIVES.items()
            for life in lives
        ),
        Column(
            "games_last_season",
            Int,
            "games",
            0,
            120,
            doc="Games he played in the season before; 0 where none.",
        ),
        *(
            Column(f"{stat}_last_season", Int, STATS[stat][0], 0, doc="Sum over the season before.")
            for stat in LAST_SEASON
        ),
    ),
)


@transform(PLAYER_FORM)
def player_form(
    games: Annotated[Rel, Same(PLAYER_GAMES)],
    so_far: Annotated[Rel, Past(PLAYER_GAMES, seasons=REACH_SEASONS, with_today=True)],
    team_games: Annotated[Rel, Past(TEAM_GAMES, seasons=1, with_today=True)],
) -> Rel:
    """Sums over this season's games, exponential means over those of three seasons."""
    today = games.filter(games.has_played).select("game_id", "player_id")
    played = so_far.filter(so_far.has_played).semi_join(today.select("player_id"), "player_id")
    lines = played.select(
        *(c.name for c in GAME),
        "player_id",
        "team_id",
        **{stat: _sum(played, counts) for stat, (_, counts) in STATS.items()},
    )
    this_season = games.select("season").distinct()
    season, before = lines.semi_join(this_season, "season"), lines.anti_join(this_season, "season")
    sums = today.join(with_season_sums(with_usage(season, team_games)), ["game_id", "player_id"])
    narrow = ["player_id", "game_id", "game_date", *HALF_LIVES]
    means = with_exponential_means(
        season.select(*narrow), before.select(*narrow), entity=["player_id"], half_lives=HALF_LIVES
    )
    form = sums.join(means.drop("game_date", *HALF_LIVES), ["game_id", "player_id"])
    return _with_last_season(form, before)


def _sum(line: Rel, counts: tuple[str, ...]) -> Any:
    total = line[counts[0]]
    for name in counts[1:]:
        total = total + line[name]
    return total


def _with_last_season(form: Rel, lines: Rel) -> Rel:
    """Sums over the season before, by the year in which a season starts."""
    by_season = lines.group_by("player_id", "season").agg(
        games_last_season=lines.count(),
        **{f"{stat}_last_season": lines[stat].sum() for stat in LAST_SEASON},
    )
    before = by_season.mutate(start_year=by_season.season.substr(0, 4).cast("int64") + 1)
    now = form.mutate(start_year=form.season.substr(0, 4).cast("int64"))
    both = now.left_join(before.drop("season"), ["player_id", "start_year"])
    added = ["games_last_season", *(f"{stat}_last_season" for stat in LAST_SEASON)]
    return both.select(form, **{name: both[name].fill_null(0) for name in added})
