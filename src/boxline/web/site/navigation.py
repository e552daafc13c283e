"""What leads from a page to others: the pages of its league, and the other leagues."""

from __future__ import annotations

from collections.abc import Iterable

from boxline.web.site.kinds import Page

#: Path and word of the league that stands first.
FIRST = ("index.html", "NBA")

HEALTH = ("health.html", "Health")

#: Path and word of every entry of its navigation.
SECTIONS = {
    "tonight": (FIRST[0], "Tonight"),
    "players": ("players/index.html", "Players"),
    "record": ("record.html", "Record"),
    "results": ("results.html", "Results"),
    "health": HEALTH,
}

#: Likewise of every further league, below its folder; health is of all leagues.
LEAGUE_SECTIONS = {
    "today": ("index.html", "Today"),
    "record": ("record.html", "Record"),
    "results": ("results.html", "Results"),
}


def sections_of(page: Page) -> dict[str, tuple[str, str]]:
    """The entries of a page's navigation: of its league; of pages of all leagues, of the first."""
    league = _league_of(page)
    if not league:
        return SECTIONS
    below = {
        name: (f"{league}/{path}", word)
        for name, (path, word) in LEAGUE_SECTIONS.items()
        if f"{league}/{path}" in page.fronts
    }
    return {**below, "health": HEALTH}


def leagues_of(page: Page) -> list[tuple[str, str, bool]]:
    """Path, word, and whether it is this page's, of every league; none where there is one alone."""
    this = _league_of(page)
    further = [
        (_first_of(league, page.fronts), league.upper(), league == this)
        for league in _further(page.fronts)
    ]
    found = [(*FIRST, not this), *further] if FIRST[0] in page.fronts else further
    return found if len(found) > 1 else []


def front_of(page: Page) -> str:
    """Where the name of the site leads."""
    further = _further(page.fronts)
    if FIRST[0] in page.fronts or not further:
        return FIRST[0]
    return _first_of(further[0], page.fronts)


def _league_of(page: Page) -> str:
    """Empty of the league that stands first."""
    further = _further(page.fronts)
    is_alone = bool(further) and FIRST[0] not in page.fronts
    return page.values.get("league", further[0] if is_alone else "")


def _further(fronts: Iterable[str]) -> list[str]:
    return sorted({path.split("/")[0] for path in fronts if "/" in path})


def _first_of(league: str, fronts: frozenset[str]) -> str:
    paths = (f"{league}/{path}" for path, _ in LEAGUE_SECTIONS.values())
    return next(path for path in paths if path in fronts)
