"""Five teams had no prediction for weeks, because box scores that a scraper had fetched were loaded
by nobody; self-heal looked for predictions alone and started them again. Here the teams are named
on the first morning, the predictions say which box scores they wait for, and those are what is
asked to be mended."""

from datetime import date, timedelta

from boxline.engine.calendar import Game
from boxline.engine.work import Window
from boxline.health.completeness import Level, completeness
from boxline.health.grid.cells import State
from boxline.health.grid.gaps import find_gaps
from tests.health.toy_grid import CALLS, EXPECTED, LINES, SCHEDULE, SCORES, cell, game, judged

DAYS = [date(2025, 1, 10) + timedelta(days=2 * n) for n in range(4)]
#: Teams 1 to 10 meet 11 to 20, four times.
GAMES = [
    game(f"g{day:%d}-{home}", day, teams=(home, home + 10)) for day in DAYS for home in range(1, 11)
]
#: The second and third games of five of them never came in.
LOST = {1, 2, 3, 4, 5}


def is_lost(one: Game) -> bool:
    return one.teams[0] in LOST and one.day in DAYS[1:3]


SEEN = [one for one in GAMES if not is_lost(one)]
FOUND = judged(
    games=GAMES,
    began={SCHEDULE.name: DAYS[0], SCORES.name: DAYS[0]},
    held={
        SCORES.name: {(one.game_id, one.day): 2 for one in SEEN},
        LINES.name: {(one.game_id, one.day): 2 for one in SEEN},
        # On the last day those five have nobody who is expected, and no prediction.
        **{
            table.name: {
                (one.game_id, one.day): 4
                for one in GAMES
                if one.day > DAYS[0] and not (one.teams[0] in LOST and one.day == DAYS[3])
            }
            for table in (EXPECTED, CALLS)
        },
    },
)


def test_incident_03_the_first_morning_names_the_teams() -> None:
    held = {(one.league, one.game_id, team) for one in SEEN for team in one.teams}
    found = completeness(GAMES, held, first=DAYS[1], last=DAYS[1])
    assert found.level is Level.CRITICAL
    assert {t.team_id for t in found.teams if t.missing} == LOST | {team + 10 for team in LOST}


def test_incident_03_a_prediction_that_is_not_there_names_the_box_scores_it_waits_for() -> None:
    tonight = next(one for one in GAMES if one.teams[0] == 3 and one.day == DAYS[3])
    missing = cell(FOUND, CALLS, tonight)
    assert missing.state is State.BLOCKED
    root = FOUND.root(missing)
    assert (root.dataset, root.place) == (SCORES.name, (f"g{DAYS[2]:%d}-3", DAYS[2]))


def test_incident_03_what_is_to_be_mended_is_the_box_scores_and_nothing_else() -> None:
    shown = find_gaps(FOUND, Window()).shown
    assert {gap.cell.dataset for gap in shown} == {SCORES.name}
    assert {gap.cell.game_id for gap in shown} == {one.game_id for one in GAMES if is_lost(one)}
    assert sum(gap.blocks for gap in shown) >= len(LOST)
