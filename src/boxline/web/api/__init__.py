"""The API of `boxline serve`: published documents, queries over the newest snapshot, and how
things stand."""

from boxline.web.api.app import create_app
from boxline.web.api.served import Limits, Served

__all__ = ["Limits", "Served", "create_app"]
