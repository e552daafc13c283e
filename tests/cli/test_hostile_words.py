"""Words that mean something to SQL, a shell or a path change nothing, and are answered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.answers import (
    SCHEDULE,
    SCHEDULE_REPLY,
    CommandLine,
    changed,
    contents,
    refused,
)

HOSTILE = ("'; DROP TABLE nba_core.games;--", '" OR 1=1', "../../etc/passwd", "a\nb", "{date}")
GAMES = "nba_core.games"
#: Where a word reaches SQL or a path; `?` stands for it.
COMMANDS = (
    ("explain", "?"),
    ("explain", GAMES, "--game", "?"),
    ("explain", GAMES, "--date", "?"),
    ("explain", "--player", "?", "--date", "2024-11-12"),
    ("why", "?"),
    ("why", "9000053", "--date", "?"),
    ("why", "9000053", "--prop", "?"),
    ("gaps", "--only", "?"),
    ("plan", "--only", "?"),
    ("rejects", "list", "--dataset", "?"),
    ("rejects", "show", "?"),
    ("rejects", "replay", "?"),
    ("runs", "show", "?"),
    ("breakers", "show", GAMES, "?"),
    ("providers", "show", "?"),
    ("fetch", "?"),
    ("fetch", "nba_raw.nbac_schedule", "--date", "?"),
    ("land", "?", SCHEDULE_REPLY),
    ("land", SCHEDULE, SCHEDULE_REPLY, "--fetched-at", "?"),
    ("sql", "SELECT 1; ?"),
    ("sql", "COPY (SELECT 1) TO '?'"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(map(str, words))[:40])
def test_a_hostile_word_is_refused_and_changes_nothing(
    boxline: CommandLine, settled_copy: Path, words: tuple[object, ...]
) -> None:
    before = contents(settled_copy)
    for value in HOSTILE:
        given = [value.join(str(word).split("?")) for word in words]
        answer = boxline(*given, home=settled_copy)
        assert answer.exit in {1, 2}, given
        assert (answer.data, "Traceback" in answer.talk) == ("", False), answer
        assert answer.talk.startswith("boxline: "), answer
    apart = {"ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal", "cache/code.json"}
    apart |= {"warehouse.lock"}
    assert changed(before, contents(settled_copy), apart=apart) == set()


@pytest.mark.parametrize(
    "name",
    [
        b"'; DROP TABLE x;--.json",
        b"$(rm -rf).json",
        b"a\nb.json",
        b"\xff.json",
        b"..json",
        b"{date}",
    ],
)
def test_a_reply_lands_whatever_its_file_is_called(
    boxline: CommandLine, tmp_path: Path, name: bytes
) -> None:
    file = tmp_path / os.fsdecode(name)
    file.write_bytes(SCHEDULE_REPLY.read_bytes().replace(b'"awayTeam"', b'"AwayTeam"', 1))
    home = tmp_path / "home"
    landed = boxline("land", SCHEDULE, file, "--json", home=home)
    assert "Traceback" not in landed.talk
    assert [step["rows_in"] for step in landed.json["steps"]] == [2]
    stored = [path for path in (home / "landing").rglob("*") if path.is_file()]
    assert {path.parent.parent for path in stored} == {home / "landing/nba-com/schedule-cdn"}
    (reject,) = boxline("rejects", "list", "--json", home=home).json
    shown = boxline("rejects", "show", reject["reject_id"], home=home)
    assert shown.exit == 0
    assert reject["file"] == name.decode(errors="backslashreplace")


def test_a_parameter_is_kept_as_it_was_given(boxline: CommandLine, tmp_path: Path) -> None:
    value = "../../'; DROP TABLE x;--/$(rm)"
    home = tmp_path / "home"
    words = ("land", SCHEDULE, SCHEDULE_REPLY, "--param", f"date={value}")
    assert boxline(*words, home=home).exit == 0
    (description,) = (home / "landing/nba-com/schedule-cdn").rglob("*.landed.json")
    assert f'"date": "{value}"' in description.read_text()
    refused(boxline("land", SCHEDULE, SCHEDULE_REPLY, "--param", "a/b=1", home=home), 2, "'a/b=1'")
