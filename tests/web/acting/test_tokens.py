"""Tokens: shown once, kept as a hash, recognised until they are revoked."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from boxline.errors import BadTokenName, TokenExists, UnknownToken
from boxline.home import Home
from boxline.stores.tokens import ANYWHERE, token_of
from tests.builders import home_at
from tests.cli.answers import CommandLine, refused
from tests.web.acting.conftest import TOKEN

OTHER = token_of("b" * 43)


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(capsys, monkeypatch)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_token_is_shown_once_and_only_its_hash_is_kept(
    boxline: CommandLine, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    made = boxline("tokens", "new", "ci", home=home)
    token = made.data.strip()
    assert ANYWHERE.fullmatch(token)
    assert token.encode() not in everything_in(home)
    (listed,) = boxline("tokens", "list", "--json", home=home).json
    assert (listed["name"], listed["revoked_at"]) == ("ci", None)
    assert token not in json.dumps(listed)


def test_no_two_tokens_are_alike(boxline: CommandLine, tmp_path: Path) -> None:
    made = [boxline("tokens", "new", name, home=tmp_path / "home").data for name in ("a", "b")]
    assert len(set(made)) == 2


def test_the_name_of_a_token_that_holds_is_told_and_of_no_other(home: Home) -> None:
    home.ledger.tokens.add("other", OTHER, home.clock())
    name_of = home.ledger.tokens.name_of
    assert [name_of(TOKEN), name_of(OTHER), name_of(TOKEN[:-1]), name_of("")] == [
        "ci",
        "other",
        None,
        None,
    ]


def test_a_revoked_token_holds_no_longer_and_frees_its_name(home: Home) -> None:
    tokens = home.ledger.tokens
    tokens.revoke("ci", home.clock())
    assert tokens.name_of(TOKEN) is None
    tokens.add("ci", OTHER, home.clock())
    assert tokens.name_of(OTHER) == "ci"
    assert tokens.name_of(TOKEN) is None
    assert [row["revoked_at"] is None for row in tokens.listed()] == [False, True]


def test_a_name_holds_one_token(home: Home) -> None:
    with pytest.raises(TokenExists, match="revoke ci"):
        home.ledger.tokens.add("ci", OTHER, home.clock())


@pytest.mark.parametrize("name", ["", "With Space", "-x", "a" * 65, "a/b", "schedule\n"])
def test_a_name_is_one_short_word(home: Home, name: str) -> None:
    with pytest.raises(BadTokenName):
        home.ledger.tokens.add(name, OTHER, home.clock())


def test_a_token_that_is_none_cannot_be_revoked(home: Home) -> None:
    with pytest.raises(UnknownToken, match="Did you mean 'ci'"):
        home.ledger.tokens.revoke("cii", home.clock())


def test_a_ledger_of_before_there_were_tokens_gains_them(home: Home) -> None:
    home.close()
    with closing(sqlite3.connect(home.path / "ledger.sqlite")) as older:
        for table in ("tokens", "audit", "children"):
            older.execute(f"DROP TABLE {table}")
        older.commit()
    again = home_at(home.path)
    again.ledger.tokens.add("ci", TOKEN, again.clock())
    assert again.ledger.tokens.name_of(TOKEN) == "ci"
    again.close()


def test_misuse_ends_with_2(boxline: CommandLine, tmp_path: Path) -> None:
    refused(boxline("tokens", "new", "No Name", home=tmp_path / "home"), 2, "no name for a token")
