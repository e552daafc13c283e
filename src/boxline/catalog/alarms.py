"""Rules of alarm: each declared beside what it watches, as a function of facts that it names.

The annotations of its parameters say which facts it judges, as those of a transform say its inputs.
So a rule stands where its subject does, on whatever floor, and whoever checks the rules supplies
the facts; a rule that asks for what nobody supplies stops the start.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import ModuleType
from typing import Any

from boxline.errors import CatalogError


class Severity(Enum):
    """How bad it is that a rule fires."""

    WARNING = "warning"  # nothing is lost yet; it will be if nobody looks
    CRITICAL = "critical"  # what people rely on is wrong, old or missing now


@dataclass(frozen=True, kw_only=True)
class Firing:
    """One thing that a rule found.

    Attributes:
        subject: what it is about; with the rule's name it tells one alert from another, so it holds
            no figure that changes from check to check.
        found: what is so, with its figures.
        blocks: what waits for it, where that is more than the rule says.
        next_step: the command that mends it, where that is another than the rule's.
    """

    subject: str
    found: str
    blocks: str = ""
    next_step: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule and the function that judges it.

    Attributes:
        about: when it fires, in a sentence.
        blocks: what waits for it, or goes wrong meanwhile.
        next_step: the command that mends it.
        facts: parameter -> type of the facts it judges.
        module: where it is declared.
    """

    name: str
    severity: Severity
    about: str
    blocks: str
    next_step: str
    facts: Mapping[str, Any]
    judge: Callable[..., Iterable[Firing]]
    module: str


def alarm(
    name: str, *, severity: Severity, blocks: str, next_step: str
) -> Callable[[Callable[..., Iterator[Firing]]], Rule]:
    """Bind a function to a rule; its docstring says when it fires.

    Args:
        name: such as `disk-low`.
        blocks: what waits for it, or goes wrong meanwhile.
        next_step: the command that mends it.
    """

    def bind(function: Callable[..., Iterator[Firing]]) -> Rule:
        found = inspect.get_annotations(function, eval_str=True)
        return Rule(
            name=name,
            severity=severity,
            about=inspect.getdoc(function) or "",
            blocks=blocks,
            next_step=next_step,
            facts={parameter: kind for parameter, kind in found.items() if parameter != "return"},
            judge=function,
            module=function.__module__,
        )

    return bind


def rules_of(modules: Iterable[ModuleType], supplied: Collection[Any]) -> dict[str, Rule]:
    """The rules that modules declare, by name, checked to close.

    Args:
        supplied: types of the facts that can be had.
    Raises:
        CatalogError: names every rule that cannot be: of a name that another has, without a word
            of when it fires, what it blocks or what mends it, or judging what nobody supplies.
    """
    found: dict[str, Rule] = {}
    problems: list[str] = []
    for module in modules:
        for rule in vars(module).values():
            if not isinstance(rule, Rule) or rule.module != module.__name__:
                continue
            if rule.name in found:
                where = found[rule.name].module
                problems.append(f"{rule.module}: {rule.name} is declared twice, first in {where}")
            found[rule.name] = rule
            problems += [f"{rule.module}: {rule.name}: {why}" for why in _wrong(rule, supplied)]
    if problems:
        raise CatalogError(problems)
    return dict(sorted(found.items()))


def _wrong(rule: Rule, supplied: Collection[Any]) -> Iterator[str]:
    said = {
        "when it fires (its docstring)": rule.about,
        "what it blocks": rule.blocks,
        "what mends it": rule.next_step,
    }
    yield from (f"it does not say {what}" for what, words in said.items() if not words.strip())
    for parameter, kind in rule.facts.items():
        if kind not in supplied:
            yield f"nobody supplies {getattr(kind, '__name__', kind)}, which {parameter} asks for"
    unnamed = set(inspect.signature(rule.judge).parameters) - rule.facts.keys()
    yield from (f"{parameter} does not say which facts it is" for parameter in sorted(unnamed))
