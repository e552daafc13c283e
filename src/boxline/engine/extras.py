"""What an installation may have besides: each extra, what it brings, and which setting needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from boxline.errors import MissingExtra, UnknownExtra


@dataclass(frozen=True, kw_only=True)
class Extra:
    """One of pyproject's optional dependencies that users choose.

    Attributes:
        name: in `pip install 'boxline[NAME]'`.
        modules: what Boxline imports of it. The distributions that bring them are pyproject's.
        settings: which setting needs it, by the scheme of its URL.
    """

    name: str
    modules: tuple[str, ...]
    settings: Mapping[str, str]

    @property
    def install(self) -> str:
        """The command that brings it."""
        return f"pip install 'boxline[{self.name}]'"

    @property
    def absent(self) -> list[str]:
        """Those of its modules that are not there; nothing is loaded to find out."""
        return [module for module in self.modules if not _is_there(module)]


EXTRAS = (
    Extra(name="bigquery", modules=("google.cloud.bigquery",), settings={"warehouse": "bigquery"}),
    Extra(name="postgres", modules=("psycopg", "alembic"), settings={"ledger": "postgresql"}),
    Extra(name="s3", modules=("s3fs",), settings={"landing": "s3", "published": "s3"}),
    Extra(name="gcs", modules=("gcsfs",), settings={"landing": "gs", "published": "gs"}),
    Extra(name="spark", modules=("pyspark",), settings={"spark": "spark"}),
    # No setting asks for it: whoever runs Dagster names `boxline.dagster` there.
    Extra(name="dagster", modules=("dagster",), settings={}),
)
BY_NAME = {extra.name: extra for extra in EXTRAS}
BY_SCHEME = {scheme: extra for extra in EXTRAS for scheme in extra.settings.values()}


def extras_needed(settings: Mapping[str, object], asked: Iterable[str] = ()) -> dict[str, str]:
    """The extras that are needed -> what needs each. No value is told: a URL may hold a password.

    Args:
        settings: values by name; what is empty, or no URL of such a scheme, needs nothing.
        asked: extras that are wanted whatever is set.

    Raises:
        UnknownExtra: one that is asked for is none.

    >>> extras_needed({"ledger": "postgresql://boxline@db/ledger", "landing": ""})
    {'postgres': 'ledger is a postgresql:// URL'}
    """
    found: dict[str, str] = {}
    for name in asked:
        if name not in BY_NAME:
            raise UnknownExtra(name, BY_NAME)
        found[name] = "it is asked for"
    for extra in EXTRAS:
        for setting, scheme in extra.settings.items():
            if str(settings.get(setting) or "").startswith(f"{scheme}://"):
                found.setdefault(extra.name, f"{setting} is a {scheme}:// URL")
    return found


def insist_on_extra(name: str, needed_for: str) -> None:
    """See that an extra is installed, before something of it is imported.

    Args:
        needed_for: the setting that needs it, or its value where that holds no secret.

    Raises:
        MissingExtra: it is not.
    """
    if absent := BY_NAME[name].absent:
        raise MissingExtra(name, needed_for, absent[0])


def extra_that_brings(module: str) -> Extra | None:
    """The extra whose absence explains that a module is not there; None where none does.

    >>> extra_that_brings("google.cloud").name, extra_that_brings("psycopg.rows").name
    ('bigquery', 'postgres')
    """
    parts = module.split(".")
    for extra in EXTRAS:
        for brought in extra.modules:
            # Of `google.cloud.bigquery`, what is not found may be `google` already.
            if all(one == other for one, other in zip(parts, brought.split("."), strict=False)):
                return extra
    return None


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # nor is what it is in
        return False
