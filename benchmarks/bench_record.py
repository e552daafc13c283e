"""The record page of a real season: every figure beside that of an independent query.

`python benchmarks/bench_record.py [HOME]`: HOME is a home with a finished backtest of 2024-25, or
the folder of one; else it is made first (most of an hour). What is compared is the page's text.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from bench_backtest import DAYS, made_home
from measuring import boxline, machine, scratch, show
from page_figures import Compared, Table, Tables
from record_queries import BESIDE, BETS, BIN, ERRORS, NAMES, SAID, TAKEN

from boxline.domain.standing import Standing, State
from boxline.nba.exports.best_bets import ALL, best_bets
from boxline.nba.exports.system_performance import PATH, system_performance
from boxline.stores.feed_view import SnapshotView
from boxline.stores.reading import open_snapshot
from boxline.stores.snapshot import Snapshot
from boxline.web.site import site_files
from boxline.web.site.drawing import PROPS

SEASON = "2024-25"
EVER = "DATE '1900-01-01'"

WORDS = {word: name for name, word in PROPS.items()}


def backtest(given: Path) -> Path:
    """The folder of the newest finished backtest of the season in a home, or as given."""
    first, last = DAYS[SEASON]
    found = sorted(given.glob(f"backtests/nba-{first}-{last}-*/result.json"))
    return found[-1].parent if found else given


def days() -> list[date]:
    first, last = map(date.fromisoformat, DAYS[SEASON])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def page_of(view: SnapshotView) -> tuple[str, Mapping[str, Any]]:
    """The text of the record page, and the documents by path."""
    found: dict[str, bytes] = {}
    for name, feeding in (("best bets", best_bets), ("performance", system_performance)):
        started = time.perf_counter()
        found |= {one.path: msgspec.json.encode(one.document) for one in feeding.function(view)}
        show(f"documents of {name}", f"{time.perf_counter() - started:.1f} s", "-")
    versions = dict.fromkeys((PATH, ALL), "0")
    for file in site_files(versions, lambda path: found[path]):
        if file.path == "site/record.html":
            started = time.perf_counter()
            text = file.draw().decode()
            show("the page drawn", f"{time.perf_counter() - started:.2f} s", "-")
            show("the page, bytes", f"{len(text.encode()):,}", "300 kB compressed")
            return text, {path: msgspec.json.decode(body) for path, body in found.items()}
    raise SystemExit("no record page is drawn")


def errors(compared: Compared, table: Table, prop: str) -> None:
    every: dict[str, Any] = {"prop": prop, "month": None, "low": None, "high": None}
    for row in table.rows[1:]:
        asked = every | {"system": row[0].replace(" ", "_")}
        whole = compared.ask(ERRORS.format(since=EVER), **asked)
        market = compared.ask(BESIDE, rival="market", **asked)
        figures = {1: whole["n"], 2: whole["mae"], 5: whole["bias"]}
        for place, newest in ((3, 30), (4, 7)):
            since = f"DATE '{DAYS[SEASON][1]}' - {newest}"
            figures[place] = compared.ask(ERRORS.format(since=since), **asked)["mae"]
        if asked["system"] != "market":
            figures |= {6: market["less"], 7: market["n"] or None}
        for place, rival in ((8, "season_average"), (9, "last_10")):
            if asked["system"] != rival:
                figures[place] = compared.ask(BESIDE, rival=rival, **asked)["less"]
        for place, figure in figures.items():
            where = f"{prop}, {row[0]}, {table.rows[0][place]}"
            compared.figure("errors by system", where, row[place], figure)


def tiers(compared: Compared, table: Table, prop: str) -> None:
    for row in table.rows[1:]:
        low, _, high = row[0].rstrip("+").partition("-")
        asked: dict[str, Any] = {
            "system": "champion",
            "prop": prop,
            "month": None,
            "low": float(low) or None,
            "high": float(high) if high else None,
        }
        whole = compared.ask(ERRORS.format(since=EVER), **asked)
        market, average = (
            compared.ask(BESIDE, rival=rival, **asked)["less"]
            for rival in ("market", "season_average")
        )
        figures = (whole["n"], whole["mae"], whole["bias"], market, average)
        for place, figure in enumerate(figures, 1):
            where = f"{prop} {row[0]}, {table.rows[0][place]}"
            compared.figure("errors by tier", where, row[place], figure)


def error_months(compared: Compared, table: Table) -> None:
    for row in table.rows[1:]:
        for place in range(1, len(row), 2):
            asked: dict[str, Any] = {
                "system": "champion",
                "prop": WORDS[table.rows[0][place]],
                "month": row[0],
                "low": None,
                "high": None,
            }
            figures = (
                compared.ask(ERRORS.format(since=EVER), **asked)["mae"],
                compared.ask(BESIDE, rival="season_average", **asked)["less"],
            )
            for number, figure in enumerate(figures):
                where = f"{row[0]}, {table.rows[0][place]}"
                compared.figure("errors by month", where, row[place + number], figure)


def bets(compared: Compared, kind: str, row: list[str], found: Mapping[str, Any]) -> None:
    """One row of a table of bets."""
    won, lost = row[2].split(" - ")
    decided = found["won"] + found["lost"]
    figures = (
        (row[1], found["bets"]),
        (won, found["won"]),
        (lost, found["lost"]),
        (row[3], 100 * found["won"] / decided if decided else None),
        (row[5], found["units"] if decided else None),
        (row[7], found["closing"]),
    )
    for printed, figure in figures:
        compared.figure(kind, f"{kind}, {row[0]}", printed, figure)


def calibration(compared: Compared, table: Table) -> None:
    for row in table.rows[1:]:
        low, high = (float(end) / 100 for end in re.findall(r"\d+", row[0]))
        found = compared.ask(BIN, low=low, high=high)
        for place, name in ((1, "stated"), (2, "came"), (3, "n")):
            compared.figure("calibration", f"chance {row[0]}", row[place], found[name])


EVERYTHING: dict[str, Any] = {"system": "champion", "priced": None, "prop": None, "month": None}


def name_bets(documents: Mapping[str, Any], compared: Compared) -> None:
    """Tell the tables what became of each bet."""
    rows = [
        (bet["filter"] or "picks", bet["game_id"], bet["player_id"], bet["prop_type"])
        for day in days()
        for bets in (documents[f"v1/best-bets/{day}.json"],)
        for bet in (*bets["picks"], *bets["filtered"])
    ]
    compared.connection.execute(
        "CREATE TABLE named (taken VARCHAR, game_id VARCHAR, player_id BIGINT, prop_type VARCHAR)"
    )
    compared.connection.executemany("INSERT INTO named VALUES (?, ?, ?, ?)", rows)


def picks_of(part: str, name: str) -> tuple[str, dict[str, Any]]:
    """What asks of the picks of a month, of a prop, or of a bucket of edges such as 2 % to 5 %."""
    if part == "edge":
        low, *high = (float(end) / 100 for end in re.findall(r"\d+", name))
        return f"{TAKEN} AND edge >= {low} AND edge < {high[0] if high else 1000}", EVERYTHING
    return TAKEN, EVERYTHING | {part: WORDS.get(name, name)}


def hold(text: str, documents: Mapping[str, Any], compared: Compared) -> None:
    """Compare every table of the page."""
    name_bets(documents, compared)
    for table in Tables(text).found:
        caption = table.caption
        if caption.endswith(" by system") and caption != "Recommendations of the season by system":
            errors(compared, table, WORDS[caption.removesuffix(" by system")])
        elif " by what was expected" in caption:
            tiers(compared, table, WORDS[caption.partition(" of ")[0]])
        elif "by month: error" in caption:
            error_months(compared, table)
        elif caption.startswith("Believed chances"):
            calibration(compared, table)
        elif caption == "Picks and refused bets":
            for row in table.rows[1:]:
                told = compared.ask(TAKEN, taken=row[0], **EVERYTHING)
                bets(compared, "picks and filters", row, told)
        elif caption.startswith("Picks by "):
            for row in table.rows[1:]:
                part = caption.rpartition(" ")[2]
                query, asked = picks_of(part, row[0])
                bets(compared, f"picks by {part}", row, compared.ask(query, taken="picks", **asked))
        elif caption.startswith("Recommendations"):
            for row in table.rows[1:]:
                system, _, market = row[0].partition(", ")
                asked = {"system": system.replace(" ", "_"), "priced": market == "line and price"}
                told = compared.ask(BETS, **EVERYTHING | asked)
                bets(compared, "bets by system", row, told)
        elif caption.endswith((" by month", " by prop")):
            market, _, part = caption.partition(" by ")
            for row in table.rows[1:]:
                value = WORDS.get(row[0]) if part == "prop" else row[0]
                asked = EVERYTHING | {part: value, "priced": market == "Line and price"}
                bets(compared, f"bets by {part}", row, compared.ask(BETS, **asked))


def main() -> None:
    print(f"The record of {SEASON} on {machine()}")
    with scratch() as folder:
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else made_home(folder)
        first, last = DAYS[SEASON]
        if len(sys.argv) == 1:
            boxline("backtest", "--from", first, "--to", last, "--home", str(given))
        with open_snapshot(Snapshot(backtest(given) / "snapshot")) as connection:
            for statement in NAMES:
                connection.execute(statement)
            now = datetime.fromisoformat(last).replace(tzinfo=UTC) + timedelta(days=1, hours=12)
            view = SnapshotView(
                connection=connection,
                now=now,
                begins=date.fromisoformat(first),
                days=days(),
                standings={day: Standing(day=day, state=State.LIVE) for day in days()},
            )
            text, documents = page_of(view)
            connection.execute(SAID)
            compared = Compared(connection)
            hold(text, documents, compared)
    for kind, count in compared.counts.items():
        show(f"figures of {kind}", f"{count:,}", "-")
    for line in compared.different[:20]:
        print(f"  {line}")
    show("figures that differ from the query's", str(len(compared.different)), "0")
    sys.exit(1 if compared.different or not compared.counts else 0)


if __name__ == "__main__":
    main()
