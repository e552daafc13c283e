"""A small league's archive files, in the shapes that the real ones have.

Four clubs play each other over two short seasons. What the real files hold of trouble is there: a
doubleheader, a game postponed to a day of two, one suspended and resumed, one cancelled, one that
rain ended, spring training, a start that Statcast counts a batter more of, one that it does not
tell of right, its rows of a season that repeat those of the one before, a late scratch, and lines
on a name that nobody bears.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from boxline.catalog import Raw, Type
from boxline.leagues import whole_catalog
from boxline.mlb.clubs import CLUBS

Row = dict[str, Any]

#: Club -> its park; one has a roof.
PARKS = {111: (3, "Fenway Park"), 147: (3313, "Yankee Stadium"), 133: (10, "Coliseum")}
PARKS[139] = (12, "Tropicana Field")

NAMES = {111: "Boston Red Sox", 147: "New York Yankees", 139: "Tampa Bay Rays"}
FIRST_DAYS = {2024: date(2024, 4, 1), 2025: date(2025, 4, 1)}
ARROW = {Type.TEXT: pa.string(), Type.INT: pa.int64(), Type.FLOAT: pa.float64()}
ARROW |= {Type.FLAG: pa.bool_(), Type.DAY: pa.date32(), Type.INSTANT: pa.string()}
KINDS = ("ff", "si", "fc", "sl", "st", "cu", "ch")


def club_name(team_id: int, year: int) -> str:
    """A club's name in a year: one of the four left its city."""
    if team_id == 133:
        return "Oakland Athletics" if year == 2024 else "Athletics"
    return NAMES[team_id]


def pitcher_id(team_id: int, number: int) -> int:
    return team_id * 1000 + number


def pitcher_name(player_id: int) -> str:
    """A name with a diacritic, which Statcast's file has not."""
    return f"José Arm{chr(97 + player_id // 1000 % 26)}{chr(97 + player_id % 26)}"


@dataclass
class Files:
    """Rows of each file, under the files' own names of columns."""

    games: list[Row] = field(default_factory=list)
    starts: list[Row] = field(default_factory=list)
    statcast: list[Row] = field(default_factory=list)
    batters: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    strikeout_lines: list[Row] = field(default_factory=list)
    strikeout_alternates: list[Row] = field(default_factory=list)
    outs_lines: list[Row] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Each as a Parquet file; of those without a row none."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, dataset in _DATASETS.items():
            if rows := getattr(self, name):
                write_rows(dataset, rows, folder / f"{name}.parquet")


_DATASETS = {
    "games": "archive_games",
    "starts": "archive_starts",
    "statcast": "archive_statcast_starts",
    "batters": "archive_batter_games",
    "totals": "archive_season_totals",
    "strikeout_lines": "archive_strikeout_lines",
    "strikeout_alternates": "archive_strikeout_alternates",
    "outs_lines": "archive_outs_lines",
}


def write_rows(dataset: str, rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Rows as a file of an archive dataset: what a row does not say is NULL."""
    raw = whole_catalog()[f"mlb_raw.{dataset}"]
    assert isinstance(raw, Raw)
    given = list(rows)
    columns = {}
    for column in raw.file_columns:
        if not column.optional:
            values = [row.get(column.file_name) for row in given]
            # Ids are numbers in the files, and texts with us.
            kind = None if any(v is not None for v in values) else ARROW[column.type]
            columns[column.file_name] = pa.array(values, kind)
    pq.write_table(pa.table(columns), path)


def game(game_id: int, day: date, home: int, away: int, **said: Any) -> Row:
    """One listing of a game, at seven in the evening, final, 4 to 2."""
    venue_id, venue = PARKS[home]
    starts = said.pop("starts_at", datetime(day.year, day.month, day.day, 23, 5, tzinfo=UTC))
    is_played = said.get("status", "Final") not in ("Postponed", "Cancelled")
    return {
        "game_id": game_id,
        "game_date": day,
        "game_datetime": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        "game_type": "R",
        "status": "Final",
        "home_id": home,
        "away_id": away,
        "home_name": club_name(home, day.year),
        "away_name": club_name(away, day.year),
        "doubleheader": "N",
        "game_num": 1,
        "venue_id": venue_id,
        "venue_name": venue,
        "home_score": 4 if is_played else 0,
        "away_score": 2 if is_played else 0,
        "current_inning": 9 if is_played else None,
        "home_probable_pitcher": "",
        "away_probable_pitcher": "",
    } | said


def start(game_id: int, day: date, player_id: int, sides: tuple[int, int], **said: Any) -> Row:
    """One start for the first of two clubs, at home unless it is said otherwise."""
    own, other = (CLUBS[team_id][0] for team_id in sides)
    is_home = said.get("is_home", True)
    row = {
        "game_pk": game_id,
        "game_date": day,
        "game_year": day.year,
        "pitcher": player_id,
        "pitcher_team": own,
        "opponent_team": other,
        "is_home": True,
        "outs": 18,
        "bf": 24,
        "pitches": 90,
        "runs_allowed": 2,
        "hits": 5,
        "walks": 1,
        "strikeouts": 6,
        "reached_base": 6,
        "max_inning": 6,
        "tto_max": 3,
        "game_max_inning": 9,
        "inning_topbot": "Top" if is_home else "Bot",
    }
    return row | said


def measured(of: Row, **said: Any) -> Row:
    """The row that Statcast's file has of a start."""
    home, away = of["pitcher_team"], of["opponent_team"]
    if not of["is_home"]:
        home, away = away, home
    kinds: Row = {f"throws_{kind}": int(kind == "ff") for kind in KINDS}
    for kind in KINDS:
        shares = 1.0 if kind == "ff" else 0.0
        kinds |= {f"{kind}_usage_v_r": shares, f"{kind}_usage_v_l": shares}
    row = {
        "game_date": of["game_date"],
        "player_name": pitcher_name(of["pitcher"]).replace("é", "e"),
        "home_team": home.replace("ATH", "OAK"),
        "away_team": away.replace("ATH", "OAK"),
        "p_throws": "R" if of["pitcher"] % 2 else "L",
        "outs": of["outs"],
        "pitches": of["pitches"],
        "pa": of["bf"],
        "runs": 3,
        "hits": of["hits"],
        "k": of["strikeouts"],
        "bb": of["walks"],
        "hbp": 0,
        "hr": 0,
        "fb": 3,
        "gb": 5,
        "strikes": of["pitches"] // 2,
        "balls": of["pitches"] // 3,
        "bip": 10,
        "whiffs": 12,
        "cs": 14,
        "csw": 26,
        "ff_velo": 94.5 + of["pitcher"] % 5,
        "ff_spinrate": 2300.0,
        "ff_ivb": 16.0,
        "ff_hb": 7.0,
        "ff_vaa": -4.5,
    }
    return row | kinds | said


def batter(game_id: int, day: date, player_id: int, sides: tuple[int, int], **said: Any) -> Row:
    """One batter's line for the first of two clubs: four times up, one hit, one strikeout."""
    counts = dict.fromkeys(_BATTING, 0)
    counts |= {"plate_appearances": 4, "at_bats": 4, "hits": 1, "total_bases": 1, "strike_outs": 1}
    return {
        "game_pk": game_id,
        "game_number": 1,
        "day_night": "night",
        "game_date": day,
        "season": day.year,
        "player_id": player_id,
        "player_name": f"Bat {player_id}",
        "bats": "L",
        "throws": "R",
        "team_id": sides[0],
        "team": club_name(sides[0], day.year),
        "opponent_id": sides[1],
        "opponent": club_name(sides[1], day.year),
        "is_home": True,
        "is_win": True,
        "positions": "SS",
        "games_played": 1,
        **counts,
    } | said


_BATTING = (
    *("plate_appearances", "at_bats", "runs", "hits", "doubles", "triples", "home_runs", "rbi"),
    *("total_bases", "strike_outs", "base_on_balls", "intentional_walks", "hit_by_pitch"),
    *("sac_bunts", "sac_flies", "catchers_interference", "stolen_bases", "caught_stealing"),
    *("ground_outs", "fly_outs", "air_outs", "ground_into_double_play", "number_of_pitches"),
    *("ground_into_triple_play", "left_on_base"),
)


def line(of: Row, name: str, team: str, *, minutes: int, **said: Any) -> Row:
    """What was captured so many minutes before a listed game's start."""
    starts = datetime.fromisoformat(of["game_datetime"])
    captured = starts - timedelta(minutes=minutes)
    return {
        "captured_at": captured.isoformat(),
        "date": captured.date(),
        "pitcher_name": name,
        "team": team,
        "event_id": str(of["game_id"]),
        "start_time_utc": of["game_datetime"],
        "line": 5.5,
        "over_odds": 110.0,
        "under_odds": -140.0,
    } | said


def small_seasons(*, seed: int = 3, days: int = 13) -> Files:
    """The archive of the small league."""
    files, chance = Files(), random.Random(seed)
    for year, first in FIRST_DAYS.items():
        _season(files, chance, year, first, days)
    return files


def _season(files: Files, chance: random.Random, year: int, first: date, days: int) -> None:
    clubs = [*PARKS]
    files.games.append(game(year * 1000, first - timedelta(20), 111, 147, game_type="S"))
    for number in range(days):
        day = first + timedelta(number)
        order = clubs[number % 4 :] + clubs[: number % 4]
        for place in range(2):
            home, away = order[2 * place], order[2 * place + 1]
            game_id = year * 1000 + 10 * number + place + 1
            _played(files, chance, game_id, day, (home, away), number)
    # Set for the third day, rained out, and played as the second of two on the fifth.
    late, day = first + timedelta(4), first + timedelta(2)
    home, away = next((g["home_id"], g["away_id"]) for g in files.games if g["game_date"] == late)
    game_id = year * 1000 + 901
    files.games.append(game(game_id, day, home, away, status="Postponed"))
    second = {"doubleheader": "S", "game_num": 2}
    noon = datetime(late.year, late.month, late.day, 17, 5, tzinfo=UTC)
    for listed in files.games:
        if listed["game_date"] == late and listed["home_id"] == home:
            listed |= {"doubleheader": "S", "game_datetime": f"{noon:%Y-%m-%dT%H:%M:%SZ}"}
    _played(files, chance, game_id, late, (home, away), 21, **second)
    # Begun on the eighth day, ended on the tenth: listed on both, and one game.
    begun = next(g for g in files.games if g["game_date"] == first + timedelta(7))
    files.games.append(begun | {"game_date": first + timedelta(9), "doubleheader": "S"})
    files.games.append(game(year * 1000 + 902, first + timedelta(5), 111, 139, status="Cancelled"))
    if year == 2024:
        days_on = timedelta(366)
        files.statcast += [r | {"game_date": r["game_date"] + days_on} for r in files.statcast[:12]]
        files.totals.append(
            {"pitcher": 111001, "season": year, "prior_bf": 80, "prior_ks": 20, "prior_games": 4}
            | {"prior_starts": 4, "prior_k_pct": 0.25, "prior_bf_mean": 20.0}
        )


def _played(
    files: Files,
    chance: random.Random,
    game_id: int,
    day: date,
    sides: tuple[int, int],
    number: int,
    **listed: Any,
) -> None:
    """A game with both starts, what Statcast says of them, two batters, and lines."""
    said = dict(listed)
    if number == 6:
        said |= {"status": "Completed Early: Rain", "current_inning": 6}
    row = game(game_id, day, *sides, **said)
    starters = {}
    for place, (own, other) in enumerate((sides, sides[::-1])):
        player_id = pitcher_id(own, number % 5)
        starters[own] = player_id
        walks, hits, strikeouts = chance.randrange(4), chance.randrange(2, 8), chance.randrange(11)
        outs = chance.randrange(max(12, strikeouts), 22)
        thrown = start(
            game_id,
            day,
            player_id,
            (own, other),
            is_home=place == 0,
            outs=outs,
            bf=outs + walks + hits,
            pitches=chance.randrange(70, 110),
            runs_allowed=chance.randrange(5),
            hits=hits,
            walks=walks,
            strikeouts=strikeouts,
            reached_base=walks + hits,
        )
        files.starts.append(thrown)
        told = measured(thrown)
        if number == 5:  # a batter left to another, and the pitches to him
            told |= {"pa": told["pa"] + 1, "pitches": told["pitches"] + 3}
        if number == 8:  # wrong: nobody's start
            told |= {"k": told["k"] + 1}
        if number not in (7, 21):
            files.statcast.append(told)
        side = "home" if place == 0 else "away"
        named = player_id if number != 9 else pitcher_id(own, 0)  # scratched: another starts
        row[f"{side}_probable_pitcher"] = pitcher_name(named)
        hitless = {"hits": 0, "total_bases": 0}
        for k in range(2):
            some = hitless if chance.random() < 0.5 else {}
            files.batters.append(
                batter(
                    game_id,
                    day,
                    own * 1000 + 500 + k,
                    (own, other),
                    is_home=place == 0,
                    strike_outs=chance.randrange(4),
                    game_number=row["game_num"],
                    **some,
                )
            )
    files.games.append(row)
    if day.year == 2025 and number >= 9:
        _lines(files, row, sides[0], starters[sides[0]])


def _lines(files: Files, of: Row, team_id: int, player_id: int) -> None:
    """Two captures in time and one after the start; and a line on nobody."""
    team = CLUBS[team_id][0].replace("ATH", "OAK").replace("AZ", "ARI")
    name = pitcher_name(player_id).replace("é", "e")
    for minutes, points in ((300, 5.5), (60, 6.5), (-20, 9.5)):
        files.strikeout_lines.append(line(of, name, team, minutes=minutes, line=points))
    files.strikeout_lines.append(line(of, "Nobody Atall", team, minutes=60))
    files.outs_lines.append(line(of, name, team, minutes=60, line=17.5))
    for milestone in (4.0, 7.0):
        files.strikeout_alternates.append(
            line(of, name, team, minutes=60, milestone=milestone, odds=-150.0)
        )
