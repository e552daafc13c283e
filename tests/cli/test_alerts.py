"""`boxline alerts`: what fires, who knows of it, and whether messages arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.answers import CommandLine, refused
from tests.health.alerting.receivers import SECRET, Webhook, dead_url
from tests.health.toy_grid import CATALOG


@pytest.fixture(autouse=True)
def _toy(boxline: CommandLine) -> None:
    boxline.declared = lambda: CATALOG


def test_what_fires_in_a_new_home_is_listed_with_what_mends_it(
    boxline: CommandLine, tmp_path: Path
) -> None:
    found = boxline("alerts", "check", home=tmp_path)
    assert found.exit == 1
    rows = {row["rule"]: row for row in found.table}
    assert rows["runs-stopped"]["found"] == "there was no run yet"
    assert rows["late-cells"]["subject"] == "(cannot be judged)"
    assert all(row["next"] for row in rows.values())
    assert "No channel is set: nobody is told." in found.talk
    listed = boxline("alerts", "list", home=tmp_path)
    assert (listed.exit, listed.data) == (0, found.data)
    assert "Last checked: 2025-06-30 16:00 UTC." in listed.talk


def test_before_the_first_check_that_is_said_and_no_home_is_made(
    boxline: CommandLine, tmp_path: Path
) -> None:
    answer = boxline("alerts", "list", home=tmp_path / "none")
    assert (answer.exit, answer.data) == (0, "")
    assert "Last checked: never" in answer.talk
    assert not (tmp_path / "none").exists()


def test_what_is_known_no_longer_ends_a_check_with_1(boxline: CommandLine, tmp_path: Path) -> None:
    ids = [
        one["id"] for one in boxline("alerts", "check", "--json", home=tmp_path).json["standing"]
    ]
    for number in ids:
        assert boxline("alerts", "acknowledge", number, "it is new", home=tmp_path).exit == 0
    again = boxline("alerts", "check", home=tmp_path)
    assert again.exit == 0
    assert {row["state"] for row in again.table} == {"acknowledged"}
    shown = boxline("alerts", "show", ids[0], "--json", home=tmp_path).json
    assert shown["acknowledged_why"] == "it is new"
    assert shown["blocks"]


@pytest.mark.parametrize("words", [("show", "7"), ("acknowledge", "7", "why")])
def test_a_number_that_no_alert_has_is_misuse(
    boxline: CommandLine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    refused(boxline("alerts", *words, home=tmp_path), 2, "No alert has the number 7")


def test_to_say_nothing_is_not_to_know(boxline: CommandLine, tmp_path: Path) -> None:
    boxline("alerts", "check", home=tmp_path)
    refused(boxline("alerts", "acknowledge", "1", " ", home=tmp_path), 2, "WHY")


def test_without_a_channel_nothing_can_be_tried(boxline: CommandLine, tmp_path: Path) -> None:
    refused(boxline("alerts", "test", home=tmp_path), 2, "BOXLINE_ALERT_CHANNELS")


def test_a_channel_that_is_gone_is_seen_in_the_check_the_deliveries_and_the_doctor(
    boxline: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Webhook(404) as gone, Webhook(200) as good:
        monkeypatch.setenv("BOXLINE_ALERT_CHANNELS", f"{gone.url},{good.url}")
        checked = boxline("alerts", "check", home=tmp_path)
        assert f"{gone.name} did not take it" in checked.talk
        assert f"{good.name} took the message" in checked.talk
        told = boxline("alerts", "deliveries", home=tmp_path)
        assert [row["delivered"] for row in told.table] == ["true", "false"]
        again = boxline("alerts", "check", "--json", home=tmp_path).json["standing"]
        assert [one["subject"] for one in again if one["rule"] == "channel-failing"] == [gone.name]
        sent = len(good.got)
        doctor = boxline("doctor", "--json", home=tmp_path)
        assert len(good.got) == sent, "nothing is sent to find that out"
    about = [row for row in doctor.json if row["about"] == "alerts"]
    assert [row["severity"] for row in about] == ["problem", "fine"]
    assert "404" in about[0]["found"]
    assert doctor.exit == 1
    assert SECRET not in checked.talk + told.data + doctor.data


def test_the_doctor_names_a_channel_at_which_nobody_listens(
    boxline: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXLINE_ALERT_CHANNELS", dead_url())
    (row,) = [r for r in boxline("doctor", "--json", home=tmp_path).json if r["about"] == "alerts"]
    assert (row["severity"], "refused" in row["found"]) == ("problem", True)


def test_the_thorough_doctor_sends_every_channel_a_message(
    boxline: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Webhook(200) as good, Webhook(404) as gone:
        monkeypatch.setenv("BOXLINE_ALERT_CHANNELS", f"{good.url},{gone.url}")
        told = boxline("doctor", "--deep", "--json", home=tmp_path).json
        assert [r["severity"] for r in told if r["about"] == "alerts"] == ["fine", "problem"]
        assert len(good.got) == 1
