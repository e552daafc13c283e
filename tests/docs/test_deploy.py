"""What ships for Prometheus and Grafana asks for figures that exist, by labels that they have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from boxline.engine.conditions import Condition
from boxline.engine.ports import Reject
from boxline.stores.alerts import Delivery
from tests.builders import NOON
from tests.docs.conftest import ROOT
from tests.health.alerting.receivers import alert_of
from tests.web.api.asking import Asker, app_over, document, fresh_home

DEPLOY = ROOT / "deploy"
(GROUP,) = yaml.safe_load((DEPLOY / "prometheus" / "boxline.rules.yml").read_text())["groups"]
DASHBOARD = json.loads((DEPLOY / "grafana" / "boxline.json").read_text())

QUERIES = [
    *((rule["alert"], rule["expr"]) for rule in GROUP["rules"]),
    *((p["title"], t["expr"]) for p in DASHBOARD["panels"] for t in p["targets"]),
]

#: All of PromQL that is used here.
TOKEN = re.compile(
    r"\s+|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<text>\"[^\"]*\")|(?P<number>\d+[smhd]?)"
    r"|(?P<sign>=~|>=|[(){}\[\],=<>/+-])"
)
WORDS = {"absent", "and", "by", "increase", "on", "or", "rate", "sum", "time"}
CLOSING = {"(": ")", "{": "}", "[": "]"}


@pytest.fixture(scope="module")
def exposed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Every figure of a home in which all of them can be taken -> its labels."""
    home = fresh_home(tmp_path_factory.mktemp("deploy") / "home", document())
    home.ledger.start("r1", "run", home.clock() - timedelta(minutes=5))
    home.ledger.finish("r1", "failed", home.clock(), [], "why")
    home.ledger.conditions.note({Condition.UNFORESEEN: 1}, NOON)
    reject = Reject(
        dataset="nba_raw.x",
        day=home.clock().date(),
        landed_id="",
        file="f",
        row=1,
        field="a",
        value="b",
        reason="c",
        content="d",
    )
    home.ledger.reject("nba_raw.x", ["2025-01-16"], [reject])
    failed = Delivery(
        at=NOON, channel="slack", alerts=1, is_delivered=False, error="404", seconds=1
    )
    home.ledger.alerts.note_deliveries([failed])
    home.snapshot.root.mkdir()
    made = json.dumps({"made_at": home.clock().isoformat(), "tables": {}})
    (home.snapshot.root / "current.json").write_text(made)
    home.ledger.alerts.keep([replace(alert_of(), alert_id=None)])
    home.ledger.alerts.note_check(NOON, rules=1, unjudged=0)
    ask = Asker(app_over(home))
    ask("/health")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(ask("/metrics").text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    home.close()
    return found


def tokens(expression: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(expression):
        found = TOKEN.match(expression, place)
        assert found is not None, f"no PromQL at {expression[place:]!r}"
        place = found.end()
        if found.lastgroup:
            yield found.lastgroup, found.group()


def labels_asked(expression: str) -> set[str]:
    inside = re.findall(r"\{([^}]*)\}", expression)
    matched = {name for one in inside for name in re.findall(r"(\w+)\s*=", one)}
    grouped = re.findall(r"\bby\s*\(([^)]*)\)", expression)
    return matched | {name.strip() for one in grouped for name in one.split(",") if name.strip()}


@pytest.mark.parametrize(("name", "expression"), QUERIES)
def test_a_query_asks_for_figures_that_exist_by_labels_that_they_have(
    exposed: dict[str, set[str]], name: str, expression: str
) -> None:
    asked = set(re.findall(r"\bboxline_\w+", expression))
    assert asked
    assert asked - exposed.keys() == set()
    known = {label for figure in asked for label in exposed[figure]}
    assert labels_asked(expression) - known == set()


@pytest.mark.parametrize(("name", "expression"), QUERIES)
def test_a_query_is_written_as_promql_is(name: str, expression: str) -> None:
    opened: list[str] = []
    words = set()
    for kind, text in tokens(expression):
        if text in CLOSING:
            opened.append(CLOSING[text])
        elif text in CLOSING.values():
            assert opened.pop() == text, expression
        elif kind == "word" and not text.startswith("boxline_"):
            words.add(text)
    assert opened == []
    assert words - WORDS - labels_asked(expression) == set()


def test_a_query_that_is_wrong_is_found() -> None:
    with pytest.raises(AssertionError, match="no PromQL"):
        list(tokens("boxline_info ! 3"))
    assert labels_asked('sum by (route) (x{state=~"a|b"})') == {"route", "state"}


@pytest.mark.parametrize("rule", GROUP["rules"], ids=lambda rule: rule["alert"])
def test_an_alert_says_how_bad_it_is_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("critical", "warning", "{{ $labels.severity }}")
    assert "boxline " in rule["annotations"]["description"]
    assert rule["annotations"]["summary"].endswith(".")


def test_panels_stand_beside_one_another() -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24
        for x in range(at["x"], at["x"] + at["w"]):
            for y in range(at["y"], at["y"] + at["h"]):
                assert taken.setdefault((x, y), panel["title"]) == panel["title"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_both_are_told_of() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    assert "`deploy/prometheus/boxline.rules.yml`" in page
    assert "`deploy/grafana/boxline.json`" in page
