"""The ledger on a Postgres server: its tables, who may open it, and what is said where none may."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from boxline.engine.ports import Landed
from boxline.errors import LedgerUnreachable, StoreDamaged
from boxline.stores.landing import Landing
from boxline.stores.ledger import Ledger
from boxline.stores.ledger_copies import FileBefore
from boxline.stores.ledger_on_postgres import VERSIONS, OnPostgres
from boxline.stores.migrations.upgrading import scripts
from tests.builders import NOON
from tests.scale.postgres.declared import postgres_tables
from tests.scale.postgres.server import PASSWORD, Server


def opened(tmp_path: Path, url: str) -> Ledger:
    return Ledger(tmp_path / "ledger.sqlite", OnPostgres(url))


def test_the_migrated_tables_are_those_that_are_declared(tmp_path: Path, url: str) -> None:
    ledger = opened(tmp_path, url)
    with ledger._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, postgres_tables()) == []
    ledger.close()


def test_a_column_that_no_migration_makes_would_be_noticed(tmp_path: Path, url: str) -> None:
    ledger = opened(tmp_path, url)
    declared = postgres_tables()
    declared.tables["runs"].append_column(sa.Column("weather", sa.String))
    with ledger._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        (found,) = compare_metadata(context, declared)
    assert found[0] == "add_column"
    ledger.close()


def test_the_versions_that_are_known_are_those_that_there_are_scripts_for() -> None:
    assert [one.revision for one in scripts().walk_revisions()][::-1] == list(VERSIONS)


def test_of_many_who_open_it_first_at_once_one_makes_the_tables(tmp_path: Path, url: str) -> None:
    made: list[sa.Connection] = []

    class Told(FileBefore):
        def carry(self, connection: sa.Connection) -> None:
            made.append(connection)

    def open_it(number: int) -> None:
        path = tmp_path / f"{number}.sqlite"
        Ledger(path, OnPostgres(url, before=Told(path))).close()

    with ThreadPoolExecutor(8) as many:
        list(many.map(open_it, range(8)))
    assert len(made) == 1


def test_a_ledger_of_a_newer_boxline_is_refused_and_left_as_it_is(tmp_path: Path, url: str) -> None:
    opened(tmp_path, url).close()
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreDamaged, match="a newer Boxline made it") as refused:
        opened(tmp_path, url)
    assert PASSWORD not in str(refused.value)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


@pytest.mark.parametrize("what", ["no server", "wrong password", "no such database"])
def test_who_cannot_get_in_is_told_where_and_what_to_do_without_the_password(
    tmp_path: Path, postgres: Server, what: str
) -> None:
    urls = {
        "no server": f"postgresql://boxline:{PASSWORD}@127.0.0.1:1/ledger",
        "wrong password": postgres.url("postgres", password=f"{PASSWORD}-not"),
        "no such database": postgres.url("nowhere"),
    }
    with pytest.raises(LedgerUnreachable) as refused:
        opened(tmp_path, urls[what])
    told = str(refused.value)
    assert "127.0.0.1" in told
    assert "BOXLINE_LEDGER" in told
    assert PASSWORD not in told
    assert PASSWORD not in repr(refused.value.__cause__)


def test_a_connection_whose_other_end_is_gone_is_given_up_unless_the_url_says_otherwise(
    url: str,
) -> None:
    engine = OnPostgres(f"{url}?keepalives_idle=77").engine()
    connection = engine.raw_connection()
    assert connection.driver_connection is not None
    told = connection.driver_connection.info.get_parameters()
    names = ("keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")
    assert [told[name] for name in names] == ["77", "5", "3", "30000"]
    connection.close()
    engine.dispose()


def test_what_landed_is_read_outside_of_any_transaction(tmp_path: Path, url: str) -> None:
    class Asking(Landing):
        """Looks, while it is read, at what the ledger's connections do."""

        def described(self, known: Collection[str] = ()) -> Iterator[Landed]:
            query = (
                "SELECT state FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            with psycopg.connect(url) as connection:
                states.extend(connection.execute(query).fetchall())
            return super().described(known)

    states: list[tuple[str, ...]] = []
    ledger = opened(tmp_path, url)
    ledger.recover(Asking(str(tmp_path / "landing")), NOON)
    assert set(states) == {("idle",)}
    ledger.close()


def test_a_ledger_comes_back_with_its_server(tmp_path: Path, postgres: Server, url: str) -> None:
    ledger = opened(tmp_path, url)
    assert ledger.landed() == []
    postgres.make_anew(url)  # whoever is connected is thrown out
    with pytest.raises(StoreDamaged, match="its tables are gone"):
        ledger.landed()
    ledger.close()
    again = opened(tmp_path, url)
    assert again.landed() == []
    again.close()
