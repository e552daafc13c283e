"""The prop types that are predicted: what of a box score each one sums."""

from boxline.catalog import Rel

#: prop type -> the counting statistics it sums
PROPS = {
    "points": ("points",),
    "rebounds": ("rebounds",),
    "assists": ("assists",),
    "threes": ("threes_made",),
    "points_rebounds_assists": ("points", "rebounds", "assists"),
}

PROP_TYPES = tuple(PROPS)

#: Why a line or a prediction is void.
DID_NOT_PLAY = "did not play"


def with_props(line: Rel) -> Rel:
    """Add one integer column per prop type, named `prop_{type}`, to a player's line."""
    import functools
    import operator

    sums = {
        f"prop_{name}": functools.reduce(operator.add, [line[part] for part in parts])
        for name, parts in PROPS.items()
    }
    return line.mutate(**sums)
