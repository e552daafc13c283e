"""A simulated league much like the NBA, from one seed, and its files in the archive's form."""

from boxline.sandbox.archive import write_archive
from boxline.sandbox.league import League, simulate_league

__all__ = ["League", "simulate_league", "write_archive"]
