"""`report morning`: told whatever else failed, kept, sent, and served."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from boxline.stores.ledger import Ledger
from boxline.stores.reports import Reports
from tests.builders import next_game_day
from tests.cli.answers import Answer, CommandLine
from tests.disks import small_disk
from tests.health.alerting.receivers import SECRET, Webhook, dead_url, mailbox

NAMES = [
    "games",
    "coverage",
    "missing",
    "grades",
    "tonight",
    "breakers",
    "rejects",
    "overnight",
    "alerts",
    "schedule",
]
OF_SNAPSHOT, OF_LEDGER = set(NAMES[:5]), set(NAMES[5:])


def states(told: Answer) -> dict[str, str]:
    return {part["name"]: part["state"] for part in told.json["parts"]}


def untold(told: Answer) -> set[str]:
    return {name for name, state in states(told).items() if state == "untold"}


@pytest.fixture
def morning(boxline: CommandLine) -> CommandLine:
    """Runs a command on the morning after the small league's last games."""
    boxline.now = next_game_day() - timedelta(hours=5)
    return boxline


def test_the_morning_after_games_is_told_in_ten_parts(morning: CommandLine, settled: Path) -> None:
    told = morning("report", "morning", "--json", home=settled)
    assert list(states(told)) == NAMES
    assert untold(told) == set()
    parts = {part["name"]: part for part in told.json["parts"]}
    games = parts["games"]["figures"]
    assert games["games"] == games["final"] > 0
    assert parts["coverage"]["figures"]["covered"]["box scores"] == games["games"]
    assert parts["tonight"]["figures"]["games"] > 0
    assert parts["grades"]["figures"]["graded"] > 0
    wants = {name for name, state in states(told).items() if state == "attention"}
    assert wants == {"alerts"}, "rules that were never checked"
    assert told.exit == (0 if told.json["is_fine"] else 1)
    assert told.talk.strip() == told.json["opening"]


def test_it_is_kept_as_data_and_as_a_page(morning: CommandLine, settled: Path) -> None:
    told = morning("report", "morning", "--html", settled / "here.html", "--json", home=settled)
    kept = Reports(settled / "reports").newest()
    assert kept is not None
    assert (kept.day, kept.document.read_text()) == (told.json["day"], told.data.strip())
    page = kept.page.read_text()
    assert page == (settled / "here.html").read_text()
    for part in told.json["parts"]:
        assert f'id="{part["name"]}"' in page
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_another_morning_is_told_of_its_own_last_day(morning: CommandLine, settled: Path) -> None:
    told = morning("report", "morning", "--date", "2024-11-12", "--json", home=settled)
    assert told.json["day"] == "2024-11-12"
    assert told.json["parts"][0]["figures"]["day"] < "2024-11-12"


def test_before_anything_was_run_every_part_says_so_and_no_home_is_made(
    morning: CommandLine, tmp_path: Path
) -> None:
    told = morning("report", "morning", home=tmp_path / "none")
    assert told.exit == 1
    assert told.data.splitlines()[1] == "10 of 10 parts could not be told."
    assert "Nothing is published in HOME yet" in told.data
    assert not (tmp_path / "none").exists()


def test_a_home_on_which_no_run_ever_began_says_so(morning: CommandLine, tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite").close()
    told = morning("report", "morning", "--json", home=tmp_path)
    assert told.exit == 1
    assert untold(told) == OF_SNAPSHOT | {"overnight"}


def test_a_damaged_ledger_costs_what_is_told_from_it(morning: CommandLine, settled: Path) -> None:
    (settled / "ledger.sqlite").write_bytes(b"no database at all" * 500)
    told = morning("report", "morning", "--json", home=settled)
    assert told.exit == 1
    assert untold(told) >= OF_LEDGER
    assert states(told)["games"] == "fine"
    assert "away" in told.json["parts"][-1]["said"], "what to do"


def test_a_deleted_ledger_is_made_anew_and_its_night_cannot_be_told(
    morning: CommandLine, settled: Path
) -> None:
    for path in settled.glob("ledger.sqlite*"):
        path.unlink()
    told = morning("report", "morning", "--json", home=settled)
    assert (told.exit, untold(told)) == (1, {"overnight"})


@pytest.mark.parametrize("file", ["current.json", "nba_core.games"])
def test_a_damaged_snapshot_costs_what_is_told_from_it(
    morning: CommandLine, settled: Path, file: str
) -> None:
    found = [path for path in (settled / "snapshot").rglob("*") if file in str(path)]
    for path in found:
        if path.is_file():
            path.write_bytes(b"{ damaged")
    told = morning("report", "morning", "--json", home=settled)
    assert told.exit == 1
    assert untold(told) >= OF_SNAPSHOT
    assert states(told)["breakers"] == "fine"
    assert str(settled) not in told.data


def test_a_home_that_cannot_be_written_is_told_and_says_that_it_was_not_kept(
    morning: CommandLine, settled_copy: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", mebibytes=64) as disk:
        subprocess.run(["cp", "-a", settled_copy, disk.path], check=True)
        disk.close_to_writing()
        told = morning("report", "morning", "--json", home=disk.path / "home")
        disk.open_to_writing()
    assert told.exit == 1
    assert list(states(told)) == NAMES
    assert states(told)["games"] == "fine"
    assert "The report was not kept" in told.talk


def test_mail_gets_the_page_and_who_did_not_take_it_is_noted(
    morning: CommandLine, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mailbox() as mail:
        gone = dead_url()
        monkeypatch.setenv("BOXLINE_REPORT_CHANNELS", f"{gone},{mail.url}")
        told = morning("report", "morning", "--send", home=settled)
        deliveries = morning("alerts", "deliveries", "--json", home=settled).json
    (got,) = mail.got
    assert str(got["subject"]).startswith("Boxline, morning of ")
    body = got.get_body(("html",))
    assert isinstance(body, EmailMessage)
    page = str(body.get_content())
    assert 'id="tonight"' in page
    assert f"Not taken by {gone.partition('/hook')[0]}" in page
    assert "mailto://127.0.0.1" in told.talk
    assert [one["delivered"] for one in deliveries] == [True, False]
    assert SECRET not in told.talk + told.data


def test_other_channels_get_the_text(
    morning: CommandLine, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Webhook(200) as hook:
        monkeypatch.setenv("BOXLINE_REPORT_CHANNELS", hook.url)
        told = morning("report", "morning", "--send", home=settled)
    (got,) = hook.got
    assert got["message"].strip() == told.data.strip()


def test_it_is_sent_even_where_the_ledger_that_would_note_it_is_damaged(
    morning: CommandLine, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settled / "ledger.sqlite").write_bytes(b"no database at all" * 500)
    with Webhook(200) as hook:
        monkeypatch.setenv("BOXLINE_REPORT_CHANNELS", hook.url)
        told = morning("report", "morning", "--send", home=settled)
    assert len(hook.got) == 1
    assert "parts could not be told" in hook.got[0]["title"]
    assert "was not noted" in told.talk


def test_a_report_that_nobody_took_ends_it_with_1(
    morning: CommandLine, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXLINE_REPORT_CHANNELS", dead_url())
    told = morning("report", "morning", "--send", home=settled)
    assert told.exit == 1
    assert "did not take it" in told.talk
