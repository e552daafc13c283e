"""What each source says of who is with which club, in one shape."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.catalog.freezing import end_of_day
from boxline.nba.clubs import team_id_of
from boxline.nba.names import alias_of, normalised

#: In the order in which they count where two speak at one instant.
SOURCES = ("nbac_player_movement", "nbac_player_list", "bdl_active_players", "espn_rosters")

#: Moves by which a club gets a player. The others are `Waive`, by which it lets one go, and those
#: to come: what is not known here says nothing.
GAINS = ("Signing", "AwardOnWaivers", "ContractConverted", "Trade")

#: What is told: NULL for a club is with none. A player without an id is told by his name.
WORD = ("stated_on", "player_id", "name_sent", "team_id", "known_at", "source")


def moved(moves: Rel) -> Rel:
    """Where a day's moves leave each player, known when they were fetched and no later than at the
    end of their day. `WORD`.

    A player may be traded and waived in one day, or waived and signed again. Who was traded away is
    gone; who was waived is gone unless a move with a higher number of the same kind got him after.
    """
    import ibis

    his = moves.filter(moves.player_id.notnull(), moves.move_type.isin([*GAINS, "Waive"]))
    number = his.group_sort.re_extract(r"(\d{1,15})$", 1).nullif("").cast("int64")
    is_trade, is_waiver = his.move_type == "Trade", his.move_type == "Waive"
    who = ["moved_on", "player_id"]
    of_club = (
        his.mutate(number=number)
        .group_by(*who, "team_id")
        .agg(
            has_gained=(~is_waiver).any(),
            gained_as=number.max(where=~is_trade & ~is_waiver),
            waived_as=number.max(where=is_waiver),
        )
    )
    givers = his.filter(is_trade, his.from_team_id.notnull())
    given = givers.select(*who, team_id="from_team_id").distinct()
    staying = of_club.filter(
        of_club.has_gained,
        of_club.waived_as.isnull() | (of_club.gained_as > of_club.waived_as).fill_null(False),
    ).anti_join(given, [*who, "team_id"])
    club = staying.group_by(who).agg(team_id=staying.team_id.max())
    told = his.group_by(who).agg(
        name_sent=his.player_slug.max().re_replace("-", " "), seen_at=his.known_at.max()
    )
    left = told.left_join(club, who)
    return left.select(
        "player_id",
        "name_sent",
        "team_id",
        stated_on="moved_on",
        known_at=ibis.least(left.seen_at, end_of_day(left.moved_on)),
        source=ibis.literal(SOURCES[0]),
    ).select(*WORD)


def listed(lists: Rel) -> Rel:
    """What NBA.com's list of a season says, each time it says something else. `WORD`.

    Args:
        lists: every version of `nba_raw.nbac_player_list`. A retraction says nothing.
    """
    import ibis

    said = lists.filter(~lists.is_retracted)
    return said.select(
        "player_id",
        "known_at",
        stated_on="season_starts_on",
        name_sent="player_name",
        team_id=said.is_on_roster.fill_null(True).ifelse(said.team_id, ibis.null("int64")),
        source=ibis.literal(SOURCES[1]),
    ).select(*WORD)


def snapshots(active: Rel, rosters: Rel) -> Rel:
    """What a day's snapshots say, without ids of ours. A club that is none of the thirty is none.
    `WORD`.

    Args:
        active: rows of `nba_raw.bdl_active_players`.
        rosters: rows of `nba_raw.espn_rosters`.
    """
    import ibis

    parts = [
        rows.select(
            "known_at",
            stated_on="snapshot_date",
            player_id=ibis.null("int64"),
            name_sent="player_name",
            team_id=team_id_of(rows.team).cast("int64"),
            source=ibis.literal(source),
        ).select(*WORD)
        for source, rows in ((SOURCES[2], active), (SOURCES[3], rosters))
    ]
    return ibis.union(*parts)


def owned(words: Rel, players: Rel, lists: Rel) -> Rel:
    """Words with the id of who is meant: his who alone bears the name, normalised or by an alias,
    among those who appeared on an earlier day or stood on the season's list by the day's end.

    Args:
        words: `WORD` without ids.
        players: rows of `nba_core.players` of earlier days.
        lists: every version of the season's list.
    Returns:
        `words` with `player_id` and `unresolved_reason`; one of them is NULL.
    """
    import ibis

    known = ibis.union(
        players.select("player_id", "player_name", since=end_of_day(players.game_date)),
        lists.select("player_id", "player_name", since="known_at"),
    )
    known = known.group_by("player_id", "player_name").agg(since=known.since.min())
    known = known.select("player_id", "since", form=normalised(known.player_name))
    key = ["stated_on", "name_sent"]
    names = words.select(*key).distinct()
    names = names.mutate(form=normalised(names.name_sent))
    sought = ibis.union(names, names.mutate(form=alias_of(names.form)))
    met = sought.join(known, "form")
    met = met.filter(met.since <= end_of_day(met.stated_on))
    bearers = met.group_by(key).agg(bearers=met.player_id.nunique(), only=met.player_id.max())
    told = words.drop("player_id").left_join(bearers, key)
    is_his = (told.bearers == 1).fill_null(False)
    reason = told.bearers.isnull().ifelse(
        "no player of that name is known",
        told.bearers.cast("string").concat(" players of that name are known"),
    )
    return told.select(
        *[c for c in WORD if c != "player_id"],
        player_id=is_his.ifelse(told.only, ibis.null("int64")),
        unresolved_reason=is_his.ifelse(ibis.null("string"), reason),
    )
