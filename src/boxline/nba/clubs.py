"""The thirty clubs as lines and reports write them, and the game that two of them play on a day."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from boxline.catalog import Rel

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: NBA.com's team id -> the names others write, in lower case: in full, other forms, ESPN's code.
CLUBS = {
    1610612737: ("atlanta hawks", "atl"),
    1610612738: ("boston celtics", "bos"),
    1610612739: ("cleveland cavaliers", "cle"),
    1610612740: ("new orleans pelicans", "nop", "no"),
    1610612741: ("chicago bulls", "chi"),
    1610612742: ("dallas mavericks", "dal"),
    1610612743: ("denver nuggets", "den"),
    1610612744: ("golden state warriors", "gsw", "gs"),
    1610612745: ("houston rockets", "hou"),
    1610612746: ("los angeles clippers", "la clippers", "lac"),
    1610612747: ("los angeles lakers", "la lakers", "lal"),
    1610612748: ("miami heat", "mia"),
    1610612749: ("milwaukee bucks", "mil"),
    1610612750: ("minnesota timberwolves", "min"),
    1610612751: ("brooklyn nets", "bkn"),
    1610612752: ("new york knicks", "nyk", "ny"),
    1610612753: ("orlando magic", "orl"),
    1610612754: ("indiana pacers", "ind"),
    1610612755: ("philadelphia 76ers", "phi"),
    1610612756: ("phoenix suns", "phx"),
    1610612757: ("portland trail blazers", "por"),
    1610612758: ("sacramento kings", "sac"),
    1610612759: ("san antonio spurs", "sas", "sa"),
    1610612760: ("oklahoma city thunder", "okc"),
    1610612761: ("toronto raptors", "tor"),
    1610612762: ("utah jazz", "uta", "utah"),
    1610612763: ("memphis grizzlies", "mem"),
    1610612764: ("washington wizards", "was", "wsh"),
    1610612765: ("detroit pistons", "det"),
    1610612766: ("charlotte hornets", "cha"),
}


@lru_cache(maxsize=1000)
def code_of(name: str) -> str | None:
    """NBA.com's three-letter code of the club with this name, in whatever case; None of any other.

    >>> code_of("LA Clippers"), code_of("Team LeBron")
    ('LAC', None)
    """
    for names in CLUBS.values():
        if name.lower() in names:
            return next(one for one in names if len(one) == 3).upper()
    return None


CODE_LETTERS = 3


def team_id_of(name: ir.StringValue) -> ir.IntegerValue:
    """NBA.com's id of the club that a name or code means, in whatever case; NULL of any other."""
    import ibis

    lower = name.lower()
    return ibis.cases(*((lower.isin(names), team_id) for team_id, names in CLUBS.items()))


#: How NBA.com writes a club where that is not the first name with capitals.
_WRITTEN = {1610612746: "LA Clippers"}


def name_of_club(team_id: ir.IntegerValue) -> ir.StringValue:
    """A club's city and nickname as NBA.com writes them; NULL of any other id."""
    names = {
        club: _WRITTEN.get(club) or " ".join(word.capitalize() for word in full.split())
        for club, (full, *_) in CLUBS.items()
    }
    return team_id.cases(*names.items(), else_=None)


def code_of_club(team_id: ir.IntegerValue) -> ir.StringValue:
    """A club's three-letter code; NULL of any other id."""
    codes = {
        club: next(name for name in names if len(name) == CODE_LETTERS).upper()
        for club, names in CLUBS.items()
    }
    return team_id.cases(*codes.items(), else_=None)


#: Codes of the clubs in the order in which balldontlie numbers them, from 1.
BDL_ORDER = (
    *("ATL", "BOS", "BKN", "CHA", "CHI", "CLE", "DAL", "DEN", "DET", "GSW"),
    *("HOU", "IND", "LAC", "LAL", "MEM", "MIA", "MIL", "MIN", "NOP", "NYK"),
    *("OKC", "ORL", "PHI", "PHX", "POR", "SAC", "SAS", "TOR", "UTA", "WAS"),
)


def team_id_of_bdl(team_id_bdl: ir.IntegerValue) -> ir.IntegerValue:
    """NBA.com's id of the club that balldontlie numbers so; NULL of any other."""
    ids = {code: team_id for team_id, names in CLUBS.items() for code in names}
    pairs = ((number, ids[code.lower()]) for number, code in enumerate(BDL_ORDER, start=1))
    return team_id_bdl.cases(*pairs, else_=None)


def placed_on_games(lines: Rel, games: Rel) -> Rel:
    """Lines with the game that their two clubs play on their day.

    A line of which there is no such game keeps NULL in the columns of the game, and
    `unplaced_reason` says why, so that it becomes a reject and never vanishes.

    Args:
        lines: rows with `game_date` and the clubs `home_team` and `away_team` as sent.
        games: the calendar of the same days.
    Returns:
        `lines` with `game_id`, `season`, `season_type`, `tipped_off_at`, `home_team_id`,
        `away_team_id` and `unplaced_reason`.
    """
    import ibis

    clubs = ["home_team_id", "away_team_id"]
    game = ["game_id", "season", "season_type", "tipped_off_at"]
    sides = ibis.window(group_by=["game_date", *clubs])
    # Of two games of the same sides on one day nobody could say which is meant.
    numbered = games.mutate(games_of_sides=games.count().over(sides))
    alone = numbered.filter(numbered.games_of_sides == 1).select("game_date", *clubs, *game)
    own = [c for c in lines.columns if c not in (*game, *clubs)]
    known = lines.select(
        *own, home_team_id=team_id_of(lines.home_team), away_team_id=team_id_of(lines.away_team)
    )
    placed = known.left_join(alone, ["game_date", *clubs])
    pair = placed.away_team.concat(" @ ", placed.home_team)
    day = placed.game_date.cast("string")
    reason = ibis.cases(
        (placed.game_id.notnull(), ibis.null("string")),
        (placed.home_team_id.isnull(), placed.home_team.concat(" is none of the thirty clubs")),
        (placed.away_team_id.isnull(), placed.away_team.concat(" is none of the thirty clubs")),
        else_=pair.concat(" is no game of the calendar on ", day),
    )
    return placed.select(*own, *game, *clubs, unplaced_reason=reason)
