"""The first text of a fetched dataset's file: it stands on its own, and is then made true."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from boxline.catalog.datasets import Raw
from boxline.catalog.registry import Catalog
from boxline.errors import BadNewDataset

_NAME = re.compile(r"(?P<league>[a-z]+)_raw\.(?P<table>[a-z][a-z0-9]*(_[a-z0-9]+)+)")

_TEXT = '''"""{title} as {provider_name} sends them."""

from typing import Any

import msgspec

from boxline.catalog import Asked, Column, Day, EachDay, Int, Raw, Request, Text, at_hour, rows
from {provider_module} import {provider_constant}


class Row(msgspec.Struct):
    """One row, exactly as sent; fields that are not named are passed over."""

    id: int
    name: str


class Reply(msgspec.Struct):
    """One reply; each row is decoded alone, so that a bad one loses no neighbour."""

    data: list[msgspec.Raw]

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The rows, undecoded."""
        return self.data


{constant} = Raw(
    "{name}",
    provider={provider_constant},
    grain="one row of the reply",
    landing="{folder}/{{date}}",
    payload=Reply,
    request=Request(
        path="/v1/{table}",
        params={{"date": "{{date}}"}},
        about=EachDay(),
        moments=(at_hour(6, days_later=1),),
    ),
    key=("row_id",),
    unread="archive only: nobody asked for it yet",
    columns=(
        Column("row_id", Int, low=1, doc="The provider's id of the row."),
        Column("game_date", Day, doc="The league day that was asked about."),
        Column("row_name", Text, doc="What the provider calls it."),
    ),
)


@rows({constant})
def {table}(row: Row, asked: Asked) -> dict[str, Any]:
    """One row per row of the reply."""
    return {{"row_id": row.id, "game_date": asked.day, "row_name": row.name}}
'''


def skeleton(catalog: Catalog, name: str) -> tuple[str, str]:
    """The module and the text of a new fetched dataset's file.

    Its provider is that of the datasets whose names begin as this one's.

    Raises:
        BadNewDataset: the name is none, is taken, or begins as no provider's.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise BadNewDataset(name, "a raw dataset's name reads LEAGUE_raw.PROVIDER_THING")
    league, table = found["league"], found["table"]
    if name in catalog.datasets:
        raise BadNewDataset(name, f"it is declared already, in {catalog.modules[name]}")
    if league not in catalog.leagues:
        raise BadNewDataset(name, f"there is no league {league!r}, only {_list(catalog.leagues)}")
    word = table.split("_")[0]
    alike = {_word(raw): raw for raw in catalog.raw if raw.request is not None}
    if word not in alike:
        raise BadNewDataset(
            name,
            f"no fetched dataset begins with {word!r} ({_list(alike)} are known); "
            "a new provider is first one file in src/boxline/providers",
        )
    module = _provider_module(alike[word])
    constant = table.upper()
    return f"boxline.{league}.raw.{table}", _TEXT.format(
        title=table.partition("_")[2].replace("_", " ").capitalize(),
        name=name,
        table=table,
        constant=constant,
        folder=table.partition("_")[2].replace("_", "-"),
        provider_name=alike[word].provider.name,
        provider_module=module[0],
        provider_constant=module[1],
    )


def _word(raw: Raw) -> str:
    return raw.name.partition(".")[2].split("_")[0]


def _provider_module(raw: Raw) -> tuple[str, str]:
    """Where a dataset's provider is declared, and under which name."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("boxline.providers."):
            for constant, value in vars(module).items():
                if value is raw.provider:
                    return name, constant
    raise AssertionError(f"{raw.provider.name} is declared in no module of providers")


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
