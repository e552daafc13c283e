"""Compiled SQL, kept by code version: a night with unchanged code does not load the compiler."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from boxline.catalog import Catalog, Raw
from boxline.catalog.worked import Material


class SqlCache:
    """Compiled SQL of transforms and archive readers.

    Args:
        folder: where texts are kept between runs; it may be lost at any time.
    """

    def __init__(
        self, catalog: Catalog, code: Mapping[str, str], folder: Path, dialect: str
    ) -> None:
        self._catalog, self._code, self._folder, self._dialect = catalog, code, folder, dialect
        self._compiling = threading.Lock()
        self._at_first_lack: Callable[[], object] | None = None

    def sql(self, name: str) -> str:
        """The SQL of a dataset's transform or reader."""
        return self._kept(name, "sql", self._compile)

    def materials(self, name: str) -> dict[str, Material]:
        """The selections that a worked table's function is given."""
        found = json.loads(self._kept(name, "json", self._compile_materials))
        return {one: Material(sql, tuple(order)) for one, (sql, order) in found.items()}

    def prepare(self, name: str) -> None:
        """Compile whatever a dataset needs."""
        _ = self.materials(name) if name in self._catalog.works else self.sql(name)

    @contextmanager
    def compiling_ahead(self, coming: Callable[[], Sequence[str]]) -> Iterator[None]:
        """Inside, from the first text that is lacking on, the others are compiled in a thread of
        their own: while the warehouse computes one table, Python is free to compile the next.

        What cannot be compiled is met again by whoever needs it.

        Args:
            coming: tells the datasets that will be needed, in the order of their work; asked by
                whoever meets the first lack.
        """
        is_over = threading.Event()

        def compile_them(names: Sequence[str]) -> None:
            for name in names:
                if is_over.is_set():
                    return
                self.prepare(name)

        with ThreadPoolExecutor(1, thread_name_prefix="compile") as one:
            self._at_first_lack = lambda: one.submit(compile_them, coming())
            try:
                yield
            finally:
                self._at_first_lack = None
                is_over.set()

    def _path(self, name: str, suffix: str) -> Path:
        return self._folder / f"{name}-{self._code[name]}.{self._dialect_of(name)}.{suffix}"

    def _kept(self, name: str, suffix: str, compiled: Callable[[str], str]) -> str:
        path = self._path(name, suffix)
        try:
            return path.read_text()
        except FileNotFoundError:
            begin, self._at_first_lack = self._at_first_lack, None
        if begin is not None:
            begin()
        with self._compiling:  # one at a time: the compiler says nothing of threads
            return path.read_text() if path.exists() else self._keep(path, name, compiled(name))

    def _keep(self, path: Path, name: str, text: str) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob(f"{name}-*.{self._dialect_of(name)}.*"):
            old.unlink(missing_ok=True)
        temporary = path.with_suffix(".tmp")
        temporary.write_text(text)
        temporary.replace(path)
        return text

    def _dialect_of(self, name: str) -> str:
        """Archive files are read by DuckDB, whatever the warehouse is."""
        return "duckdb" if isinstance(self._catalog[name], Raw) else self._dialect

    def _compile(self, name: str) -> str:
        from boxline.catalog.expressions import compile_reader, compile_transform

        if isinstance(self._catalog[name], Raw):
            return compile_reader(self._catalog.readers[name], self._dialect_of(name))
        return compile_transform(self._catalog.transforms[name], self._dialect)

    def _compile_materials(self, name: str) -> str:
        from boxline.catalog.expressions import compile_materials

        return json.dumps(compile_materials(self._catalog.transforms[name], self._dialect))
