"""balldontlie: a paid JSON API; list replies come in pages joined by a cursor."""

from collections.abc import Mapping

import msgspec

from boxline.catalog import Auth, Pace, Provider

#: Rows of a full page, and the most that can be asked for.
PAGE_ROWS = 100

BALLDONTLIE = Provider(
    name="balldontlie",
    landing="ball-dont-lie",
    doc="https://api.balldontlie.io, key in the Authorization header.",
    hosts={"api": "https://api.balldontlie.io"},
    auth=Auth(setting="balldontlie_key", header="Authorization"),
    pace=Pace(per_second=8, concurrency=4),  # 600 requests a minute with its middle plan
    adds="Box scores, live and final, and injuries; a second source beside NBA.com's. Paid.",
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

    @property
    def next_page(self) -> Mapping[str, str] | None:
        """The cursor of the page after it; None where it is the last."""
        if self.meta is None or self.meta.next_cursor is None:
            return None
        return {"cursor": str(self.meta.next_cursor)}
