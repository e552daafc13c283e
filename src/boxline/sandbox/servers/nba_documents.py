"""NBA.com's printed matter: injury reports and gamebooks as PDFs, and who referees tonight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.injury_reports import InjuryLine
from boxline.sandbox.officials import Official
from boxline.sandbox.pdf_gamebook import gamebook_pdf
from boxline.sandbox.pdf_injury_report import Layout, ReportLine, injury_report_pdf
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import EASTERN, Directory
from boxline.sandbox.servers.gamebooks import gamebook
from boxline.sandbox.servers.nba_shapes import game_code
from boxline.sandbox.servers.replies import (
    ACCESS_DENIED,
    Reply,
    Request,
    Routes,
    day_of,
    html_reply,
    json_reply,
)

INJURY_HOST = "ak-static.cms.nba.com"
GAMEBOOK_HOST = "statsdmz.nba.com"
OFFICIALS_HOST = "official.nba.com"
_PDF = "application/pdf"
_NOT_FOUND = html_reply(404, "404 Not Found")
_GAMEBOOKS_OUT = time(6, 0)  # of the morning after, Eastern
_FIRST_WRAPPED_SEASON = 2023
_MOST_KEPT = 400
_OFFICIAL_COLUMNS = {
    "game_id": "String",
    "game_date": "String",
    "season": "String",
    "game_code": "String",
    "home_team_id": "Int32",
    "home_team": "String",
    "home_team_abbr": "String",
    "away_team_id": "Int32",
    "away_team": "String",
    "away_team_abbr": "String",
    **{
        f"official{number}{part}": kind
        for number in range(1, 5)
        for part, kind in (("", "String"), ("_code", "Int32"), ("_JNum", "String"))
    },
}
_REPLAY_COLUMNS = {
    "game_date": "String",
    "official_code": "Int32",
    "replaycenter_official": "String",
}


class NbaDocuments:
    """Three hosts: files are denied until they are published."""

    hosts = (INJURY_HOST, GAMEBOOK_HOST, OFFICIALS_HOST)
    busy = html_reply(429, "Too Many Requests")

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._kept: dict[tuple[str, int], Reply] = {}
        report = r"Injury-Report_(\d{4}-\d{2}-\d{2})_(0[1-9]|1[0-2])(AM|PM)\.pdf"
        self._routes = {
            INJURY_HOST: Routes({f"/referee/injury/{report}": self._injury_report}),
            GAMEBOOK_HOST: Routes(
                {r"/pdfs/(\d{8})/(\d{8})_([A-Z]{3})([A-Z]{3})(_book)?\.pdf": self._gamebook}
            ),
            OFFICIALS_HOST: Routes({"/wp-json/api/v1/get-game-officials": self._officials}),
        }

    def answer(self, request: Request) -> Reply:
        """The document; 403 where it is not published."""
        unknown = _NOT_FOUND if request.host == OFFICIALS_HOST else ACCESS_DENIED
        return self._routes[request.host].answer(request, unknown)

    def _injury_report(self, request: Request, found: re.Match[str]) -> Reply:
        day = day_of(found[1], ACCESS_DENIED)
        hour = int(found[2]) % 12 + (12 if found[3] == "PM" else 0)
        stamp = datetime.combine(day, time(hour, 30), EASTERN)
        if request.at < stamp:
            return ACCESS_DENIED
        return self._once((request.path, 0), lambda: self._report_of(day, stamp))

    def _report_of(self, day: date, stamp: datetime) -> Reply:
        """Today's games, then those of tomorrow that clubs already speak of."""
        days = (day, day + timedelta(days=1))
        lines = [line for each in days for line in self._directory.world.injuries(each, stamp)]
        if not lines:
            return ACCESS_DENIED
        season = int(lines[0].fixture.season[:4])
        layout = Layout.WRAPPED if season >= _FIRST_WRAPPED_SEASON else Layout.ONE_LINE
        printed = [_printed(line) for line in lines]
        body = injury_report_pdf(stamp.replace(tzinfo=None), printed, layout=layout)
        return Reply(body=body, content_type=_PDF)

    def _gamebook(self, request: Request, found: re.Match[str]) -> Reply:
        day = day_of(found[1], ACCESS_DENIED)
        out = datetime.combine(day + timedelta(days=1), _GAMEBOOKS_OUT, EASTERN)
        if found[1] != found[2] or request.at < out:
            return ACCESS_DENIED
        finals = {
            (view.fixture.away.team, view.fixture.home.team): view
            for view in self._directory.on_day(day, request.at, counted=False)
            if view.status is GameStatus.FINAL
        }
        if (found[3], found[4]) not in finals:
            return ACCESS_DENIED
        view = finals[found[3], found[4]]
        key = (request.path, view.corrections)
        return self._once(key, lambda: self._book_of(view, request.at, bool(found[5])))

    def _book_of(self, view: GameView, at: datetime, is_whole_book: bool) -> Reply:
        book = gamebook(self._directory, view, at)
        return Reply(body=gamebook_pdf(book, is_whole_book=is_whole_book), content_type=_PDF)

    def _once(self, key: tuple[str, int], make: Any) -> Reply:
        """A document is printed once; the oldest of many is forgotten."""
        if key not in self._kept:
            reply = make()
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = reply
        return self._kept.get(key) or ACCESS_DENIED

    def _officials(self, request: Request, _: re.Match[str]) -> Reply:
        day = day_of(request.first("date"), json_reply({"error": "date"}, status=400))
        views = self._directory.on_day(day, request.at, counted=False)
        crew_of = self._directory.world.officials
        crews = ((view, crew_of(view.fixture.game_id, request.at)) for view in views)
        rows = [_crew_row(view, crew) for view, crew in crews if crew]
        empty = _table([], _OFFICIAL_COLUMNS), _table([], _REPLAY_COLUMNS)
        games = _table(rows, _OFFICIAL_COLUMNS)
        none = {"Table": empty[0], "Table1": empty[1]}
        return json_reply({"nba": {"Table": games, "Table1": empty[1]}, "gl": none, "wnba": none})


def _printed(line: InjuryLine) -> ReportLine:
    fixture = line.fixture
    starts = datetime.combine(fixture.game_date, fixture.tip_time_et)
    return ReportLine(
        game_date=fixture.game_date,
        game_time_et=f"{starts:%I:%M} (ET)",
        matchup=f"{fixture.away.team}@{fixture.home.team}",
        team=line.club.team_name,
        player_name=line.player_name,
        status=line.status,
        reason=line.reason,
    )


def _crew_row(view: GameView, crew: Sequence[Official]) -> dict[str, Any]:
    fixture = view.fixture
    row: dict[str, Any] = dict.fromkeys(_OFFICIAL_COLUMNS)
    row |= {
        "game_id": fixture.game_id,
        "game_date": f"{fixture.game_date:%m/%d/%Y}",
        "season": f"{fixture.game_id[2]}{fixture.season[:4]}",
        "game_code": game_code(fixture),
        "home_team_id": fixture.home.team_id,
        "home_team": facts_of(fixture.home).city,
        "home_team_abbr": fixture.home.team,
        "away_team_id": fixture.away.team_id,
        "away_team": facts_of(fixture.away).city,
        "away_team_abbr": fixture.away.team,
    }
    for number, official in enumerate(crew, 1):
        row[f"official{number}"] = official.official_name
        row[f"official{number}_code"] = official.official_id
        row[f"official{number}_JNum"] = str(official.jersey_number)
    return row


def _table(rows: list[dict[str, Any]], columns: dict[str, str]) -> dict[str, Any]:
    named = [{"Name": name, "DataType": kind} for name, kind in columns.items()]
    return {"rows": rows, "columns": named}
