"""A whole season of the simulated league, possession by possession, and what its events weigh."""

from __future__ import annotations

import resource
import time

from measuring import machine, show

from boxline.sandbox import League, simulate_league

TEAMS, GAMES_PER_TEAM = 30, 82


def season() -> League:
    """Thirty clubs, 82 games each, and nothing else but an All-Star game."""
    return simulate_league(
        seasons=("2024-25",),
        teams=TEAMS,
        games_per_team=GAMES_PER_TEAM,
        playoffs=False,
        preseason_games=0,
        future_games=0,
    )


def peak_mebibytes() -> float:
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    print(f"A simulated season on {machine()}")
    before = peak_mebibytes()
    started = time.process_time()
    league = season()
    simulated = time.process_time() - started
    kept = peak_mebibytes() - before
    games = league.newest.played()
    started = time.process_time()
    events = sum(len(game.events) for game in games)
    read = time.process_time() - started
    started = time.process_time()
    shots = len(league.shots)
    shot = time.process_time() - started
    show("games", f"{len(games):,}", "-")
    show("events", f"{events:,}", "-")
    show("shots of the regular season", f"{shots:,}", "-")
    show("simulated, of one core", f"{simulated:.1f} s", "under 20 s")
    show("every game's events read, of one core", f"{read:.1f} s", "-")
    show("every shot read, of one core", f"{shot:.1f} s", "-")
    show("memory that the league keeps, events included", f"{kept:.0f} MiB", "-")


if __name__ == "__main__":
    main()
