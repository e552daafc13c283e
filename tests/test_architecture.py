"""The rules of the house: who may import whom, and what every file under `src` keeps.

A room is a folder or a single file directly under `boxline`. It stands on a floor, and imports
from lower floors only. An import counts wherever it stands: at the top, in a function, or for
the type checker alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
PACKAGE = "boxline"

FLOORS = (
    {"errors", "domain"},
    {"catalog", "forecasting"},
    {"providers", "engine"},
    {"stores", "fetching", "nba", "mlb"},
    {"health"},
    {"web", "sandbox"},
    {"config", "home", "leagues", "demo", "cli", "dagster"},
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
LEAGUES = {"nba", "mlb"}
#: The top floor wires the others together: its rooms are one.
TOP = len(FLOORS)
#: What everybody raises: even its neighbour on the first floor may use it.
GROUND = "errors"

STORAGE_LIBRARIES = {"duckdb", "fsspec", "pyarrow", "sqlalchemy", "sqlite3"}
#: What runs whatever a file says: models are texts and JSON.
LOADERS = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
RUNNERS = {"compile", "eval", "exec"}
READ_THE_ENVIRONMENT = {"cli", "config", "demo"}
READ_THE_CLOCK = {"cli", "config", "demo", "home", "stores.lock"}
CLOCKS = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns"},
    "ibis": {"now", "today"},
}
EVERYTHING = {"BaseException", "Exception"}
MAX_LINES = 300
#: Words of one sport, and where they may stand.
OF_ONE_SPORT = re.compile(r"mlb|baseball|pitcher|strikeout", re.IGNORECASE)
KNOW_THE_SPORT = {"leagues", "mlb", "providers", "sandbox"}
VAGUE = re.compile(r"(\b|_)(utils?|common|helpers?|base|managers?|processors?|misc)(\b|_)")


@dataclass(frozen=True)
class Module:
    """One file of the package. `name` is dotted and leaves the package out."""

    path: str
    name: str
    text: str

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def package(self) -> list[str]:
        """Where a relative import of this module starts, from the package's own name down."""
        inside = [PACKAGE, *filter(None, self.name.split("."))]
        return inside if self.path.endswith("__init__.py") else inside[:-1]

    def at(self, node: ast.expr | ast.stmt | ast.excepthandler, what: str) -> str:
        return f"{self.path}:{node.lineno}: {what}"


def read_modules() -> Iterator[Module]:
    for path in sorted((SOURCE / PACKAGE).rglob("*.py")):
        parts = path.relative_to(SOURCE / PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield Module(f"src/{path.relative_to(SOURCE).as_posix()}", name, path.read_text())


MODULES = tuple(read_modules())
ROOMS = {module.room for module in MODULES} - {""}


def imports_of(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each imported name in full, with the statement that imports it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = module.package[: len(module.package) - node.level + 1] if node.level else []
            origin = ".".join([*start, *filter(None, [node.module])])
            yield from ((node, f"{origin}.{alias.name}") for alias in node.names)


def rooms_used(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    for node, name in imports_of(module):
        package, _, rest = name.partition(".")
        if package == PACKAGE and rest:
            yield node, rest.partition(".")[0]


def may_use(room: str, other: str) -> bool:
    floor, other_floor = FLOOR_OF.get(room, 0), FLOOR_OF.get(other, TOP + 1)
    if room in LEAGUES and other != room:
        return other_floor <= 2 or other == "providers"
    return other in {room, GROUND} or other_floor < floor or floor == other_floor == TOP


def placed(room: str) -> str:
    return f"{room or PACKAGE} (floor {FLOOR_OF.get(room, 'none')})"


def forbidden_imports(module: Module) -> list[str]:
    return [
        module.at(node, f"{placed(module.room)} imports {placed(room)}")
        for node, room in rooms_used(module)
        if not may_use(module.room, room)
    ]


def storage_imports(module: Module) -> list[str]:
    return [
        module.at(node, f"{module.room} knows no storage, and imports {name}")
        for node, name in imports_of(module)
        if name.partition(".")[0] in STORAGE_LIBRARIES
    ]


def runs_what_is_written(module: Module) -> list[str]:
    """Imports of what loads objects from files, loads of them by NumPy, and text run as code."""
    found = [
        module.at(node, f"imports {name}, which runs what a file says")
        for node, name in imports_of(module)
        if name.partition(".")[0] in LOADERS
    ]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in RUNNERS:
                found.append(module.at(node, f"runs text by {node.func.id}"))
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            found.append(module.at(node.value, "lets NumPy load a pickle"))
    return found


def names_read(module: Module) -> Iterator[tuple[ast.expr | ast.stmt, str, str]]:
    """Every `owner.name` that is read, or imported by `from owner import name`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node, node.value.id, node.attr
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            yield node, node.value.attr, node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, node.module or "", alias.name) for alias in node.names)


def environment_reads(module: Module) -> list[str]:
    if module.room in READ_THE_ENVIRONMENT:
        return []
    return [
        module.at(node, f"reads the environment by {owner}.{name}")
        for node, owner, name in names_read(module)
        if owner == "os" and name in {"environ", "environb", "getenv", "getenvb"}
    ]


def clock_reads(module: Module) -> list[str]:
    if READ_THE_CLOCK & {module.room, module.name}:
        return []
    return [
        module.at(node, f"reads the clock by {owner}.{name}: take the instant as an argument")
        for node, owner, name in names_read(module)
        if name in CLOCKS.get(owner, ())
    ]


def broad_excepts(module: Module) -> list[str]:
    """Handlers of everything, and `suppress` of everything."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = classes_in([node.type] if node.type else [])
            if node.type is None or caught & EVERYTHING:
                found.append(module.at(node, "catches everything: catch the narrowest class"))
        elif isinstance(node, ast.Call):
            is_suppress = "suppress" in classes_in([node.func])
            if is_suppress and classes_in(node.args) & EVERYTHING:
                found.append(module.at(node, "suppresses everything: name the class"))
    return found


def framed_windows(module: Module) -> list[str]:
    """Windows with bounds, outside the one module that makes them."""
    if module.name == "catalog.windows":
        return []
    return [
        module.at(node, "makes a window with bounds: catalog/windows.py has them")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg in {"preceding", "following"}
    ]


def words_of_one_sport(room: str, path: str, text: str) -> list[str]:
    """A league is a folder: whoever else knows the word has learnt what only that league knows."""
    if room in KNOW_THE_SPORT:
        return []
    return [
        f"{path}:{number}: says {found[0]!r}, which only a league and what brings its data may"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := OF_ONE_SPORT.search(line))
    ]


def classes_in(nodes: list[ast.expr]) -> set[str]:
    return {
        name
        for node in nodes
        for part in ast.walk(node)
        for name in (getattr(part, "id", None), getattr(part, "attr", None))
        if name
    }


def refuse(found: Iterable[str]) -> None:
    """Fail with one line for each place that breaks a rule."""
    lines = list(dict.fromkeys(found))
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def everywhere(rule: Callable[[Module], list[str]]) -> list[str]:
    return [line for module in MODULES for line in rule(module)]


def inside(room: str, rule: Callable[[Module], list[str]]) -> list[str]:
    return [line for module in MODULES if module.room == room for line in rule(module)]


def test_every_room_stands_on_a_floor() -> None:
    refuse(f"src/boxline/{room}: no floor is named for it" for room in ROOMS - FLOOR_OF.keys())


@pytest.mark.parametrize("room", ["", *sorted(ROOMS)], ids=lambda room: room or PACKAGE)
def test_a_room_imports_only_from_lower_floors(room: str) -> None:
    refuse(inside(room, forbidden_imports))


def test_forecasting_knows_no_storage() -> None:
    refuse(inside("forecasting", storage_imports))


def test_no_file_is_run() -> None:
    refuse(everywhere(runs_what_is_written))


def test_only_the_surface_and_the_settings_read_the_environment() -> None:
    refuse(everywhere(environment_reads))


def test_the_clock_is_handed_down() -> None:
    refuse(everywhere(clock_reads))


def test_nothing_catches_everything() -> None:
    refuse(everywhere(broad_excepts))


def test_windows_come_from_one_module() -> None:
    refuse(everywhere(framed_windows))


def test_no_file_is_too_long() -> None:
    lengths = {module.path: len(module.text.splitlines()) for module in MODULES}
    refuse(f"{path}: {n} lines, split it by idea" for path, n in lengths.items() if n > MAX_LINES)


def test_every_module_says_what_it_is() -> None:
    refuse(f"{m.path}:1: no docstring" for m in MODULES if not ast.get_docstring(m.tree))


def test_no_name_is_vague() -> None:
    refuse(f"{m.path}: say what it does" for m in MODULES if VAGUE.search(m.name))


def test_nobody_else_knows_a_further_league() -> None:
    root = SOURCE / PACKAGE
    refuse(
        line
        for file in sorted(root.rglob("*"))
        if file.suffix in {".css", ".csv", ".j2", ".js", ".py", ".sql"}
        for line in words_of_one_sport(
            file.relative_to(root).parts[0].removesuffix(".py"),
            file.relative_to(SOURCE).as_posix(),
            file.read_text(),
        )
    )


def test_a_word_of_one_sport_is_found_but_where_it_belongs() -> None:
    said = 'PROP = "pitcher strikeouts"'
    assert words_of_one_sport("web", "src/boxline/web/room.py", said) != []
    assert words_of_one_sport("mlb", "src/boxline/mlb/room.py", said) == []


@pytest.mark.parametrize(
    ("room", "statement"),
    [
        ("engine", "import boxline.stores.landing"),
        ("engine", "from boxline import nba"),
        ("engine", "from boxline.providers.archive import ARCHIVE"),
        ("engine", "def late():\n    from boxline.stores import landing"),
        ("engine", "if TYPE_CHECKING:\n    from boxline.stores import landing"),
        ("engine", "from .. import stores"),
        ("forecasting", "from boxline.catalog import Table"),
        ("nba", "from boxline.mlb import league"),
        ("nba", "from boxline.engine import plan"),
        ("nba", "from boxline.stores import landing"),
        ("catalog", "from boxline.attic import trunk"),
    ],
)
def test_a_forbidden_import_is_found(room: str, statement: str) -> None:
    assert forbidden_imports(written(room, statement)) != []


@pytest.mark.parametrize(
    ("room", "statement"),
    [
        ("engine", "from boxline.catalog import Table"),
        ("engine", "from . import plan"),
        ("nba", "from boxline.providers.archive import ARCHIVE"),
        ("cli", "from boxline.home import Home"),
    ],
)
def test_an_import_from_below_is_allowed(room: str, statement: str) -> None:
    assert forbidden_imports(written(room, statement)) == []


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        (environment_reads, "home = os.environ['HOME']"),
        (environment_reads, "from os import getenv"),
        (clock_reads, "now = datetime.datetime.now(UTC)"),
        (clock_reads, "made_at = field(default_factory=datetime.utcnow)"),
        (clock_reads, "from time import time"),
        (broad_excepts, "try:\n    work()\nexcept:\n    raise"),
        (broad_excepts, "try:\n    work()\nexcept (ValueError, Exception):\n    pass"),
        (broad_excepts, "try:\n    work()\nexcept BaseException:\n    undo()"),
        (broad_excepts, "with contextlib.suppress(Exception):\n    work()"),
        (framed_windows, "last = ibis.window(group_by=who, preceding=9, following=0)"),
        (storage_imports, "import pyarrow.parquet as pq"),
        (runs_what_is_written, "import pickle"),
        (runs_what_is_written, "def late():\n    from joblib import load"),
        (runs_what_is_written, "answer = eval(text)"),
        (runs_what_is_written, "np.load(path, allow_pickle=True)"),
    ],
)
def test_a_broken_rule_is_found(rule: Callable[[Module], list[str]], statement: str) -> None:
    assert rule(written("stores", statement)) != []


def written(room: str, text: str) -> Module:
    return Module(f"src/boxline/{room}/room.py", f"{room}.room", text)
