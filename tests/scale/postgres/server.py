"""A Postgres server of our own on loopback: made in a folder, and gone with it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

from tests.scale.ports import free_port

#: Where Debian puts what it does not put into the path.
DEBIAN = "/usr/lib/postgresql"
USER, PASSWORD = "boxline", "not-to-be-shown"


@dataclass(frozen=True)
class Server:
    """A server that runs, and the folder that it is in."""

    port: int
    folder: Path

    def url(self, database: str, *, password: str = PASSWORD) -> str:
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """A database that nothing is in; its URL."""
        name = f"ledger_{uuid4().hex[:12]}"
        self.say(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def new_database_of_another(self) -> str:
        """The same, of a user who owns it and may do nothing else on the server."""
        name = f"lesser_{uuid4().hex[:12]}"
        self.say(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{PASSWORD}'")
        self.say(f'CREATE DATABASE "{name}" OWNER "{name}"')
        return self.url(name).replace(f"//{USER}:", f"//{name}:")

    def make_anew(self, url: str) -> None:
        """Lose all of a database, whoever is connected with it."""
        name = url.rpartition("/")[2]
        self.say(f'DROP DATABASE "{name}" WITH (FORCE)')
        self.say(f'CREATE DATABASE "{name}"')

    def say(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def programs() -> Path | None:
    """Where the server's programs are; None where there are none."""
    versions = sorted(Path(DEBIAN).glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def running() -> Iterator[Server]:
    """A server, stopped afterwards. Root may run none: then it runs as the package's user."""
    found = programs()
    assert found is not None, "Postgres is not installed: apt-get install postgresql"
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    try:
        data, secret = folder / "data", folder / "password"
        secret.write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (folder, secret):
                shutil.chown(path, "postgres")
        where = ["-D", str(data)]
        _do([found / "initdb", *where, "-U", USER, f"--pwfile={secret}", *_QUICK])
        port = free_port()
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
            "-c fsync=off -c full_page_writes=off -c max_connections=200"
        )
        log = ["-l", str(folder / "log"), "-w", "-t", "60"]
        _do([found / "pg_ctl", *where, *log, "-o", options, "start"])
        try:
            yield Server(port=port, folder=folder)
        finally:
            _do([found / "pg_ctl", *where, "-m", "immediate", "-w", "-t", "60", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


#: Texts are ordered as people order them: what relies on another order must say so.
_QUICK = ("--no-sync", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8")


def _do(command: list[str | Path]) -> None:
    how = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if how:
        how["extra_groups"] = []  # type: ignore[assignment]
        pwd.getpwnam("postgres")
    done = subprocess.run(
        [str(word) for word in command],
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **how,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stdout
