"""ESPN's clubs and their players."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from boxline.sandbox.players import Player
from boxline.sandbox.servers.biographies import (
    biography,
    initialled,
    player_id_espn,
    slug_of,
    split_name,
)
from boxline.sandbox.servers.club_facts import ClubFacts
from boxline.sandbox.servers.directory import league_day
from boxline.sandbox.spellings import spelled
from boxline.sandbox.world import World

_POSITIONS = {
    "PG": ("1", "Point Guard"),
    "SG": ("2", "Shooting Guard"),
    "SF": ("3", "Small Forward"),
    "PF": ("4", "Power Forward"),
    "C": ("9", "Center"),
}


def team_row(facts: ClubFacts) -> dict[str, Any]:
    """A club as every reply names it."""
    return {
        "id": str(facts.id_espn),
        "uid": f"s:40~l:46~t:{facts.id_espn}",
        "slug": facts.long_slug,
        "location": facts.city,
        "name": facts.name,
        "abbreviation": facts.code_espn,
        "displayName": facts.full_name,
        "shortDisplayName": facts.name,
        "isActive": True,
    }


def athletes(world: World, facts: ClubFacts, at: datetime) -> list[dict[str, Any]]:
    """A club's players with who is hurt, by last name."""
    today = league_day(at)
    hurt = {
        line.player.player_id: line
        for line in world.injuries(today, at)
        if line.player and line.status in ("Out", "Doubtful", "Questionable")
    }
    rows = []
    for player in world.roster(facts.club.team_id, at):
        row = _athlete(player, today)
        if line := hurt.get(player.player_id):
            said = {"shortComment": line.reason, "status": line.status}
            row["injuries"] = [{**said, "date": f"{line.reported_at:%Y-%m-%dT%H:%MZ}"}]
        rows.append(row)
    return sorted(rows, key=lambda row: (row["lastName"], row["id"]))


def _athlete(player: Player, today: date) -> dict[str, Any]:
    name = spelled(player.player_name, "espn")
    first, last = split_name(name)
    told = biography(player.player_id, player.position_group)
    number, position = _POSITIONS[player.position]
    espn_id = str(player_id_espn(player.player_id))
    born = date.fromisoformat(told.birth_date)
    return {
        "id": espn_id,
        "uid": f"s:40~l:46~a:{espn_id}",
        "firstName": first,
        "lastName": last,
        "fullName": name,
        "displayName": name,
        "shortName": initialled(name),
        "weight": float(told.weight_pounds),
        "displayWeight": f"{told.weight_pounds} lbs",
        "height": float(told.height_inches),
        "displayHeight": f"{told.height_inches // 12}' {told.height_inches % 12}\"",
        "age": (today - born).days * 4 // 1461,
        "dateOfBirth": f"{told.birth_date}T07:00Z",
        "slug": slug_of(name),
        "jersey": told.jersey_number,
        "position": {"id": number, "name": position, "abbreviation": player.position},
        "injuries": [],
        "active": True,
        "status": {"id": "1", "name": "Active", "type": "active", "abbreviation": "Active"},
    }
