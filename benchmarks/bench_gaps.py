"""`gaps` and `explain` over ten real seasons, as whole processes."""

from __future__ import annotations

import json

from measuring import boxline, machine, median_seconds, scratch, show, ten_seasons

RAW = "nba_raw.archive_player_games"
#: A game in the middle of the newest season, on which half a season rests.
GAME = "0022400600"


def main() -> None:
    print(f"The grid of ten seasons on {machine()}")
    with scratch() as folder:
        home = ("--home", str(folder / "home"))
        ten_seasons(folder / "home")
        gaps = json.loads(boxline("gaps", *home, "--json", allow=(0, 1)).output)
        listing = median_seconds(lambda: boxline("gaps", *home, allow=(0, 1)))
        explaining = median_seconds(lambda: boxline("explain", RAW, "--game", GAME, *home))
        player = ("explain", "--player", "2544", "--date", "2025-01-15")
        asking = median_seconds(lambda: boxline(*player, *home))
    show("gaps found", str(len(gaps)), "0")
    show("gaps, Python's start included", f"{listing:.2f} s", "under 2 s")
    show("explain one game's box scores", f"{explaining:.2f} s", "under 2 s")
    show("explain one player's predictions", f"{asking:.2f} s", "under 2 s")


if __name__ == "__main__":
    main()
