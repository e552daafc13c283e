"""Whose name it is that a box score carries without an id of ours."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from boxline.catalog import Rel
from boxline.nba.names import alias_of, normalised

#: So many players are told with a name that is nobody's.
NEAREST_TOLD = 3

#: What a name is looked up for: once for each club's game.
NAME_KEY = ["game_date", "team_id", "name_sent"]

#: How near a bearer of the name is: listed in this game for this club, by a source with ids; with
#: this club before or on the season's list; with any club.
NEARNESS = HERE, OF_THE_CLUB, ANYWHERE = 0, 1, 2

#: Who is told where a name is nobody's.
NEAR = ("game_date", "team_id", "player_name", "form")


def owned(names: Rel, today: Rel, known: Rel, *, by_family_name: bool = False) -> Rel:
    """Say whose each name is: his who alone bears it in this game for this club; where nobody
    does, his who alone bears it of the club's players; then, his who alone bears it of all.

    Args:
        names: `NAME_KEY` columns, each combination once.
        today: `game_date`, `team_id`, `player_id`, `player_name` of those listed that day.
        known: `team_id` (may be NULL), `player_id`, `player_name`, `known_since` of those who were
            listed or appeared before.
        by_family_name: names are family names. Nobody is sought beyond the club then, and who is
            listed that day is sought nowhere: he is named in full there.
    Returns:
        `names` with `player_id`, `player_name` (as NBA.com writes it) and `unresolved_reason`;
        either the first two are NULL or the last one is.
    """
    import ibis

    forms = names.select("name_sent").distinct()
    forms = forms.mutate(form=normalised(forms.name_sent))
    sought = names.select(*NAME_KEY).join(forms, "name_sent").select(*NAME_KEY, "form")
    here, before = _formed(today, by_family_name), _formed(known, by_family_name)
    met = _bearers(sought, here, before, by_family_name=by_family_name)
    counts = met.group_by(NAME_KEY).agg(
        **{f"count_{n}": met.player_id.nunique(where=met.nearness == n) for n in NEARNESS},
        **{f"id_{n}": met.player_id.max(where=met.nearness == n) for n in NEARNESS},
        **{f"name_{n}": met.player_name.max(where=met.nearness == n) for n in NEARNESS},
    )
    found = sought.left_join(counts, NAME_KEY)
    count = [found[f"count_{n}"].coalesce(0) for n in NEARNESS]
    is_his = [(count[n] == 1) & _all([one == 0 for one in count[:n]]) for n in NEARNESS]
    decided = found.select(
        *NAME_KEY,
        "form",
        player_id=ibis.cases(*zip(is_his, (found[f"id_{n}"] for n in NEARNESS), strict=True)),
        player_name=ibis.cases(*zip(is_his, (found[f"name_{n}"] for n in NEARNESS), strict=True)),
        is_unknown=_all([one == 0 for one in count]),
    ).distinct()  # rows differ already: so that it is written once, and not where it is used
    return _told(decided, ibis.union(_of_the_day(sought, here), _of_the_club(sought, before)))


def _all(conditions: list[Any]) -> Any:
    import ibis

    return reduce(and_, conditions, ibis.literal(True))


def _formed(players: Rel, by_family_name: bool) -> Rel:
    """Players with the form of their names; of family names what stands behind the first word, and
    the last word: `Karl-Anthony Towns` has a given name of two, `Van Exel` a family name of two."""
    import ibis

    spelled = players.select("player_name").distinct()
    formed = spelled.mutate(form=normalised(spelled.player_name))
    if by_family_name:
        parts = [formed.mutate(form=formed.form.re_replace(p, "")) for p in ("^[^ ]+ ", "^.* ")]
        formed = ibis.union(*parts, distinct=True)
    return players.join(formed, "player_name").select(*players.columns, "form")


def _bearers(sought: Rel, here: Rel, before: Rel, *, by_family_name: bool) -> Rel:
    """Everybody who bears each name, and how near he is to the club's game."""
    import ibis

    looked_up = ibis.union(
        sought.select(*NAME_KEY, "form"),
        sought.select(*NAME_KEY, form=alias_of(sought.form)),
    ).filter(lambda t: t.form.notnull())
    columns = (*NAME_KEY, "player_id", "player_name")
    listed = looked_up.join(here, ["game_date", "team_id", "form"])
    others = looked_up.join(before.rename(club="team_id"), "form")
    others = others.filter(others.known_since < others.game_date)
    is_of_the_club = (others.club == others.team_id).fill_null(False)
    if by_family_name:
        others = others.filter(is_of_the_club).anti_join(here, ["game_date", "player_id"])
        return others.select(*columns, nearness=ibis.literal(OF_THE_CLUB))
    return ibis.union(
        listed.select(*columns, nearness=ibis.literal(HERE)),
        others.select(*columns, nearness=is_of_the_club.ifelse(OF_THE_CLUB, ANYWHERE)),
    )


def _of_the_day(sought: Rel, here: Rel) -> Rel:
    clubs = sought.select("game_date", "team_id").distinct()
    return clubs.join(here, ["game_date", "team_id"]).select(*NEAR)


def _of_the_club(sought: Rel, before: Rel) -> Rel:
    clubs = sought.select("game_date", "team_id").distinct()
    met = clubs.join(before, "team_id")
    return met.filter(met.known_since < met.game_date).select(*NEAR)


def _told(decided: Rel, near: Rel) -> Rel:
    """With the reason why a name is nobody's, and who of the club is nearest to it."""
    import ibis

    unresolved = decided.filter(decided.player_id.isnull()).select(*NAME_KEY, "form")
    others = near.distinct().rename(other="form", other_name="player_name")
    pairs = unresolved.join(others, ["game_date", "team_id"])
    measured = pairs.mutate(distance=pairs.form.levenshtein(pairs.other))
    nearest_first = ibis.window(group_by=NAME_KEY, order_by=["distance", "other_name"])
    ranked = measured.mutate(place=ibis.row_number().over(nearest_first))
    nearest = ranked.group_by(NAME_KEY).agg(
        **{
            f"nearest_{n}": ranked.other_name.max(where=ranked.place == n)
            for n in range(NEAREST_TOLD)
        }
    )
    told = decided.left_join(nearest, NAME_KEY)
    reason = told.is_unknown.ifelse(
        "no player of that name is known", "several players bear that name"
    )
    for n in range(NEAREST_TOLD):
        before = "; nearest: " if n == 0 else ", "
        reason = reason.concat(ibis.literal(before).concat(told[f"nearest_{n}"]).coalesce(""))
    return told.select(
        *NAME_KEY,
        "player_id",
        "player_name",
        unresolved_reason=told.player_id.notnull().ifelse(ibis.null("string"), reason),
    )
