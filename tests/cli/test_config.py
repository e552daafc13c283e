"""Settings: what is set where, what is refused, and that every number arrives."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from boxline.config import Settings, explain_settings, read_settings
from boxline.errors import BadSetting
from tests.cli.answers import CommandLine, refused

NAMES = [setting.name for setting in fields(Settings)]
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for read in explain_settings(Path("somewhere")):
        for variable in read.variables:
            monkeypatch.delenv(variable, raising=False)


def test_config_show_lists_every_setting_with_value_unit_source_and_meaning(boxline: CommandLine):
    rows = boxline("config", "show").table
    assert [row["name"] for row in rows] == NAMES
    assert {row["source"] for row in rows} == {"default"}
    assert all(row["meaning"].endswith(".") for row in rows)
    by_name = {row["name"]: row for row in rows}
    assert by_name["entity_lockout_hours"]["value"] == "24"
    assert by_name["entity_lockout_hours"]["unit"] == "hours"


def test_config_show_as_json_keeps_types_and_names_the_variables(boxline: CommandLine):
    by_name = {row["name"]: row for row in boxline("config", "show", "--json").json}
    assert by_name["auto_reset_on_data"]["value"] is True
    assert by_name["entity_failure_threshold"] | {"meaning": ""} == {
        "name": "entity_failure_threshold",
        "value": 5,
        "unit": "attempts",
        "source": "default",
        "meaning": "",
        "variables": [
            "BOXLINE_ENTITY_FAILURE_THRESHOLD",
            "CIRCUIT_BREAKER_ENTITY_FAILURE_THRESHOLD",
        ],
    }


def test_the_option_comes_before_the_environment_and_that_before_the_default(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    def home(*words: object) -> tuple[str, str]:
        row = boxline("config", "show", "--json", *words).json[0]
        return row["value"], row["source"]

    assert home() == (str(Path.home() / ".boxline"), "default")
    monkeypatch.setenv("BOXLINE_HOME", str(tmp_path / "named"))
    assert home() == (str(tmp_path / "named"), "environment BOXLINE_HOME")
    assert home("--home", tmp_path / "given") == (str(tmp_path / "given"), "--home")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("home", "/srv/boxline", Path("/srv/boxline")),
        ("landing", "s3://ours/landing/", "s3://ours/landing"),
        ("published", "gs://ours", "gs://ours"),
        ("warehouse", "bigquery://p-1/boxline", "bigquery://p-1/boxline"),
        ("bigquery_bytes_per_run", "5000", 5000),
        ("warehouse_memory", "2GiB", "2GiB"),
        ("ledger", "postgresql://u:p@h/d", "postgresql://u:p@h/d"),
        ("spark", "spark://127.0.0.1:7077", "spark://127.0.0.1:7077"),
        ("spark_from_days", "30", 30),
        ("spark_folder", "/mnt/shared", Path("/mnt/shared")),
        ("fetch_from", "balldontlie, nba.com", ("balldontlie", "nba.com")),
        ("fetch_days", "3", 3),
        ("fetch_tries", "2", 2),
        ("fetch_wait_seconds", "0", 0.0),
        ("provider_failure_threshold", "9", 9),
        ("provider_lockout_minutes", "1", 1.0),
        ("heal_requests", "20", 20),
        ("heal_tries", "5", 5),
        ("balldontlie_key", "k-1", "k-1"),
        ("odds_api_key", "k-2", "k-2"),
        ("odds_api_daily_credits", "50", 50),
        ("bettingpros_key", "k-3", "k-3"),
        ("sandbox", "http://127.0.0.1:8765/", "http://127.0.0.1:8765"),
        ("sandbox_requests_per_second", "20", 20.0),
        ("leagues", "nba, mlb", ("nba", "mlb")),
        ("lock_wait_seconds", "0.5", 0.5),
        ("lease_seconds", "20", 20.0),
        ("halt", "a wrong feed", "a wrong feed"),
        ("max_failed_file_share", "0", 0.0),
        ("entity_failure_threshold", "3", 3),
        ("entity_lockout_hours", "1.5", 1.5),
        ("auto_reset_on_data", "off", False),
        ("command_hours", "2", 2.0),
        ("query_memory", "300MB", "300MB"),
        ("query_seconds", "5", 5.0),
        ("queries_per_second", "9", 9.0),
        ("keep_runs_days", "1", 1),
        ("keep_exchanges_days", "2", 2),
        ("keep_audit_days", "3", 3),
        ("keep_logs_days", "4", 4),
        ("keep_as_of_days", "5", 5),
        (
            "alert_channels",
            "json://127.0.0.1/x, json://[::1]/y",
            "json://127.0.0.1/x, json://[::1]/y",
        ),
        ("alert_repeat_hours", "12", 12.0),
        ("report_channels", "json://127.0.0.1/z", "json://127.0.0.1/z"),
    ],
)
def test_every_setting_is_read_from_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: object
):
    monkeypatch.setenv(f"BOXLINE_{name.upper()}", text)
    assert getattr(read_settings(None), name) == value


@pytest.mark.parametrize(
    "text",
    [
        "/srv/landing",
        "http://ours/x",
        "s3://",
        "s3://a:secret@ours/x",
        "s3://ours:9/x",
        "gs://ours/x?k=1",
        "s3://ours/a//b",
        "s3://ours/a/../b",
    ],
)
def test_a_bucket_is_named_by_its_url_and_no_password_is_shown(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("BOXLINE_LANDING", text)
    with pytest.raises(BadSetting, match="s3://BUCKET/PREFIX") as refusal:
        read_settings(None)
    assert "secret" not in str(refusal.value)


def test_every_setting_is_among_those_just_tried() -> None:
    (tried,) = [
        mark.args[1]
        for mark in test_every_setting_is_read_from_its_variable.pytestmark  # type: ignore[attr-defined]
    ]
    assert [name for name, _, _ in tried] == NAMES


@pytest.mark.parametrize(
    ("variable", "name", "value"),
    [
        ("CIRCUIT_BREAKER_ENTITY_FAILURE_THRESHOLD", "entity_failure_threshold", 7),
        ("CIRCUIT_BREAKER_ENTITY_LOCKOUT_HOURS", "entity_lockout_hours", 7.0),
        ("CIRCUIT_BREAKER_PROVIDER_FAILURE_THRESHOLD", "provider_failure_threshold", 7),
        ("CIRCUIT_BREAKER_PROVIDER_LOCKOUT_MINUTES", "provider_lockout_minutes", 7.0),
    ],
)
def test_names_that_users_know_from_before_are_read_too(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, variable: str, name: str, value: object
):
    monkeypatch.setenv(variable, "7")
    assert getattr(read_settings(None), name) == value
    rows = {row["name"]: row for row in boxline("config", "show").table}
    assert rows[name]["source"] == f"environment {variable}"


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("BOXLINE_ENTITY_FAILURE_THRESHOLD", "0", "a whole number from 1 to 1000"),
        ("BOXLINE_ENTITY_FAILURE_THRESHOLD", "2.5", "a whole number from 1 to 1000"),
        ("CIRCUIT_BREAKER_ENTITY_LOCKOUT_HOURS", "a day", "a number from 0 to 8760"),
        ("BOXLINE_LOCK_WAIT_SECONDS", "nan", "a number from 0 to 86400"),
        ("BOXLINE_MAX_FAILED_FILE_SHARE", "20", "a number from 0 to 1"),
        ("CIRCUIT_BREAKER_AUTO_RESET_ON_DATA", "perhaps", "true or false"),
        ("BOXLINE_WAREHOUSE_MEMORY", "lots", "for example 1200MB or 4GiB"),
        ("BOXLINE_WAREHOUSE_MEMORY", "1200", "for example 1200MB or 4GiB"),
        ("BOXLINE_SPARK", "local[2]", "the URL of a Spark master, spark://host:port"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_by_name(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, allowed: str
):
    monkeypatch.setenv(variable, value)
    for words in (("config", "show"), ("plan",)):
        refused(boxline(*words), 2, variable, repr(value), allowed)


def test_the_nearest_name_is_offered_for_one_that_no_setting_has(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BOXLINE_LOCKOUT_HOURS", "3")
    answer = boxline("config", "show")
    refused(answer, 2, "BOXLINE_LOCKOUT_HOURS", "Did you mean BOXLINE_ENTITY_LOCKOUT_HOURS?")


def test_where_the_real_data_lies_may_be_said_beside_the_settings(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BOXLINE_SHARED", "/anywhere")
    assert boxline("config", "show").exit == 0


def test_an_empty_variable_is_as_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOXLINE_LOCK_WAIT_SECONDS", "")
    assert read_settings(None).lock_wait_seconds == 60


def test_two_names_for_one_setting_must_agree(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CIRCUIT_BREAKER_ENTITY_LOCKOUT_HOURS", "12")
    monkeypatch.setenv("BOXLINE_ENTITY_LOCKOUT_HOURS", "12.0")
    assert read_settings(None).entity_lockout_hours == 12
    monkeypatch.setenv("BOXLINE_ENTITY_LOCKOUT_HOURS", "24")
    refused(
        boxline("config", "show"),
        2,
        "BOXLINE_ENTITY_LOCKOUT_HOURS is 24",
        "CIRCUIT_BREAKER_ENTITY_LOCKOUT_HOURS is 12",
    )


def test_a_refused_value_is_told_as_facts_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOXLINE_LEASE_SECONDS", "soon")
    with pytest.raises(BadSetting) as refusal:
        read_settings(None)
    told = refusal.value
    assert (told.variable, told.value, told.setting) == (
        "BOXLINE_LEASE_SECONDS",
        "soon",
        "lease_seconds",
    )


def test_the_page_on_operations_names_every_setting_with_its_default_and_aliases():
    page = OPERATIONS.read_text()
    for read in explain_settings(None):
        (line,) = [each for each in page.splitlines() if each.startswith(f"| `{read.name}` |")]
        assert all(f"`{alias}`" in line for alias in read.variables[1:])
        shown = str(read.shown).lower() if isinstance(read.shown, bool) else read.shown
        shown = ",".join(shown) if isinstance(shown, tuple) else shown
        if read.name != "home":
            assert line.split("|")[2].strip() == (
                f"{shown:g}" if isinstance(shown, float) else str(shown)
            )


def test_a_key_is_shown_nowhere(boxline: CommandLine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BDL_API_KEY", "tell-nobody")
    for options in ((), ("--json",)):
        answer = boxline("config", "show", *options)
        assert "tell-nobody" not in answer.data + answer.talk
        assert '"set"' in answer.data or " set " in answer.data
    assert "tell-nobody" not in repr(read_settings(None))
    monkeypatch.setenv("BOXLINE_BALLDONTLIE_KEY", "another one")
    answer = boxline("config", "show")
    assert "another" not in answer.talk
    assert "BOXLINE_BALLDONTLIE_KEY is" in answer.talk


def test_the_password_of_a_ledger_is_shown_nowhere(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BOXLINE_LEDGER", "postgresql://boxline:tell-nobody@127.0.0.1/ledger")
    answer = boxline("config", "show")
    assert "tell-nobody" not in answer.data + answer.talk + repr(read_settings(None))
    monkeypatch.setenv("BOXLINE_LEDGER", "mysql://boxline:tell-nobody@127.0.0.1/ledger")
    answer = boxline("config", "show")
    assert "tell-nobody" not in answer.talk
    assert "BOXLINE_LEDGER is" in answer.talk


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:tell@nobody@host/db",
        "postgresql://u:tell@nobody:word@host/db",
        "postgresql://u:tell/nobody@host/db",
        "postgresql://u:5/nobody@host/db",
        "postgresql://u:tell?nobody@host/db",
        "postgresql://u:tell#nobody@host/db",
        "postgresql://u:tell-nobody@host:54x/db",
        "postgresql://u:tell-nobody@host:99999/db",
        "postgresql://u:tell-nobody@[::1/db",
    ],
)
def test_a_password_that_its_own_signs_cut_short_is_refused_and_shown_nowhere(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, url: str
):
    monkeypatch.setenv("BOXLINE_LEDGER", url)
    answer = boxline("config", "show")
    refused(answer, 2, "BOXLINE_LEDGER is", "percent-encoded (%40 for @)")
    assert "nobody" not in answer.data + answer.talk
    with pytest.raises(BadSetting) as refusal:
        read_settings(None)
    assert refusal.value.__cause__ is None


def test_an_encoded_password_is_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOXLINE_LEDGER", "postgresql://u:p%40ss%2Fword@[::1]:5432/d")
    assert read_settings(None).ledger == "postgresql://u:p%40ss%2Fword@[::1]:5432/d"


def test_settings_cost_no_import_of_a_store():
    code = "import sys, boxline.config; print([m for m in sys.modules if m in {'duckdb', 'ibis'}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_channel_that_is_none_ends_every_command_and_is_shown_nowhere(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("BOXLINE_ALERT_CHANNELS", "json://127.0.0.1/x,nosuch://tell-nobody")
    for words in (("status",), ("alerts", "list"), ("config", "show"), ("run",)):
        answer = boxline(*words, home=None if "config" in words else tmp_path)
        refused(answer, 2, "BOXLINE_ALERT_CHANNELS", "alert_channels must be", "Apprise")
        assert "tell-nobody" not in answer.talk
    assert list(tmp_path.iterdir()) == [], "nothing was begun"
    monkeypatch.setenv("BOXLINE_ALERT_CHANNELS", "json://127.0.0.1/tell-nobody")
    assert "tell-nobody" not in boxline("config", "show", "--json").data
    assert "tell-nobody" not in repr(read_settings(None))
