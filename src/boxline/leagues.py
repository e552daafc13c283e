"""The leagues that this installation can keep: a further one is one more package here."""

from __future__ import annotations

from collections.abc import Iterable

from boxline.catalog import Catalog, build_catalog, modules_of
from boxline.errors import UnknownLeague

LEAGUE_PACKAGES = {"nba": "boxline.nba", "mlb": "boxline.mlb"}

#: What a home keeps that is told nothing else.
KEPT = ("nba",)


def load_catalog(leagues: Iterable[str] = KEPT) -> Catalog:
    """Every declaration of some leagues, checked to close.

    Raises:
        UnknownLeague: a name is none.
    """
    named = set(leagues)
    for name in sorted(named - LEAGUE_PACKAGES.keys()):
        raise UnknownLeague(name, LEAGUE_PACKAGES)
    packages = [package for name, package in LEAGUE_PACKAGES.items() if name in named]
    return build_catalog(modules_of(packages))


def whole_catalog() -> Catalog:
    """Every declaration of every league."""
    return load_catalog(LEAGUE_PACKAGES)
