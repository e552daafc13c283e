"""Settings: read once from the environment and the command line, then passed down as values."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import Any

from boxline.config.kinds import Kind
from boxline.config.settings import Settings
from boxline.errors import BadSetting, ContradictorySettings, UnknownSetting, UnusableHome

_PREFIX = "BOXLINE_"
#: Of our prefix and no setting of a home: where `make demo` and the tests look for real data, and
#: the bucket that tests may use.
_OTHERS = ("BOXLINE_SHARED", "BOXLINE_TEST_BUCKET")
#: What messages say instead of a secret.
_HIDDEN = "(hidden)"
_DEFAULT_HOME = Path("~/.boxline")


@dataclass(frozen=True, kw_only=True)
class Read:
    """One setting as this call has it.

    Attributes:
        name: the setting's.
        value: what holds. Only `read_settings` needs a secret's; nobody is shown it.
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
    is_secret: bool = False

    @property
    def shown(self) -> Any:
        """The value as it may be seen: of a secret, whether it is set."""
        return ("set" if self.value else "not set") if self.is_secret else self.value


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
    variables = variables_of(setting.name)
    given = _given(setting.name, variables, told["kind"])
    return Read(
        name=setting.name,
        value=given[0][1] if given else default,
        unit=told["unit"],
        source=f"environment {given[0][0]}" if given else "default",
        variables=variables,
        doc=told["doc"],
        is_secret=told["kind"].is_secret,
    )


def variables_of(name: str) -> tuple[str, ...]:
    """The environment variables that set a setting, ours first."""
    (setting,) = (each for each in fields(Settings) if each.name == name)
    return (_PREFIX + name.upper(), *setting.metadata["aliases"])


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
            # A URL with a user in it holds their password, whatever it is refused for.
            shown = _HIDDEN if kind.is_secret or "@" in text else text
            raise BadSetting(variable, shown, name, kind.allowed) from cause
        if found[0][1] != found[-1][1]:
            hidden = [(each, _HIDDEN if kind.is_secret else value) for each, value in found]
            raise ContradictorySettings(name, hidden[0], hidden[-1])
    return found


def _refuse_unknown(environment: Iterable[str]) -> None:
    known = {_PREFIX + each.name.upper() for each in fields(Settings)} | set(_OTHERS)
    for variable in sorted(environment):
        if variable.startswith(_PREFIX) and variable not in known:
            raise UnknownSetting(variable, known)
