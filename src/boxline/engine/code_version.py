"""The code version of a dataset: what its rows depend on besides its inputs.

It hashes the normalised syntax tree of the defining module and of the project modules it uses,
the resource files that those name, the columns of the inputs, and the versions of the libraries
that shape results. A module names the files beside it that it reads in a tuple `RESOURCES`.
Comments, docstrings and `doc=` texts change nothing; a formula changes exactly its dependants:
other datasets' modules are not followed, because their effect shows in their content.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from boxline.catalog import Catalog
from boxline.catalog.columns import Column

LIBRARIES = ("duckdb", "ibis-framework", "sqlglot")

#: Those that shape the rows of worked tables as well.
WORKED_LIBRARIES = ("lightgbm", "numpy")

#: Vocabulary of declarations: what it says stands in the module that uses it.
NOT_FOLLOWED = ("boxline.errors", "boxline.catalog")
FOLLOWED_ANYWAY = ("boxline.catalog.arrays", "boxline.catalog.feeds", "boxline.catalog.windows")

#: Keyword arguments that describe and never shape rows.
DESCRIPTIVE = frozenset(
    {"doc", "grain", "unread", "expects", "due", "covers", "deadline_seconds"}
    | {"is_fact", "is_apart", "days_back"}
    | {"request", "hosts", "auth", "headers", "pace", "timeout_seconds", "adds", "budget"}
)


class _Normaliser(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.keywords = [k for k in node.keywords if k.arg not in DESCRIPTIVE]
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else self.generic_visit(node)


def normalised(source: str) -> str:
    """The syntax tree of a module as text, without comments, docstrings and descriptions."""
    return ast.dump(_Normaliser().visit(ast.parse(source)), annotate_fields=False)


def imports_of(source: str, package: str) -> list[str]:
    """Modules of `package` that a module imports, itself named or by a name inside them."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in found if name.split(".")[0] == package]


def resources_of(source: str) -> list[str]:
    """The files beside a module that it says it reads: `RESOURCES = ("aliases.csv",)`."""
    return [
        name
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "RESOURCES" for t in node.targets)
        for name in ast.literal_eval(node.value)
    ]


def facts_name(league: str) -> str:
    """The name of what judges the days of a league."""
    return f"{league}_exports: days"


#: Of a module: the hash of its tree, the project modules it imports, the resources it reads.
_Facts = tuple[str, list[str], list[str]]


class CodeVersions:
    """Code versions of datasets and feeds of a catalog, cached per file by the hash of its bytes.

    Args:
        cache: a JSON file that may be lost at any time; None keeps nothing.
    """

    def __init__(self, catalog: Catalog, cache: Path | None = None) -> None:
        self._catalog = catalog
        self._dataset_modules = set(catalog.modules.values())
        self._facts: dict[str, tuple[str, list[str]]] = {}
        self._cache_file = cache
        self._cache = self._read_cache()
        self._libraries = _versions(LIBRARIES)
        self._worked_libraries = _versions(WORKED_LIBRARIES) if catalog.works else []

    def all(self) -> Mapping[str, str]:
        """Name of a dataset or feed -> its code version, 32 hex digits."""
        versions = {name: self._version(name) for name in sorted(self._catalog.datasets)}
        for name, feeding in sorted(self._catalog.feeds.items()):
            versions[name] = self._of_module(feeding.function.__module__)
        for league, facts in sorted(self._catalog.facts_of_days.items()):
            versions[facts_name(league)] = self._of_module(facts.function.__module__)
        self._write_cache()
        return versions

    def _version(self, name: str) -> str:
        parts = [*self._libraries, _signature(self._catalog[name].columns)]
        if name in self._catalog.works:
            parts += self._worked_libraries
        modules = sorted(self._closure(self._catalog.modules[name]))
        parts += [f"{module}:{self._module(module)[0]}" for module in modules]
        for parameter, given in sorted(self._catalog.inputs(name).items()):
            columns = given.dataset.columns if given.dataset else ()
            parts.append(f"{parameter}:{_signature(columns)}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def _of_module(self, module: str) -> str:
        modules = sorted(self._closure(module))
        parts = [*self._libraries, *(f"{one}:{self._module(one)[0]}" for one in modules)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def _closure(self, module: str) -> set[str]:
        found, waiting = {module}, [module]
        while waiting:
            for used in self._module(waiting.pop())[1]:
                if used not in found and self._is_followed(used):
                    found.add(used)
                    waiting.append(used)
        return found

    def _is_followed(self, module: str) -> bool:
        if module in FOLLOWED_ANYWAY:
            return True
        is_vocabulary = any(module == n or module.startswith(f"{n}.") for n in NOT_FOLLOWED)
        return not is_vocabulary and module not in self._dataset_modules

    def _module(self, module: str) -> tuple[str, list[str]]:
        """Hash of the normalised tree and the resources, and the project modules it imports."""
        if module not in self._facts:
            spec = importlib.util.find_spec(module)
            assert spec is not None
            assert spec.origin is not None
            file = Path(spec.origin)
            source = file.read_bytes()
            key = hashlib.sha256(source).hexdigest()
            if key not in self._cache:
                text = source.decode()
                tree = hashlib.sha256(normalised(text).encode()).hexdigest()
                package = module.split(".", maxsplit=1)[0]
                used = sorted({m for m in imports_of(text, package) if _is_module(m)} - {package})
                self._cache[key] = (tree, used, resources_of(text))
            tree, used, resources = self._cache[key]
            read = [hashlib.sha256((file.parent / name).read_bytes()) for name in resources]
            self._facts[module] = (" ".join([tree, *(one.hexdigest() for one in read)]), used)
        return self._facts[module]

    def _read_cache(self) -> dict[str, _Facts]:
        if self._cache_file is None or not self._cache_file.exists():
            return {}
        try:
            found = json.loads(self._cache_file.read_text())
            return {key: (tree, list(used), list(res)) for key, (tree, used, res) in found.items()}
        except (ValueError, TypeError, AttributeError):
            return {}  # a torn cache is an empty one

    def _write_cache(self) -> None:
        if self._cache_file is not None:
            self._cache_file.parent.mkdir(parents=True, exist_ok=True)
            self._cache_file.write_text(json.dumps(self._cache))


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False  # a name inside a module, not a module


def _versions(libraries: Iterable[str]) -> list[str]:
    return [f"{name}={importlib.metadata.version(name)}" for name in libraries]


def _signature(columns: Iterable[Column]) -> str:
    return ",".join(f"{c.name}:{c.type.value}:{c.decimals}" for c in columns)
