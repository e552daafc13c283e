"""Whose name it is that a line or an injury report carries, or why nobody's."""

from collections.abc import Sequence
from typing import Annotated, Any

from boxline.catalog import (
    Column,
    EveryVersion,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.freezing import end_of_day
from boxline.nba.clubs import placed_on_games
from boxline.nba.columns import GAME
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.games import GAMES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.rosters import ROSTERS
from boxline.nba.injury_runs import listed_on_games
from boxline.nba.injury_sides import listing_club, with_sides
from boxline.nba.names import alias_of, normalised
from boxline.nba.raw.archive_injury_status_history import ARCHIVE_INJURY_STATUS_HISTORY
from boxline.nba.raw.archive_player_prop_lines import ARCHIVE_PLAYER_PROP_LINES
from boxline.nba.raw.archive_pra_lines import ARCHIVE_PRA_LINES
from boxline.nba.raw.archive_threes_lines import ARCHIVE_THREES_LINES
from boxline.nba.raw.bdl_injuries import BDL_INJURIES
from boxline.nba.raw.bp_events import BP_EVENTS
from boxline.nba.raw.bp_player_props import BP_PLAYER_PROPS
from boxline.nba.raw.nbac_injury_report import NBAC_INJURY_REPORT
from boxline.nba.raw.odds_api_player_props import ODDS_API_PLAYER_PROPS
from boxline.nba.raw.odds_api_player_props_history import ODDS_API_PLAYER_PROPS_HISTORY

#: So many players are told with an unresolved name.
NEAREST_TOLD = 3

METHODS = ("exact", "alias", "unresolved")

RESOLVED_NAMES = Table(
    "nba_core.resolved_names",
    grain="one name that some source sent for one game, resolved or not",
    key=("game_id", "name_sent"),
    columns=(
        *GAME,
        Column("name_sent", Text, doc="As the source writes it."),
        Column(
            "player_id",
            Int,
            low=1,
            nullable=True,
            doc="NBA.com's player id; NULL where it is unresolved. Whoever uses the name rejects "
            "his own row then, for `unresolved_reason`.",
        ),
        Column(
            "team_id",
            Int,
            low=1,
            nullable=True,
            doc="The side he was expected on, by what was known before the game; NULL where he was "
            "expected on neither (first game after a trade, long injury) or is unresolved.",
        ),
        Column(
            "method",
            Text,
            one_of=METHODS,
            doc="`exact` by the normalised name, `alias` by the curated file, or `unresolved`.",
        ),
        Column(
            "unresolved_reason",
            Text,
            nullable=True,
            doc="Why, with up to three players of the game whose names are nearest, for whoever "
            "looks for an alias; NULL where it is resolved.",
        ),
        Column("sources", Text, doc="Who sent it, in alphabetical order with commas between."),
    ),
)


@transform(RESOLVED_NAMES)
def resolved_names(
    games: Annotated[Rel, Same(GAMES)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    injuries: Annotated[Rel, Same(ARCHIVE_INJURY_STATUS_HISTORY), Optional],
    player_prop_lines: Annotated[Rel, Same(ARCHIVE_PLAYER_PROP_LINES), Optional],
    pra_lines: Annotated[Rel, Same(ARCHIVE_PRA_LINES), Optional],
    threes_lines: Annotated[Rel, Same(ARCHIVE_THREES_LINES), Optional],
    reports: Annotated[Rel, Same(NBAC_INJURY_REPORT), Optional],
    injury_lists: Annotated[Rel, Same(BDL_INJURIES), Optional, EveryVersion],
    offers: Annotated[Rel, Same(ODDS_API_PLAYER_PROPS), Optional, EveryVersion],
    past_offers: Annotated[Rel, Same(ODDS_API_PLAYER_PROPS_HISTORY), Optional],
    bp_offers: Annotated[Rel, Same(BP_PLAYER_PROPS), Optional, EveryVersion],
    bp_events: Annotated[Rel, Same(BP_EVENTS), Optional],
    expected: Annotated[Rel, Same(EXPECTED_PLAYERS), Optional],
    players: Annotated[Rel, Past(PLAYERS, seasons=3)],
    rosters: Annotated[Rel, Past(ROSTERS, seasons=1), Optional],
) -> Rel:
    """A name is his who alone bears it, normalised or by an alias, among the players expected in
    the game; else his who alone bears it among all who appeared on an earlier day of this season
    or the two before, or of whom a roster had spoken by the cut-off. Else it is nobody's:
    nearness is told, and never decides."""
    import ibis

    sources = {
        "injuries": _consistent(injuries),
        "player_prop_lines": player_prop_lines,
        "pra_lines": pra_lines,
        "threes_lines": threes_lines,
        "nbac_injury_report": _consistent(reports.filter(reports.is_submitted)),
        "odds_api_player_props": offers,
        "odds_api_player_props_history": past_offers,
        "bp_player_props": bp_offers.join(
            bp_events.select("game_date", "event_id_bettingpros", "home_team", "away_team"),
            ["game_date", "event_id_bettingpros"],
        ),
    }
    sent = ibis.union(
        *(
            rows.select("game_date", "home_team", "away_team", name_sent="player_name")
            .distinct()
            .mutate(source=ibis.literal(source))
            for source, rows in sources.items()
        )
    )
    placed = placed_on_games(sent, games).filter(lambda t: t.game_id.notnull())
    game = [c.name for c in GAME]
    listed = listed_on_games(injury_lists, games).select(*game, name_sent="player_name")
    listed = listed.mutate(source=ibis.literal("bdl_injuries"))
    everywhere = ibis.union(placed.select(*game, "name_sent", "source"), listed)
    sent_for_games = _with_sources(everywhere, sorted([*sources, "bdl_injuries"]))
    # A season has thirty thousand names, of one and a half thousand spellings.
    spellings = sent_for_games.select("name_sent").distinct()
    forms = spellings.mutate(form=normalised(spellings.name_sent))
    moments = cutoffs.select("game_id", "cutoff_at")
    names = sent_for_games.join(forms, "name_sent").join(moments, "game_id")
    known = ibis.union(
        players.select("player_id", "player_name", known_from=end_of_day(players.game_date)),
        rosters.group_by("player_id", "player_name").agg(known_from=rosters.known_at.min()),
    )
    known = known.mutate(form=normalised(known.player_name))
    decided = _decided(names, known, expected)
    unresolved = decided.filter(decided.player_id.isnull())
    nearest = _nearest(unresolved, known, expected)
    told = decided.left_join(nearest, ["game_id", "name_sent"])
    return told.select(
        *(c.name for c in GAME),
        "name_sent",
        "player_id",
        "team_id",
        "method",
        "sources",
        unresolved_reason=ibis.cases(
            (told.player_id.notnull(), ibis.null("string")),
            else_=_reason(told),
        ),
    )


def _consistent(lines: Rel) -> Rel:
    """Lines of injury reports with their sides; one that contradicts itself about the game is of
    none."""
    sided = with_sides(lines.drop(*(c for c in ("away_team", "home_team") if c in lines.columns)))
    return sided.filter(listing_club(sided).notnull())


def _with_sources(placed: Rel, sources: Sequence[str]) -> Rel:
    """One row per game and name, with the sources that sent it."""
    import ibis

    flags = placed.group_by(*(c.name for c in GAME), "name_sent").agg(
        **{source: (placed.source == source).any() for source in sources}
    )
    parts = [flags[source].ifelse(f"{source}, ", "") for source in sources]
    listed = ibis.literal("").concat(*parts).re_replace(", $", "")
    return flags.mutate(sources=listed).drop(*sources)


def _decided(names: Rel, known: Rel, expected: Rel) -> Rel:
    """Names with `player_id`, `team_id`, `method` and `bearers`, the number of players known who
    bear the name."""
    import ibis

    key = ["game_id", "name_sent"]
    looked_up = ibis.union(
        names.select(*key, "cutoff_at", "form", is_alias=ibis.literal(False)),
        names.select(*key, "cutoff_at", form=alias_of(names.form), is_alias=ibis.literal(True)),
    )
    met = looked_up.join(known, "form")
    bearers = (
        met.filter(met.known_from <= met.cutoff_at)
        .group_by(*key, "player_id")
        .agg(is_alias=lambda t: t.is_alias.all())
    )
    sides = expected.select("game_id", "player_id", "team_id")
    placed = bearers.left_join(sides, ["game_id", "player_id"])
    is_expected = placed.team_id.notnull()
    counts = placed.group_by(key).agg(
        bearers=placed.count(),
        bearers_expected=placed.team_id.count(),
        only=placed.player_id.max(),
        only_is_alias=placed.is_alias.all(),
        only_expected=placed.player_id.max(where=is_expected),
        only_expected_is_alias=placed.is_alias.all(where=is_expected),
        side=placed.team_id.max(),
    )
    found = names.left_join(counts, key)
    is_his_here = found.bearers_expected == 1
    is_his_anywhere = (found.bearers_expected == 0) & (found.bearers == 1)
    is_alias = ibis.cases(
        (is_his_here, found.only_expected_is_alias), (is_his_anywhere, found.only_is_alias)
    )
    return found.select(
        *names.columns,
        player_id=ibis.cases((is_his_here, found.only_expected), (is_his_anywhere, found.only)),
        team_id=ibis.cases((is_his_here, found.side)),
        method=ibis.cases((is_alias, "alias"), (~is_alias, "exact"), else_="unresolved"),
        bearers=found.bearers.coalesce(0),
    )


def _nearest(unresolved: Rel, known: Rel, expected: Rel) -> Rel:
    """The players of the game whose newest names are nearest to a name, by letters to change:
    `nearest_0`, `nearest_1`, ..., NULL beyond the last."""
    import ibis

    games = unresolved.select("game_id", "cutoff_at").distinct()
    here = games.join(expected.select("game_id", "player_id"), "game_id").join(known, "player_id")
    newest_first = ibis.window(
        group_by=["game_id", "player_id"], order_by=[ibis.desc("known_from"), "player_name"]
    )
    named = (
        here.filter(here.known_from <= here.cutoff_at)
        .mutate(place=ibis.row_number().over(newest_first))
        .filter(lambda t: t.place == 0)
        .select("game_id", "player_id", "player_name", player_form="form")
    )
    pairs = unresolved.select("game_id", "name_sent", "form").join(named, "game_id")
    near = pairs.mutate(distance=pairs.form.levenshtein(pairs.player_form))
    nearest_first = ibis.window(
        group_by=["game_id", "name_sent"], order_by=["distance", "player_name", "player_id"]
    )
    ranked = near.mutate(place=ibis.row_number().over(nearest_first))
    return ranked.group_by("game_id", "name_sent").agg(
        **{
            f"nearest_{n}": ranked.player_name.max(where=ranked.place == n)
            for n in range(NEAREST_TOLD)
        }
    )


def _reason(told: Rel) -> Any:
    """Why a name is nobody's, with the names nearest to it."""
    import ibis

    found = (told.bearers == 0).ifelse(
        "no player of that name is known",
        told.bearers.cast("string").concat(" players of that name are known"),
    )
    for n in range(NEAREST_TOLD):
        before = "; nearest: " if n == 0 else ", "
        found = found.concat(ibis.literal(before).concat(told[f"nearest_{n}"]).coalesce(""))
    return found
