"""`why`: a prediction explained, from who is out to what to do about the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxline.cli.gaps import looked_at
from boxline.cli.output import HomeOption, JsonOption, print_json
from boxline.cli.prose import PLAIN, STRONG, Line
from boxline.cli.running import DateOption
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.health.explaining.names import Names
    from boxline.home import Home
    from boxline.nba.why.answer import Why

PlayerArgument = Annotated[str, typer.Argument(help="A player by id or name.")]
PropOption = Annotated[str, typer.Option("--prop", help="What of his game: points, rebounds, ...")]


def why(
    player: PlayerArgument,
    date: DateOption = None,
    prop: PropOption = "points",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Explain what is predicted of a player: of his newest game that has a prediction, or of a day.

    Says who is out, what moved the number, how it may come, and what to do about the line; where
    nothing was predicted, why.
    """
    from boxline.domain.days import parse_day
    from boxline.errors import UnknownProp
    from boxline.health.explaining.names import read_names
    from boxline.health.explaining.why import (
        LEAGUE,
        READ,
        Asked,
        insist_on_columns,
        newest_prediction,
    )
    from boxline.health.explaining.why import why as why_of
    from boxline.nba.props import PROP_TYPES
    from boxline.stores.reading import open_snapshot

    if prop not in PROP_TYPES:
        raise UnknownProp(prop, PROP_TYPES)
    with home_of(home) as here:
        leagues = here.catalog.leagues.values()
        named = {table for one in leagues for table in (one.players, one.teams) if table}
        with open_snapshot(here.snapshot, only=READ | named) as connection:
            names = read_names(connection, here.catalog)[LEAGUE]
            player_id = names.find_player(player)
            asked = Asked(connection=connection, models=here.models)
            insist_on_columns(asked, here.catalog)
            day = parse_day(date) if date else newest_prediction(asked, player_id)
            found = why_of(asked, player_id, day, prop) if day else None
        if found is None:
            _say_why_not(here, player_id, day, as_json=json)
            return
    if json:
        print_json(_named(found, names))
        return
    _print(_lines(found, names))


def _named(found: Why, names: Names) -> dict[str, Any]:
    """The explanation with the names of those it speaks of."""
    teams = {side: names.team(found.prediction[f"{side}_id"]) for side in ("team", "opponent_team")}
    players = {one.player_id: names.player(one.player_id) for one in found.absent}
    who = {"player_name": names.player(found.player_id), **teams, "names": players}
    return who | asdict(found)


def _say_why_not(here: Home, player_id: int, day: date | None, *, as_json: bool) -> None:
    """Say why nothing is predicted of him that day, today if none was asked for."""
    from boxline.domain.days import league_day
    from boxline.health.explaining.backward import Stores
    from boxline.health.explaining.explain import predicted_in
    from boxline.health.explaining.player import explain_player
    from boxline.health.explaining.why import LEAGUE, Asked, without_models

    when = day or league_day(here.clock())
    with looked_at(here, when) as (look, every):
        names = every[LEAGUE]
        stores = Stores(look=look, landing=here.landing)
        table = predicted_in(here.catalog)[LEAGUE]
        answer = explain_player(stores, names, table, player_id, when, None)
        asked = Asked(connection=look.connection, models=here.models)
        models = without_models(asked, when) if answer.game_id else ""
    if as_json:
        print_json({"prediction": None, "models_missing_reason": models, **asdict(answer)})
        return
    print(f"{names.player(player_id)} ({player_id}): nothing is predicted of him on {when}.")
    print(f"Why: {answer.answer}.")
    if models:
        print(f"Models: {models}.")


def _lines(found: Why, names: Names) -> Iterator[Line]:
    """All that is told of a prediction."""
    from boxline.cli import why_line, why_number

    yield from why_number.head(found, names)
    for title, lines in (
        ("Will he play?", why_number.attendance(found)),
        ("Minutes and rate", why_number.inside(found)),
        ("Team-mates who may be missing", why_number.absent(found, names)),
        ("What moved the number of gradient_boosting", why_number.trees(found)),
        ("How it may come", why_line.spread(found)),
        ("The market", why_line.market(found)),
        ("What to do", why_line.advice(found)),
        ("What every system says, and its chance of the over", why_number.systems(found)),
        ("His other props", why_number.other_props(found)),
        ("What came", why_number.came(found)),
    ):
        told = list(lines)
        if told:
            yield from (("", PLAIN), (title, STRONG), *told)


def _print(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    for text, style in lines:
        console.print(Text(text, style=style))
