"""Health: the grid of datasets by days, what is missing and why, and who sends it."""

from __future__ import annotations

from boxline.web.site.drawing import as_script, draw
from boxline.web.site.kinds import Page, PageKind
from boxline.web.site.lineage import LAYERS, lineage

DOCUMENT, STATUS = "v1/health.json", "v1/status.json"

#: State of a cell -> the sign in its square, and its tone.
SIGNS = {
    "present": ("", "fine"),
    "empty ok": ("", "fine"),
    "not due": ("", "idle"),
    "not available": ("", "idle"),
    "stale": ("s", "warn"),
    "blocked": ("b", "warn"),
    "short": ("<", "warn"),
    "missing": ("?", "warn"),
    "late": ("!", "bad"),
    "rejected": ("x", "bad"),
    "unexpected": ("+", "bad"),
    "parked": ("p", "bad"),
    "given up": ("g", "bad"),
}


def _health(page: Page) -> str:
    health, status = page.documents
    assert health is not None
    datasets = health["datasets"]
    shown = [one for one in datasets if one["cells"]]
    rank = list(SIGNS)
    states = {
        one["name"]: max((cell["state"] for cell in one["cells"]), key=rank.index) for one in shown
    }
    return draw(
        "health.html.j2",
        page,
        title="Health",
        section="health",
        status=status,
        days=health["days"],
        rows=[(one, {cell["day"]: cell for cell in one["cells"]}) for one in shown],
        signs=SIGNS,
        graph=lineage(datasets, states),
        layers=LAYERS,
    )


def _data(page: Page) -> str:
    return as_script(DOCUMENT, page.documents[0])


HEALTH = PageKind(path="health.html", reads=(DOCUMENT, STATUS), draw=_health)
HEALTH_DATA = PageKind(path="data/health.js", reads=(DOCUMENT,), draw=_data)
