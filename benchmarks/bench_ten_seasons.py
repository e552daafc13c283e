"""Ten real seasons from files to graded predictions, and the run that finds nothing to do."""

from __future__ import annotations

import json

from measuring import WINDOW, boxline, machine, median_seconds, scratch, show, ten_seasons

COUNTS = """
SELECT (SELECT count(*) FROM nba_raw.archive_player_games WHERE season_type = 'regular') AS lines,
    (SELECT count(*) FROM nba_raw.archive_shots) AS shots,
    (SELECT count(*) FROM nba_predictions.player_prop_predictions) AS predictions,
    (SELECT count(error) FROM nba_predictions.prediction_accuracy) AS graded,
    (SELECT count(DISTINCT prop_type) FROM nba_predictions.prediction_accuracy) AS props,
    (SELECT count(DISTINCT game_date) FROM nba_predictions.prediction_accuracy) AS graded_days,
    (SELECT count(DISTINCT game_date) FROM nba_core.player_games) AS days
"""


def main() -> None:
    print(f"Ten seasons on {machine()}")
    with scratch() as folder:
        home = folder / "home"
        imported, ran = ten_seasons(home)
        (counts,) = json.loads(boxline("sql", COUNTS, "--home", str(home), "--json").output)
        again = ("run", *WINDOW, "--home", str(home))
        idle = median_seconds(lambda: boxline(*again))
        status = median_seconds(lambda: boxline("status", "--home", str(home)))
        helped = median_seconds(lambda: boxline("--help"))
    for name, count in counts.items():
        show(name, f"{count:,}", {"lines": "254,513", "shots": "1,026,727"}.get(name, "-"))
    both = imported.seconds + ran.seconds
    peak = max(imported.peak_mebibytes, ran.peak_mebibytes)
    show("import", f"{imported.seconds:.1f} s", "-")
    show("run", f"{ran.seconds:.1f} s", "-")
    show("import and run together", f"{both:.1f} s", "under 60 s")
    show("peak memory of either process", f"{peak:.0f} MiB", "under 2,048 MiB")
    show("a run with nothing to do, Python's start included", f"{idle:.2f} s", "under 1.5 s")
    show("status", f"{status:.2f} s", "under 1 s")
    show("--help", f"{helped:.2f} s", "under 0.3 s")


if __name__ == "__main__":
    main()
