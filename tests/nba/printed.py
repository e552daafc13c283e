"""An injury report and a gamebook by hand, which the sandbox prints and the parsers read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from boxline.sandbox.box_scores import COUNTED, StatLine
from boxline.sandbox.pdf_gamebook import BookSide, Dressed, Gamebook, Inactive, Played
from boxline.sandbox.pdf_injury_report import ReportLine

AT = datetime(2024, 12, 19, 17, 30)  # noqa: DTZ001 (Eastern wall clock)
LONG = "Injury/Illness - Left Knee, Heel; Left Knee Bone Bruise, Left Heel Contusion"
GAME = ReportLine(
    game_date=date(2024, 12, 19),
    game_time_et="07:00 (ET)",
    matchup="CHA@WAS",
    team="Charlotte Hornets",
)
NEXT = replace(
    GAME,
    game_date=date(2024, 12, 20),
    game_time_et="07:30 (ET)",
    matchup="CLE@MIL",
    team="Milwaukee Bucks",
)


def listed(
    name: str, reason: str = "Rest", *, status: str = "Out", of: ReportLine = GAME
) -> ReportLine:
    """A line about a player."""
    return replace(of, player_name=name, status=status, reason=reason)


LINES = [
    listed("Mann, Tre", "Injury/Illness - N/A; Disc Irritation"),
    listed("Smith Jr., Nick", LONG, status="Questionable"),
    listed("Kuzma, Kyle", "-", status="Available", of=replace(GAME, team="Washington Wizards")),
    *(listed(f"Name, Number {n}", LONG if n % 3 else "G League - Two-Way") for n in range(50)),
    NEXT,
    listed("Strus, Max", of=replace(NEXT, team="Cleveland Cavaliers")),
]

NOTHING = dict.fromkeys(COUNTED, 0)
# 2 * 7 + 2 + 6 = 22 points
SCORER = StatLine(**{**NOTHING, "fgm": 7, "fga": 21, "fg3m": 2, "fg3a": 10, "ftm": 6, "fta": 6})
BIG_MAN = StatLine(**{**NOTHING, "fgm": 2, "fga": 7, "oreb": 2, "dreb": 7, "ast": 3, "pf": 2})


def played(line: StatLine, clock: str = "35:42", plus_minus: int = -13) -> Played:
    """What somebody did, in minutes and seconds on the floor."""
    minutes, seconds = map(int, clock.split(":"))
    return Played(line=line, seconds_played=60 * minutes + seconds, plus_minus=plus_minus)


AWAY = BookSide(
    team_name="Memphis Grizzlies",
    nickname="Grizzlies",
    record="27-53",
    players=[
        Dressed(jersey="00", player_name="Abel Vossler Jr.", position="F", played=played(SCORER)),
        Dressed(jersey="7", player_name="Karl-Otto O'Dell II", played=played(BIG_MAN, "04:18", 7)),
        Dressed(jersey="31", player_name="GG Still", reason="DNP - Coach's Decision"),
        Dressed(jersey="8", player_name="Rémy Kovač", reason="NWT - Injury/Illness - Toe; Sprain"),
    ],
    inactive=[
        Inactive(last_name="Bane", reason="Injury/Illness - Left Knee, Heel; Bruise (bone)"),
        Inactive(last_name="Bane", reason="G League - Two-Way"),
        *(Inactive(last_name=f"Name{n} Jr.", reason="Not With Team") for n in range(9)),
    ],
    points_by_period=[10, 6, 0, 10],
)
HOME = BookSide(
    team_name="CLEVELAND CAVALIERS",
    nickname="CAVALIERS",
    record="47-33",
    players=[Dressed(jersey="1", player_name="Tor Sand", position="C", played=played(BIG_MAN))],
    points_by_period=[1, 1, 1, 1],
)
BOOK = Gamebook(
    game_date=date(2024, 4, 10),
    place="Rocket Mortgage FieldHouse, Cleveland, OH",
    officials=[(24, "Ann O'Day"), (3, "Bo Field")],
    away=AWAY,
    home=HOME,
)
