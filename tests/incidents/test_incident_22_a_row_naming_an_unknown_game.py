"""A row that named a game which nobody knew ended the whole job with a `StopIteration`, because it
was looked up by an unguarded `next()`. Here games are joined and never looked up: such a row is a
reject that can be listed, and its neighbours are computed."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.builders import bring_in, league_home, run, small_archive
from tests.cli.answers import PLAYERS

PLAYER_GAMES = "nba_core.player_games"
UNKNOWN = "0022499999"


def test_incident_22_it_is_a_visible_reject_and_loses_no_neighbour(tmp_path: Path) -> None:
    home = league_home(tmp_path)
    needed = home.catalog.with_sources([PLAYER_GAMES])
    run(home, only=needed)
    table = pq.read_table(small_archive() / PLAYERS)
    sent = table.slice(0, 1).to_pylist()[0]
    day = sent["game_date"]
    count = f"SELECT count(*) FROM {PLAYER_GAMES} WHERE game_date = '{day}'"
    with home.warehouse("before") as warehouse:
        before = warehouse.connection.execute(count).fetchone()
    file = tmp_path / "stray.parquet"
    pq.write_table(pa.Table.from_pylist([sent | {"game_id": UNKNOWN}], schema=table.schema), file)
    assert bring_in(home, [file]).failures == [], "raw keeps whatever is sent"

    report = run(home, only=needed)
    (step,) = [one.outcome for one in report.steps if one.outcome.dataset == PLAYER_GAMES]
    assert (step.rows_in, step.rejected) == (step.kept + 1, 1)
    (reject,) = home.ledger.rejects(dataset=PLAYER_GAMES)
    assert UNKNOWN in reject["content"]
    assert reject["field"] == "season"
    assert reject["reason"].startswith("season is missing")
    with home.warehouse("after") as warehouse:
        assert warehouse.connection.execute(count).fetchone() == before
