"""The leagues that this installation knows: a further one is one more package here."""

from boxline.catalog import Catalog, build_catalog, modules_of

LEAGUE_PACKAGES = ("boxline.nba", "boxline.mlb")


def load_catalog() -> Catalog:
    """Every declaration of every league, checked to close."""
    return build_catalog(modules_of(LEAGUE_PACKAGES))
