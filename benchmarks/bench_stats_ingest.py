"""6,982 balldontlie stat rows in gzip pages to committed rows, against DuckDB's own read_json.

The pages are made from real rows of the shared archive, in the shape of `/v1/stats`.
"""

from __future__ import annotations

import gzip
import json
import statistics
import time
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow.parquet as pq
from measuring import machine, scratch, shared_data, show

from boxline.catalog import Raw
from boxline.config import Settings
from boxline.engine.parsing import parse
from boxline.engine.ports import Load
from boxline.home import Home

ROWS, PER_PAGE = 6_982, 100
NAMES = (
    *("fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "reb"),
    *("ast", "stl", "blk", "pf", "pts"),
)
TIMES = 7


def stat(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """A real player-game in the shape of one `/v1/stats` row."""
    first, _, last = row["player_name"].partition(" ")
    team, other = row["team_id"] % 100, row["team_id"] % 100 + 100
    return {
        "id": number,
        "min": f"{row['minutes']:02d}",
        **{name: row[name] for name in NAMES},
        "fg_pct": round(row["fgm"] / row["fga"], 7) if row["fga"] else 0,
        "turnover": row["tov"],
        "player": {
            "id": row["player_id"], "first_name": first, "last_name": last, "position": "G",
            "height": "6-5", "weight": "211", "jersey_number": "8", "college": "None",
            "country": "USA", "draft_year": 2022, "draft_round": 1, "draft_number": 12,
            "team_id": team,
        },
        "team": {"id": team, "abbreviation": row["team"], "full_name": row["team"]},
        "game": {
            "id": int(row["game_id"]), "date": str(row["game_date"]), "season": 2024,
            "status": "Final", "period": 4, "time": "Final", "postseason": False,
            "home_team_score": 100, "visitor_team_score": 99,
            "home_team_id": team if row["is_home"] else other,
            "visitor_team_id": other if row["is_home"] else team,
        },
    }  # fmt: skip


def pages() -> list[tuple[str, bytes]]:
    """The first 6,982 rows of a real season as gzip pages of one request."""
    file = shared_data() / "nba_box_scores/regular/player_games_2024-25.parquet"
    rows = pq.read_table(file).slice(0, ROWS).to_pylist()
    made = []
    for start in range(0, ROWS, PER_PAGE):
        data = [stat(start + n, row) for n, row in enumerate(rows[start : start + PER_PAGE], 1)]
        meta = {"per_page": PER_PAGE} | (
            {"next_cursor": start + PER_PAGE} if start + PER_PAGE < ROWS else {}
        )
        body = json.dumps({"data": data, "meta": meta}).encode()
        made.append((f"page-{start // PER_PAGE:03d}.json.gz", gzip.compress(body)))
    return made


FIELDS = ", ".join(f"s.{name}" for name in NAMES)


def duckdb_baseline(connection: duckdb.DuckDBPyConnection, files: list[str]) -> None:
    """What DuckDB needs by itself: read_json, and a MERGE on the key, in one transaction."""
    connection.execute("BEGIN")
    connection.execute(
        f"CREATE TEMP TABLE incoming AS SELECT s.id AS stat_id, s.game.id AS game_id, "
        f"s.player.id AS player_id, s.game.date AS game_date, s.min, {FIELDS}, s.turnover "
        "FROM (SELECT unnest(data) AS s FROM read_json($files))",
        {"files": files},
    )
    connection.execute("CREATE TABLE IF NOT EXISTS baseline AS FROM incoming LIMIT 0")
    connection.execute(
        "MERGE INTO baseline AS t USING incoming AS i "
        "ON t.game_id = i.game_id AND t.player_id = i.player_id "
        "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
    )
    connection.execute("COMMIT")
    connection.execute("DROP TABLE incoming")
    connection.execute("DROP TABLE baseline")


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Seconds of one trial: landing, parse and commit, and DuckDB's own way."""

    landing: float
    loading: float
    baseline: float


def trial(home: Home, sent: list[tuple[str, bytes]], files: list[str]) -> Trial:
    """Land, parse and commit the pages in a fresh home, and let DuckDB do it beside."""
    raw = home.catalog["nba_raw.bdl_player_box_scores"]
    assert isinstance(raw, Raw)
    code = home.code[raw.name]  # a running process knows it
    with home.warehouse("benchmark") as warehouse:
        begin = time.perf_counter()
        landed, _ = home.land(raw, sent, fetched_at=home.clock())
        landing = time.perf_counter()
        bodies = [(page.file_name, home.landing.read(page)) for page in landed.pages]
        parsed = parse(home.catalog, raw, landed, bodies)
        load = Load(
            raw=raw,
            landed=landed,
            code=code,
            run_id="benchmark",
            now=home.clock(),
            rows=parsed.table,
            rows_in=parsed.rows_in,
            rejects=parsed.rejects,
        )
        outcome = warehouse.load(load)
        loading = time.perf_counter()
        duckdb_baseline(warehouse.connection, files)
        end = time.perf_counter()
    assert (outcome.stored, outcome.rejected) == (ROWS, 0)
    return Trial(landing=landing - begin, loading=loading - landing, baseline=end - loading)


def main() -> None:
    print(f"{ROWS:,} stat rows on {machine()}")
    sent = pages()
    trials = []
    with scratch() as folder:
        for name, body in sent:
            (folder / name).write_bytes(body)
        files = [str(folder / name) for name, _ in sent]
        for n in range(TIMES + 1):
            home = Home(settings=Settings(home=folder / f"home-{n}"))
            trials.append(trial(home, sent, files))
            home.close()
    counted = trials[1:]  # the first warms the caches of both
    whole = statistics.median(t.landing + t.loading for t in counted)
    ours = statistics.median(t.loading for t in counted)
    theirs = statistics.median(t.baseline for t in counted)
    ratio = statistics.median(t.loading / t.baseline for t in counted)
    show("landing, parse and commit", f"{whole:.3f} s", "under 0.5 s")
    show("parse and commit", f"{ours:.3f} s", "-")
    show("DuckDB's read_json and MERGE", f"{theirs:.3f} s", "-")
    show("parse and commit against DuckDB's own", f"{ratio:.2f} x", "at most 3 x")
    show("rows", f"{ROWS:,}", "-")


if __name__ == "__main__":
    main()
