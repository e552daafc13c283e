"""Settings: read once from the environment and the command line, then passed down as values."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from boxline.errors import BadSetting, ContradictorySettings, UnknownSetting, UnusableHome

_PREFIX = "BOXLINE_"
#: Of our prefix and no setting of a home: where `make demo` and the tests look for real data.
_OTHERS = ("BOXLINE_SHARED",)
_DEFAULT_HOME = Path("~/.boxline")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Kind(Generic[_Value]):
    """How a text becomes a value: `read` raises ValueError for what is not allowed."""

    allowed: str
    read: Callable[[str], _Value]


def _number(low: float, high: float) -> Kind[float]:
    return Kind(f"a number from {low:g} to {high:g}", lambda text: _within(float(text), low, high))


def _count(low: int, high: int) -> Kind[int]:
    return Kind(f"a whole number from {low} to {high}", lambda text: _within(int(text), low, high))


_Number = TypeVar("_Number", int, float)


def _within(number: _Number, low: float, high: float) -> _Number:
    if not low <= number <= high:  # NaN is within nothing
        raise ValueError
    return number


def _yes_or_no(text: str) -> bool:
    if text.lower() in {"true", "yes", "on", "1"}:
        return True
    if text.lower() in {"false", "no", "off", "0"}:
        return False
    raise ValueError


def _memory(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d*(\.\d+)? ?([KMGT]i?B)", text):
        raise ValueError
    return text


_PATH = Kind("a path", Path)
_MEMORY = Kind("a number and its unit, for example 1200MB or 4GiB", _memory)
_FLAG = Kind("true or false", _yes_or_no)


def _told(kind: Kind[Any], unit: str, doc: str, *aliases: str) -> Mapping[str, Any]:
    return {"kind": kind, "unit": unit, "doc": doc, "aliases": aliases}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting, declared once; its variable is its name in capitals after `BOXLINE_`."""

    home: Path = field(metadata=_told(_PATH, "", "The folder that holds everything."))
    warehouse_memory: str = field(
        default="1200MB",
        metadata=_told(
            _MEMORY, "bytes", "How much memory the warehouse may use before it spills to disk."
        ),
    )
    lock_wait_seconds: float = field(
        default=60.0,
        metadata=_told(
            _number(0, 86_400), "seconds", "How long a command waits for a warehouse that is held."
        ),
    )
    lease_seconds: float = field(
        default=15.0,
        metadata=_told(
            _number(1, 3600),
            "seconds",
            "How long a run's lease lasts without progress; then the run counts as stalled.",
        ),
    )
    max_failed_file_share: float = field(
        default=0.20,
        metadata=_told(
            _number(0, 1),
            "share",
            "Of the files of one load, how many may fail before the good ones are refused too.",
        ),
    )
    entity_failure_threshold: int = field(
        default=5,
        metadata=_told(
            _count(1, 1000),
            "attempts",
            "After how many failed attempts on the same inputs a piece of work is parked.",
            "CIRCUIT_BREAKER_ENTITY_FAILURE_THRESHOLD",
        ),
    )
    entity_lockout_hours: float = field(
        default=24.0,
        metadata=_told(
            _number(0, 8760),
            "hours",
            "How long it stays parked at most; then it is tried again.",
            "CIRCUIT_BREAKER_ENTITY_LOCKOUT_HOURS",
        ),
    )
    auto_reset_on_data: bool = field(
        default=True,
        metadata=_told(
            _FLAG, "", "Whether new inputs end that at once.", "CIRCUIT_BREAKER_AUTO_RESET_ON_DATA"
        ),
    )
    provider_failure_threshold: int = field(
        default=5,
        metadata=_told(
            _count(1, 1000),
            "failures",
            "After how many failures in a row a provider's host is left alone.",
            "CIRCUIT_BREAKER_PROVIDER_FAILURE_THRESHOLD",
        ),
    )
    provider_lockout_minutes: float = field(
        default=30.0,
        metadata=_told(
            _number(0, 10_080),
            "minutes",
            "How long it is left alone before it is tried once.",
            "CIRCUIT_BREAKER_PROVIDER_LOCKOUT_MINUTES",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Read:
    """One setting as this call has it.

    Attributes:
        name: the setting's.
        value: what holds.
        unit: of the value; empty where it has none.
        source: `default`, `--home`, or `environment NAME`.
        variables: the environment variables that set it, ours first.
        doc: what it means.
    """

    name: str
    value: Any
    unit: str
    source: str
    variables: tuple[str, ...]
    doc: str


def read_settings(home: Path | None) -> Settings:
    """Settings of this call: `--home`, else the environment, else the defaults.

    Raises:
        BadSetting: a variable holds what its setting does not allow.
        ContradictorySettings: two variables give one setting different values.
        UnknownSetting: a variable begins with `BOXLINE_` and is none of ours.
        UnusableHome: it is in the home of a user whom this machine does not know.
    """
    return Settings(**{read.name: read.value for read in explain_settings(home)})


def explain_settings(home: Path | None) -> list[Read]:
    """Every setting of this call, with where its value is from; raises as `read_settings`."""
    _refuse_unknown(os.environ)
    return [
        _read_home(each, home) if each.name == "home" else _read(each, each.default)
        for each in fields(Settings)
    ]


def _read(setting: Field[Any], default: Any) -> Read:
    told = setting.metadata
    variables = (_PREFIX + setting.name.upper(), *told["aliases"])
    given = _given(setting.name, variables, told["kind"])
    return Read(
        name=setting.name,
        value=given[0][1] if given else default,
        unit=told["unit"],
        source=f"environment {given[0][0]}" if given else "default",
        variables=variables,
        doc=told["doc"],
    )


def _read_home(setting: Field[Any], option: Path | None) -> Read:
    """The option, where it is given, comes before the environment."""
    read = _read(setting, _DEFAULT_HOME)
    if option is not None:
        read = replace(read, value=option, source="--home")
    try:
        return replace(read, value=read.value.expanduser().absolute())
    except RuntimeError as cause:
        raise UnusableHome(str(read.value), str(cause).rstrip(".")) from cause


def _given(name: str, variables: Iterable[str], kind: Kind[Any]) -> list[tuple[str, Any]]:
    """The variables that are set, with their values, which are one; an empty one is not set."""
    found: list[tuple[str, Any]] = []
    for variable in variables:
        text = os.environ.get(variable, "").strip()
        if not text:
            continue
        try:
            found.append((variable, kind.read(text)))
        except ValueError as cause:
            raise BadSetting(variable, text, name, kind.allowed) from cause
        if found[0][1] != found[-1][1]:
            raise ContradictorySettings(name, found[0], found[-1])
    return found


def _refuse_unknown(environment: Iterable[str]) -> None:
    known = {_PREFIX + each.name.upper() for each in fields(Settings)} | set(_OTHERS)
    for variable in sorted(environment):
        if variable.startswith(_PREFIX) and variable not in known:
            raise UnknownSetting(variable, known)
