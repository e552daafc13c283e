"""The rules of alarm of this installation, and where the facts come from that they judge."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from boxline.catalog.alarms import Rule, rules_of
from boxline.health.machine import DiskSpace, disk_space

if TYPE_CHECKING:
    from boxline.home.home import Home

#: Where rules are declared; a test finds one that stands elsewhere.
RULED = ("boxline.health.machine",)


def gatherers(home: Home) -> Mapping[Any, Callable[[], Any]]:
    """Type of facts -> what gathers them of a home."""
    return {
        DiskSpace: lambda: disk_space(home.path),
    }


def declared_rules(home: Home) -> dict[str, Rule]:
    """Every rule by name.

    Raises:
        CatalogError: one of them cannot be.
    """
    return rules_of(map(importlib.import_module, RULED), gatherers(home).keys())
