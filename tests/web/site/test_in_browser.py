"""Every kind of page in a real browser, opened as a file: wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from boxline.domain.names import normalised_name

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Kind of page -> one of its pages, and marks that a chart on it is drawn of.
PAGES = {
    "tonight": ("index.html", "svg.strip circle.forecast"),
    "health": ("health.html", "#lineage path"),
    "players": ("players/index.html", "#players tbody tr"),
    "player": ("players/9000011.html", ".bars .bar"),
    "record": ("record.html", ".chart circle.dot"),
    "results": ("results.html", "#outcomes tbody tr"),
}
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}

FOCUSABLE = "a[href], button:not([hidden]), input, select, summary, [tabindex='0']"


@dataclass
class Seen:
    """A page in a browser, and what it asked for and complained of."""

    page: Page
    complaints: list[str]
    requests: list[str]


@contextmanager
def opened(
    browser: Browser, site: Path, path: str, *, screen: str = "desktop", scheme: Any = "light"
) -> Iterator[Seen]:
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="Asia/Tokyo"
    )
    page = context.new_page()
    seen = Seen(page, [], [])
    page.on("console", lambda m: seen.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(f"file://{site / path}")
    page.wait_for_load_state("load")
    yield seen
    context.close()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("screen", ["phone", pytest.param("desktop", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("kind", PAGES)
class TestEveryPage:
    def test_it_is_whole_quiet_and_within_reach_of_everybody(
        self, browser: Browser, site: Path, kind: str, screen: str, scheme: str
    ) -> None:
        path, marks = PAGES[kind]
        with opened(browser, site, path, screen=screen, scheme=scheme) as seen:
            page = seen.page
            assert page.locator(marks).count() > 3, "no chart is drawn"
            assert page.locator("h1").count() == 1
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(over) <= 0, "it is wider than the screen"
            assert seen.complaints == []
            assert [url for url in seen.requests if not url.startswith("file://")] == []
            # Told not to, axe does not fetch the style sheet, which our pages forbid.
            found = Axe().run(page, options={"preload": False}).response["violations"]
            serious = [each for each in found if each["impact"] in ("serious", "critical")]
            assert serious == [], [(s["id"], s["nodes"][0]["html"]) for s in serious]


@pytest.mark.parametrize("kind", PAGES)
def test_the_keyboard_reaches_everything(browser: Browser, site: Path, kind: str) -> None:
    with opened(browser, site, PAGES[kind][0]) as seen:
        page = seen.page
        wanted = page.evaluate(
            "selector => [...document.querySelectorAll(selector)]"
            ".filter(e => e.tabIndex >= 0 && e.checkVisibility())"
            ".map((e, n) => { e.dataset.place = n; return n; }).length",
            FOCUSABLE,
        )
        reached = set()
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.dataset.place"))
        assert {str(n) for n in range(wanted)} <= reached


def test_the_reader_s_choice_of_colours_is_kept(browser: Browser, site: Path) -> None:
    with opened(browser, site, "index.html") as seen:
        ground = "getComputedStyle(document.body).backgroundColor"
        before = seen.page.evaluate(ground)
        seen.page.get_by_role("button", name="Switch to dark colours").click()
        assert seen.page.evaluate(ground) != before
        seen.page.goto(f"file://{site / 'health.html'}")
        assert seen.page.evaluate(ground) != before


class TestTonight:
    def rows(self, page: Page) -> list[str]:
        return page.locator("#slate tbody tr:not(.details) th a").all_inner_texts()

    def test_filters_leave_what_they_say(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, "index.html") as seen:
            page = seen.page
            every = self.rows(page)
            game = page.locator("[data-game]").first
            game.click()
            assert 0 < len(self.rows(page)) < len(every)
            assert game.get_attribute("aria-pressed") == "true"
            game.click()
            part = every[0].split()[0][:4]
            page.get_by_label("Player", exact=True).fill(part)
            left = self.rows(page)
            assert left
            assert all(part.lower() in name.lower() for name in left)
            page.get_by_label("Player", exact=True).fill("nobody of this name")
            assert self.rows(page) == []

    def test_sorting_puts_names_and_forecasts_in_order(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, "index.html") as seen:
            page = seen.page
            page.get_by_label("Sort by").select_option("name")
            names = self.rows(page)
            assert names == sorted(names, key=normalised_name)
            page.get_by_label("Sort by").select_option("forecast")
            told = page.locator("#slate .said").all_inner_texts()
            forecasts = [float(each) for each in told if each != "-"]
            assert forecasts == sorted(forecasts, reverse=True)

    def test_a_row_opens_to_why_and_to_all_books(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, "index.html") as seen:
            page = seen.page
            page.get_by_label("Show").select_option("line")
            page.locator(".why-switch").first.click()
            assert page.locator(".details .why li").count() > 0
            assert page.locator(".details .books tbody tr").count() > 0
            page.locator(".why-switch").first.click()
            assert page.locator(".details").count() == 0

    def test_times_are_the_reader_s(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, "index.html") as seen:
            told = seen.page.locator(".game time").first
            instant = told.get_attribute("datetime")
            hour = int(str(instant)[11:13])
            assert told.inner_text().startswith(f"{(hour + 9) % 12 or 12}:")


class TestPlayers:
    def test_a_part_of_a_name_leaves_those_who_have_it(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, "players/index.html") as seen:
            page = seen.page
            names = page.locator("#players tbody tr:visible th a")
            every = names.all_inner_texts()
            part = every[0][:5]
            page.get_by_label("Find a player or a club").fill(part)
            left = names.all_inner_texts()
            assert 0 < len(left) < len(every)
            assert set(left) >= {name for name in every if part in name}

    def test_a_head_sorts_by_its_numbers(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, "players/index.html") as seen:
            page = seen.page
            page.get_by_role("button", name="Pts").click()
            told = page.locator("#players tbody tr td:nth-child(6)").all_inner_texts()
            points = [float(each) for each in told if each != "-"]
            assert points == sorted(points, reverse=True)
            assert points[0] > points[-1]

    def test_everybody_there_has_a_page(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, "players/index.html") as seen:
            links = seen.page.locator("#players tbody th a").all()
            paths = {str(link.get_attribute("href")) for link in links}
        assert paths == {one.name for one in (site / "players").glob("[0-9]*.html")}

    def test_a_prop_s_name_leads_to_what_is_said_of_it(self, browser: Browser, site: Path) -> None:
        with opened(browser, site, PAGES["player"][0]) as seen:
            page = seen.page
            page.get_by_role("link", name="Threes", exact=True).click()
            assert page.locator("#tonight-threes").is_visible()

    def test_opened_parts_of_a_page_fit_and_are_within_reach(
        self, browser: Browser, site: Path
    ) -> None:
        with opened(browser, site, PAGES["player"][0], screen="phone") as seen:
            page = seen.page
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(over) <= 0
            found = Axe().run(page, options={"preload": False}).response["violations"]
            assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


class TestHealth:
    def test_arrow_keys_move_between_squares_and_tell_them(
        self, browser: Browser, site: Path
    ) -> None:
        with opened(browser, site, "health.html") as seen:
            page = seen.page
            page.locator("#heat td[data-cell]").first.focus()
            first = page.locator("#cell h3").inner_text()
            page.keyboard.press("ArrowDown")
            second = page.locator("#cell h3").inner_text()
            assert first != second
            assert " on 20" in second
