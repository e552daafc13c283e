"""A home: the folder in which everything lives, and what can be done with it."""

from boxline.home.home import Home

__all__ = ["Home"]
