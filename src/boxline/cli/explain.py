"""`explain`: one cell's state, what it is made of down to the bytes, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.gaps import looked_at
from boxline.cli.output import HomeOption, JsonOption, print_json, say
from boxline.cli.running import DateOption
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.catalog.datasets import Dataset
    from boxline.health.explaining.backward import Bytes, Node
    from boxline.health.explaining.explain import Explained, Explanation
    from boxline.health.explaining.forward import Forward
    from boxline.health.explaining.names import Names
    from boxline.home import Home

#: So many names are read out; JSON has them all.
NAMED = 6

DatasetArgument = Annotated[
    str | None, typer.Argument(help="A dataset; the predictions where only a player is asked for.")
]
GameOption = Annotated[str | None, typer.Option("--game", help="A game by its id.")]
PlayerOption = Annotated[str | None, typer.Option("--player", help="A player by id or name.")]


def explain(
    dataset: DatasetArgument = None,
    date: DateOption = None,
    game: GameOption = None,
    player: PlayerOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Explain the rows of a game, of a day's games, or of a player, of the newest snapshot.

    Says how they stand, what they are made of down to the landed bytes, and what rests on them.
    """
    from boxline.domain.days import parse_day
    from boxline.errors import BadWindow

    if dataset is None and player is None:
        raise BadWindow("Name a dataset, or a player with --player.")
    with home_of(home) as here:
        day = None if date is None else parse_day(date)
        with looked_at(here, day, dataset) as (look, every):
            # Loaded late: the snapshot opens meanwhile.
            from boxline.catalog.datasets import league_name
            from boxline.health.explaining.backward import Stores
            from boxline.health.explaining.explain import explain as explained
            from boxline.home.asking_again import tell_of_healing

            target = _target(here, dataset, player or "", every)
            names = every[league_name(target)]
            tell_of_healing(here, look)
            stores = Stores(look=look, landing=here.landing)
            found = explained(stores, names, target, day=day, game_id=game, player=player)
    if json:
        print_json(asdict(found))
        return
    for line in _lines(found, names):
        print(line)
    if not found.games and found.player is None:
        say(f"The calendar has no game on {date}.")


def _target(here: Home, dataset: str | None, player: str, names: Mapping[str, Names]) -> Dataset:
    """The dataset that is named; else the predictions of the league that knows the player."""
    from boxline.health.explaining.explain import predicted_in
    from boxline.health.explaining.names import league_of_player

    if dataset is not None:
        return here.catalog[dataset]
    tables = predicted_in(here.catalog)
    return tables[league_of_player({league: names[league] for league in tables}, player)]


def _lines(found: Explanation, names: Names) -> Iterator[str]:
    player = found.player
    if player is not None:
        who = f"{names.player(player.player_id)} ({player.player_id})"
        yield f"{who} in {player.dataset} on {player.day}: {player.answer}"
        if player.missing:
            yield f"  games of his team since then that are missing: {', '.join(player.missing)}"
    for game in found.games:
        yield f"game {game.game_id}, {game.teams}, {game.day}"
        yield from _node(game.made_of, depth=1)
        yield from _forward(game, names)


def _node(node: Node, *, depth: int) -> Iterator[str]:
    begin = "  " * depth
    if node.is_repeated:
        yield f"{begin}{node.dataset}: see above"
        return
    state = f"{node.state}, " if node.state else ""
    expected = f" of {node.expected}" if node.expected not in ("", "any") else ""
    version = f", version {node.version}" if node.version else ""
    yield f"{begin}{node.dataset}: {state}{_count(node.held, 'row')}{expected}{version}"
    if node.cause:
        yield f"{begin}  because {node.cause}"
    if node.next_step:
        yield f"{begin}  next: {node.next_step}"
    for reject in node.rejects:
        yield f"{begin}  rejected: {reject.file} row {reject.row}, {reject.reason}"
    yield from (f"{begin}  {line}" for line in _bytes(node))
    for past in node.past:
        yield f"{begin}  reads earlier days of {past}"
    for source in node.inputs:
        yield from _node(source, depth=depth + 1)


def _bytes(node: Node) -> Iterator[str]:
    for one in node.pages:
        yield _page(one)
    if node.objects and not node.pages:
        landed = "object that landed holds" if node.objects == 1 else "objects that landed hold"
        yield f"none of the {node.objects} {landed} a row of it"


def _page(one: Bytes) -> str:
    page = one.page
    where = f"{page.file_name} fetched {page.fetched_at:%Y-%m-%d %H:%M} UTC, {one.fate}"
    where += f": {page.path}, sha256 {page.sha256[:12]}"
    if page.unreadable:
        return f"cannot be read: {where}: {page.unreadable}"
    rows = f"row {page.rows[0]}" if len(page.rows) == 1 else f"rows {page.rows[0]}-{page.rows[-1]}"
    return f"{_count(len(page.rows), 'row')} in {where}, {rows}"


def _forward(game: Explained, names: Names) -> Iterator[str]:
    found: Forward = game.rests_on_it
    elsewhere = [one for one in found.blocked if one.game_id != game.game_id]
    if found.followers:
        yield "  what is made from it, of this game"
    for follower in found.followers:
        state = f": {follower.state}" if follower.state else ""
        because = f", because {follower.cause}" if follower.cause else ""
        yield f"    {follower.dataset}{state}{because}"
        if follower.waiting:
            of = _named([names.player(one) for one in follower.players])
            yield f"      {_count(follower.waiting, 'prediction')} not graded, of {of}"
    if elsewhere:
        listed = _named([f"{one.dataset} of {one.game_id}" for one in elsewhere])
        yield f"  what waits for it, of other games: {listed}"
    if found.later:
        yield "  what reads it as the past of a later game"
    for later in found.later:
        games, players = _count(len(later.games), "game"), _count(len(later.players), "player")
        of = _named([names.player(one) for one in later.players])
        yield f"    {later.dataset}: {_count(later.rows, 'row')} of {players} in {games}, "
        yield f"      {later.first} to {later.last}: {of}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
