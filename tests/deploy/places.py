"""Where what is deployed stands in a checkout."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes" / "boxline.yaml"
CLOUD_RUN = DEPLOY / "cloud-run"
COMPOSE = DEPLOY / "compose" / "compose.yaml"

IMAGE = f"registry.example.com/boxline@sha256:{'a' * 64}"


def plain(name: str) -> str:
    """A package's name as all its spellings have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(text: str) -> dict[str, str]:
    """The packages of a lock with their versions, read without the code that is tested."""
    found = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", text, re.MULTILINE)
    return {plain(name): version for name, version in found}
