"""A simulated league much like the NBA, from one seed: the archive's files, and any instant."""

from boxline.sandbox.archive import write_archive
from boxline.sandbox.league import League, simulate_league
from boxline.sandbox.world import World

__all__ = ["League", "World", "simulate_league", "write_archive"]
