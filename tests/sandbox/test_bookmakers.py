"""The simulated books: open, moving toward the truth, and never on a player who is out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from statistics import fmean

from boxline.sandbox import World
from boxline.sandbox.game_views import GameView
from boxline.sandbox.quotes import GameMarket, PropMarket, PropQuote
from tests.sandbox.watching import (
    HOUR,
    MINUTE,
    SECOND,
    eastern,
    reports_before,
    stats_of,
    tipped_off,
)

COUNTS: dict[PropMarket, tuple[str, ...]] = {
    PropMarket.POINTS: ("pts",),
    PropMarket.REBOUNDS: ("reb",),
    PropMarket.ASSISTS: ("ast",),
    PropMarket.THREES: ("fg3m",),
    PropMarket.PRA: ("pts", "reb", "ast"),
}


def test_a_player_who_is_out_has_no_line(world: World, finals: list[GameView]) -> None:
    taken_down = 0
    for view in finals[::2]:
        opened = {q.player.player_id for q in quotes(world, view, 3 * HOUR)}
        out = {w for w, line in reports_before(world, view, SECOND).items() if line.status == "Out"}
        offered = {q.player.player_id for q in quotes(world, view, SECOND)}
        assert offered
        assert not out & offered
        taken_down += len(out & opened)
    assert taken_down


def quotes(world: World, view: GameView, before: timedelta) -> list[PropQuote]:
    return world.prop_quotes(view.fixture.game_id, view.starts_at - before)


def test_team_mates_of_a_late_scratch_are_offered_higher_lines(
    world: World, finals: list[GameView]
) -> None:
    moved = [
        (after[key] - before[key]) / before[key]
        for view in finals
        for who in late_scratches(world, view)
        for club in [club_of(view, who)]
        for before, after in [
            [mean_lines(world, view, club, at) for at in (31 * MINUTE, 24 * MINUTE)]
        ]
        for key in before.keys() & after.keys()
    ]
    assert len(moved) > 50
    assert 0.005 < fmean(moved) < 0.12


def late_scratches(world: World, view: GameView) -> Iterator[int]:
    """Out half an hour before the start, and not named an hour before it."""
    before, after = (reports_before(world, view, wait) for wait in (HOUR, 29 * MINUTE))
    for who, line in after.items():
        if line.status == "Out" and who not in before:
            yield who


def club_of(view: GameView, who: int) -> set[int]:
    """The player ids of his side that play."""
    club = next(absence.club for absence in view.absences if absence.player.player_id == who)
    side = next(side for side in view.sides if side.club == club)
    return {line.player.player_id for line in side.lines}


def mean_lines(world: World, view: GameView, club: set[int], before: timedelta) -> dict[int, float]:
    """By player the mean over books of his line of points + rebounds + assists."""
    lines: dict[int, list[float]] = {}
    for quote in quotes(world, view, before):
        if quote.market is PropMarket.PRA and not quote.is_alternate:
            lines.setdefault(quote.player.player_id, []).append(quote.line)
    return {who: fmean(each) for who, each in lines.items() if who in club}


def test_closing_lines_are_nearer_to_results_than_opening_ones_and_half_of_them_are_beaten(
    world: World, finals: list[GameView]
) -> None:
    opening: list[float] = []
    closing: list[float] = []
    overs: list[bool] = []
    for view in finals[::2]:
        counted = stats_of(view)
        # Half an hour after most books have opened.
        opened_at = eastern(view.fixture.game_date - timedelta(days=1), time(19))
        first = main_lines(world.prop_quotes(view.fixture.game_id, opened_at))
        last = main_lines(world.prop_quotes(view.fixture.game_id, tipped_off(view) - SECOND))
        for key in first.keys() & last.keys():
            _, who, market = key
            if who in counted:
                result = sum(getattr(counted[who], stat) for stat in COUNTS[market])
                opening.append(abs(result - first[key]))
                closing.append(abs(result - last[key]))
                overs.append(result > last[key])
    assert len(closing) > 10_000
    assert fmean(closing) < 0.99 * fmean(opening)
    assert 0.45 < fmean(overs) < 0.55


def main_lines(offered: Sequence[PropQuote]) -> dict[tuple[str, int, PropMarket], float]:
    return {
        (q.book, q.player.player_id, q.market): q.line
        for q in offered
        if not q.is_alternate and q.line % 1
    }


def implied(price: int) -> float:
    return -price / (100 - price) if price < 0 else 100 / (100 + price)


def test_quotes_have_a_margin_and_lines_that_are_mostly_halves(
    world: World, finals: list[GameView]
) -> None:
    offered = [q for view in finals[20:40] for q in quotes(world, view, HOUR)]
    main = [q for q in offered if not q.is_alternate]
    margins = [
        implied(q.over_price) + implied(q.under_price) - 1
        for q in main
        if q.over_price is not None and q.under_price is not None
    ]
    assert min(margins) >= 0.04
    assert max(margins) <= 0.07
    assert 0 < sum(q.line % 1 == 0 for q in main) < 0.1 * len(main)
    assert {q.line % 0.5 for q in offered} == {0}
    assert 0 < sum(q.under_price is None for q in main) < 0.05 * len(main)
    assert {q.market for q in main} == set(PropMarket)
    assert len({q.book for q in main}) == 10
    keys = [(q.book, q.player.player_id, q.market, q.line, q.is_alternate) for q in offered]
    assert len(keys) > len({key[:3] for key in keys}) > len({key[1:3] for key in keys})


def test_alternates_lie_on_both_sides_and_dearer_the_easier_they_are(
    world: World, finals: list[GameView]
) -> None:
    ladders: dict[tuple[str, int, PropMarket], list[PropQuote]] = {}
    for q in quotes(world, finals[25], HOUR):
        ladders.setdefault((q.book, q.player.player_id, q.market), []).append(q)
    long = [sorted(each, key=lambda q: q.line) for each in ladders.values() if len(each) > 2]
    assert long
    for ladder in long:
        chances = [implied(q.over_price) for q in ladder if q.over_price is not None]
        assert chances == sorted(chances, reverse=True)
    assert any(each[0].is_alternate and each[-1].is_alternate for each in long)


def test_books_are_open_from_the_evening_before_to_the_tip_off(
    world: World, finals: list[GameView]
) -> None:
    view = finals[40]
    game_id, start = view.fixture.game_id, tipped_off(view)
    noon_before = eastern(view.fixture.game_date - timedelta(days=1), time(12))
    for ask in (world.prop_quotes, world.game_quotes):
        assert not ask(game_id, noon_before)
        assert ask(game_id, start - SECOND)
        assert not ask(game_id, start)
    for at in (start - SECOND, start - HOUR, start - 20 * HOUR):
        assert all(q.last_update <= at for q in world.prop_quotes(game_id, at))


def test_game_lines_agree_with_one_another(world: World, finals: list[GameView]) -> None:
    for view in finals[::10]:
        by_book: dict[str, dict[GameMarket, float]] = {}
        for q in world.game_quotes(view.fixture.game_id, view.starts_at):
            of_book = by_book.setdefault(q.book, {})
            of_book[q.market] = implied(q.home_price) if q.points is None else q.points
            assert 0.03 < implied(q.home_price) + implied(q.away_price) - 1 < 0.075
        assert len(by_book) == 10
        for lines in by_book.values():
            favoured = lines[GameMarket.MONEYLINE] > 0.53
            assert not favoured or lines[GameMarket.SPREAD] < 0
            assert 150 < lines[GameMarket.TOTAL] < 300
