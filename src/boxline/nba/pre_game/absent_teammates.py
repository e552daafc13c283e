"""Which team-mates are out or in doubt, and what part of the team's work they have."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Int, Rel
from boxline.catalog.windows import with_newest_before
from boxline.nba.injury_status import with_status_known

#: A star by his season so far: this many games and points a game, or minutes and points.
STAR_GAMES, STAR_POINTS = 10, 18
STAR_MINUTES, STAR_POINTS_BESIDE_MINUTES = 28, 12

#: Kind of absence -> the statuses that make it.
ABSENCES = {
    "out": ("Out", "Doubtful"),
    "questionable": ("Questionable",),
    "probable": ("Probable",),
}

#: Expected minutes and points are whole millionths here, so that sums are exact.
MILLION = 1_000_000

_NO_REPORT = "NULL without a report on the game"


def _columns(kind: str, statuses: tuple[str, ...]) -> tuple[Column, ...]:
    words = " or ".join(statuses)
    return (
        Column(
            f"teammates_{kind}",
            Int,
            "players",
            0,
            30,
            True,
            doc=f"Players expected on his side besides him whom the reports had as {words} at the "
            f"cut-off. {_NO_REPORT}.",
        ),
        Column(
            f"star_teammates_{kind}",
            Int,
            "players",
            0,
            15,
            True,
            doc=f"Stars of his side besides him whom the reports had as {words} at the cut-off, "
            f"however long they have been away: {STAR_GAMES} or more games this season, and "
            f"{STAR_POINTS} or more points a game, or {STAR_MINUTES} or more minutes and "
            f"{STAR_POINTS_BESIDE_MINUTES} or more points. {_NO_REPORT}.",
        ),
        Column(
            f"teammates_{kind}_role_share",
            Float,
            "share",
            0,
            1,
            True,
            doc=f"The part that those of `teammates_{kind}` have in his side's work: half their "
            "share of the expected minutes, half their share of the expected points (exponential "
            "means, half-life 8 games) of all its candidates (`expected_availability`), himself "
            "and the absent included; who is no candidate has none. "
            f"{_NO_REPORT}, and where no candidate has scored.",
        ),
    )


TEAMMATE_COLUMNS = tuple(
    column for kind, statuses in ABSENCES.items() for column in _columns(kind, statuses)
)


def teammates_absent(spine: Rel, injuries: Rel, form: Rel, cutoffs: Rel) -> Rel:
    """TEAMMATE_COLUMNS by `game_id` and `player_id`.

    Args:
        spine: rows of `nba_analytics.expected_availability`.
        injuries: rows of `nba_core.injuries` of the same days.
        form: rows of `nba_analytics.player_form` of this season.
        cutoffs: rows of `nba_core.cutoffs`.
    """
    side, who = ["game_id", "team_id"], ["game_id", "player_id"]
    own = _parts(spine)
    parts = [c for c in own.columns if c not in (*who, "team_id", "has_report")]
    teams = own.group_by(side).agg(**{f"all_{name}": own[name].sum() for name in parts})
    stars = _stars_listed(injuries, form, cutoffs)
    flags = [c for c in stars.columns if c not in (*who, "team_id")]
    sides = stars.group_by(side).agg(**{f"all_{name}": stars[name].sum() for name in flags})
    found = (
        own.join(teams, side)
        .left_join(sides, side)
        .left_join(stars, [*who, "team_id"])
        .select(own, *(f"all_{name}" for name in parts), *flags, *(f"all_{n}" for n in flags))
    )

    def of_others(name: str) -> Any:
        return found[f"all_{name}"].coalesce(0) - found[name].coalesce(0)

    def share(kind: str, measure: str) -> Any:
        return of_others(f"{measure}_{kind}") / found[f"all_of_{measure}"].nullif(0)

    added: dict[str, Any] = {}
    for kind in ABSENCES:
        added[f"teammates_{kind}"] = of_others(f"players_{kind}")
        added[f"star_teammates_{kind}"] = of_others(f"stars_{kind}")
        added[f"teammates_{kind}_role_share"] = (share(kind, "minutes") + share(kind, "points")) / 2
    known = {name: found.has_report.ifelse(value, None) for name, value in added.items()}
    return found.select(*who, **known)


def _parts(spine: Rel) -> Rel:
    """What each player is to the sums of his side."""
    counts = spine.is_candidate & spine.expected_minutes.notnull()
    measures = {"minutes": spine.expected_minutes, "points": spine.points_ewm_8}
    row = spine.select(
        "game_id",
        "team_id",
        "player_id",
        "has_report",
        **{
            f"of_{name}": counts.ifelse((value * MILLION).round().cast("int64"), 0)
            for name, value in measures.items()
        },
        **{
            f"players_{kind}": spine.injury_status.isin(statuses).fill_null(False).cast("int64")
            for kind, statuses in ABSENCES.items()
        },
    )
    return row.mutate(
        **{
            f"{name}_{kind}": row[f"of_{name}"] * row[f"players_{kind}"]
            for name in measures
            for kind in ABSENCES
        }
    )


def _stars_listed(injuries: Rel, form: Rel, cutoffs: Rel) -> Rel:
    """Stars by their season so far whom the reports on a game list by the cut-off, expected or
    not, with `stars_{kind}`: 1 or 0."""
    who = ["game_id", "player_id"]
    named = injuries.group_by(who).agg(team_id=injuries.team_id.max())
    listed = with_status_known(named.join(cutoffs, "game_id"), injuries, at="cutoff_at")
    stars = with_newest_before(
        listed.filter(listed.injury_status.notnull()),
        form.semi_join(named, "player_id"),
        entity=["player_id", "season"],
        columns={
            "games": "games_to_date",
            "points": "points_to_date",
            "minutes": "minutes_to_date",
        },
    )
    scores = stars.points >= stars.games * STAR_POINTS
    plays_and_scores = (stars.minutes >= stars.games * STAR_MINUTES) & (
        stars.points >= stars.games * STAR_POINTS_BESIDE_MINUTES
    )
    stars = stars.filter(stars.games >= STAR_GAMES, scores | plays_and_scores)
    return stars.select(
        *who,
        "team_id",
        **{
            f"stars_{kind}": stars.injury_status.isin(statuses).cast("int64")
            for kind, statuses in ABSENCES.items()
        },
    )
