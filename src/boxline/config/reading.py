"""Settings: read once from the environment and the command line, then passed down as values."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import Any

from boxline.config.kinds import Kind
from boxline.config.settings import Settings
from boxline.errors import (
    BadSetting,
    ContradictorySettings,
    UnknownSetting,
    UnreadableSecret,
    UnusableHome,
)

_PREFIX = "BOXLINE_"
#: After the variable of a secret: the file that holds it, as Docker and Kubernetes mount them.
_FILE = "_FILE"
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
        source: `default`, `--home`, `environment NAME`, or `file of NAME_FILE`.
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
        UnreadableSecret: the file that holds a secret cannot be read, or is empty.
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
        source=_source(given[0][0]) if given else "default",
        variables=variables,
        doc=told["doc"],
        is_secret=told["kind"].is_secret,
    )


def _source(variable: str) -> str:
    return f"file of {variable}" if variable.endswith(_FILE) else f"environment {variable}"


def variables_of(name: str) -> tuple[str, ...]:
    """The environment variables that set a setting, ours first; of a secret the last one names the
    file that holds it."""
    (setting,) = (each for each in fields(Settings) if each.name == name)
    ours = _PREFIX + name.upper()
    of_files = (ours + _FILE,) if setting.metadata["kind"].is_secret else ()
    return (ours, *setting.metadata["aliases"], *of_files)


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
        if kind.is_secret and variable.endswith(_FILE):
            text = _in_file(variable, Path(text))
        try:
            found.append((variable, kind.read(text)))
        except ValueError as cause:
            # A URL with a user in it holds their password, whatever it is refused for.
            shown = _HIDDEN if kind.is_secret or "@" in text else text
            quoted = None if shown == _HIDDEN else cause  # it may quote some of a secret
            raise BadSetting(variable, shown, name, kind.allowed) from quoted
        # A secret that is given twice is refused even where both agree: one of them would stay
        # behind when it is changed.
        is_twice = len(found) > 1 and variable.endswith(_FILE) and kind.is_secret
        if is_twice or found[0][1] != found[-1][1]:
            hidden = [(each, _HIDDEN if kind.is_secret else value) for each, value in found]
            raise ContradictorySettings(name, hidden[0], hidden[-1])
    return found


def _in_file(variable: str, path: Path) -> str:
    """The secret that a file holds."""
    try:
        text = path.read_text().strip()
    except OSError as cause:
        raise UnreadableSecret(variable, str(path), cause.strerror or "no file") from cause
    except ValueError as cause:  # no UTF-8, or a path that is none
        raise UnreadableSecret(variable, str(path), "it is no text") from cause
    if not text:
        raise UnreadableSecret(variable, str(path), "it is empty")
    return text


def _refuse_unknown(environment: Iterable[str]) -> None:
    ours = (name for each in fields(Settings) for name in variables_of(each.name))
    known = {name for name in ours if name.startswith(_PREFIX)} | set(_OTHERS)
    for variable in sorted(environment):
        if variable.startswith(_PREFIX) and variable not in known:
            raise UnknownSetting(variable, known)
