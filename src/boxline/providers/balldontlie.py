"""balldontlie: a paid JSON API; list replies come in pages joined by a cursor."""

import msgspec

from boxline.catalog import Provider

BALLDONTLIE = Provider(
    name="balldontlie",
    landing="ball-dont-lie",
    doc="https://api.balldontlie.io, key in the Authorization header.",
)


class Meta(msgspec.Struct):
    """Where the next page begins; absent on the last one."""

    next_cursor: int | None = None


class Page(msgspec.Struct):
    """One page of a list reply; each row is decoded alone, so that a bad one loses no neighbour."""

    data: list[msgspec.Raw]
    meta: Meta | None = None

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The page's rows, undecoded."""
        return self.data
