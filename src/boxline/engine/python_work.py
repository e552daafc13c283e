"""How the rows of a worked table are made: the materials, the function, and where models are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boxline.catalog.worked import Function, Material, ModelStore


@dataclass(frozen=True, kw_only=True)
class PythonWork:
    """What takes the place of a query that gives the rows themselves."""

    materials: Mapping[str, Material]
    function: Function
    models: ModelStore
