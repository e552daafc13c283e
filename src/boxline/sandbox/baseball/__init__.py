"""A simulated baseball league: its seasons from one seed, and any instant of them."""

from boxline.sandbox.baseball.archive import write_baseball_archive
from boxline.sandbox.baseball.league import BaseballLeague, simulate_baseball
from boxline.sandbox.baseball.world import BaseballWorld

__all__ = ["BaseballLeague", "BaseballWorld", "simulate_baseball", "write_baseball_archive"]
