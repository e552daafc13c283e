"""What a kind of page is: where it stands, which documents it shows, and what draws it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from typing import Any

#: What may vary in a path: a league day, a league, or else an id.
DAY, LEAGUE, NUMBER = r"\d{4}-\d\d-\d\d", r"[a-z]+", r"\d+"
_VARIES = {"date": DAY, "league": LEAGUE}

#: A published document as it is read: JSON objects as mappings.
Content = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page that is to be drawn.

    Attributes:
        path: inside the folder of the site, such as `players/2544.html`.
        values: what varies in its path, by name.
        source: the document that it is about.
        documents: what it shows, in the order of its kind's `reads`; None where that document is
            not published.
        root: the way from it to the folder of the site: `` or `../`.
        fronts: paths of the pages that lead to all others, those of further leagues among them.
    """

    path: str
    values: Mapping[str, str]
    source: str
    documents: Sequence[Content | None]
    root: str
    fronts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class PageKind:
    """A kind of page, one for every document at the first path of `reads`.

    Attributes:
        path: inside the folder of the site, what varies in braces.
        reads: paths of documents, what varies in braces as in `path`. There is a page for each
            document at the first; of the others, those that are published are shown.
        draw: gives the text of a page.
    """

    path: str
    reads: tuple[str, ...]
    draw: Callable[[Page], str]

    def values_of(self, document: str) -> dict[str, str] | None:
        """What varies in the path of a document at the first of `reads`; None of any other."""
        found = self._pattern.fullmatch(document)
        return None if found is None else found.groupdict()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = re.split(r"\{(\w+)\}", self.reads[0])
        named = (f"(?P<{part}>{_VARIES.get(part, NUMBER)})" for part in parts[1::2])
        pairs = zip_longest(map(re.escape, parts[::2]), named, fillvalue="")
        return re.compile("".join(chain.from_iterable(pairs)))


def filled(template: str, values: Mapping[str, str]) -> str:
    """A path with what varies filled in.

    >>> filled("players/{player_id}.html", {"player_id": "2544"})
    'players/2544.html'
    """
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template
