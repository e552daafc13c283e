"""Judging every rule by the facts that it names; one that cannot be judged is an alarm itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from boxline.catalog.alarms import Firing, Rule, Severity
from boxline.errors import BoxlineError
from boxline.health.alerting.deciding import Alarm

#: The subject of an alarm that says so.
UNJUDGED = "(cannot be judged)"

#: What may be wrong with facts: stores that are damaged or gone, and tables that are not there yet.
NO_FACTS = (BoxlineError, duckdb.Error, OSError)


@dataclass(kw_only=True)
class Judged:
    """What was found so far.

    Attributes:
        unjudged: names of rules of which nobody knows whether they fire.
    """

    alarms: list[Alarm] = field(default_factory=list)
    unjudged: set[str] = field(default_factory=set)

    def add_unjudged(self, rule: str, severity: Severity, why: str) -> None:
        """Note that nobody knows whether a rule fires."""
        self.unjudged.add(rule)
        self.alarms.append(
            Alarm(
                rule=rule,
                subject=UNJUDGED,
                severity=severity.value,
                found=why,
                blocks="this alarm: what it watches may be wrong, and it would not say so",
                next_step="boxline doctor",
            )
        )


class Facts:
    """Facts by their type, each gathered once and only where a rule asks for it."""

    def __init__(self, gatherers: Mapping[Any, Callable[[], Any]]) -> None:
        self._gatherers = gatherers
        self._known: dict[Any, Any] = {}

    def __getitem__(self, kind: Any) -> Any:
        if kind not in self._known:
            self._known[kind] = self._gatherers[kind]()
        return self._known[kind]


def judge(rules: Iterable[Rule], facts: Facts, judged: Judged) -> None:
    """Judge rules, each by itself, into `judged`: what was found is there, whatever comes after."""
    for rule in rules:
        try:
            given = {parameter: facts[kind] for parameter, kind in rule.facts.items()}
            judged.alarms += _alarms(rule, rule.judge(**given))
        except NO_FACTS as cause:
            judged.add_unjudged(rule.name, rule.severity, str(cause))


def _alarms(rule: Rule, firings: Iterable[Firing]) -> Iterator[Alarm]:
    for one in firings:
        yield Alarm(
            rule=rule.name,
            subject=one.subject,
            severity=rule.severity.value,
            found=one.found,
            blocks=one.blocks or rule.blocks,
            next_step=one.next_step or rule.next_step,
        )
