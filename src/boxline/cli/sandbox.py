"""`sandbox serve`: a simulated league behind servers that speak as its data providers do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import say
from boxline.errors import BadSandbox

if TYPE_CHECKING:
    from boxline.sandbox.servers import FaultRule, SandboxPlan, SandboxServer

_NEWEST_SEASON_FROM = (8, 15)  # month and day on which a schedule comes out

PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")]
HostOption = Annotated[str, typer.Option(help="Address to listen at.")]
SeedOption = Annotated[int, typer.Option(help="Of every draw: one seed gives one league.")]
SeasonOption = Annotated[
    list[str] | None,
    typer.Option("--season", help="Such as 2024-25, oldest first; may be repeated."),
]
TeamsOption = Annotated[int, typer.Option(help="Clubs, 2 to 30.")]
GamesOption = Annotated[int, typer.Option(help="Regular-season games of each club.")]
AsOfOption = Annotated[
    str | None, typer.Option(help="The simulated now, which then stands still; else real now.")
]
SpeedOption = Annotated[
    float | None, typer.Option(min=0, help="Simulated seconds for each real one.")
]
FaultOption = Annotated[
    list[str] | None,
    typer.Option("--fault", metavar="KIND:RATE[:HOST]", help="What goes wrong; may be repeated."),
]
StormOption = Annotated[
    float | None,
    typer.Option(metavar="RATE", help="Share of requests that fail, in every way on their way."),
]
PauseOption = Annotated[
    float,
    typer.Option(min=0, help="How long a reply that times out or drips takes, in seconds."),
]
KeyOption = Annotated[str | None, typer.Option(help="The key that providers then ask for.")]
CreditsOption = Annotated[int | None, typer.Option(min=0, help="What The Odds API's meter holds.")]


def serve(
    port: PortOption = 8765,
    host: HostOption = "127.0.0.1",
    seed: SeedOption = 7,
    season: SeasonOption = None,
    teams: TeamsOption = 30,
    games_per_team: GamesOption = 82,
    as_of: AsOfOption = None,
    speed: SpeedOption = None,
    fault: FaultOption = None,
    storm: StormOption = None,
    pause_seconds: PauseOption = 3.0,
    key: KeyOption = None,
    credits: CreditsOption = None,  # noqa: A002 - the name of the option
) -> None:
    """Serve a simulated league as balldontlie, NBA.com, The Odds API, ESPN and BettingPros do.

    One server answers for all of them, by the `Host` header, until Ctrl-C.
    """
    from boxline.domain.days import parse_instant
    from boxline.sandbox.servers import SANDBOX_KEY, Pauses, SandboxPlan
    from boxline.sandbox.servers.serving import CREDITS

    now = parse_instant(as_of) if as_of is not None else datetime.now(UTC)
    plan = SandboxPlan(
        as_of=now,
        seasons=tuple(season or [_season_of(now)]),
        speed=speed if speed is not None else (1.0 if as_of is None else 0.0),
        seed=seed,
        teams=teams,
        games_per_team=games_per_team,
        host=host,
        port=port,
        key=key or SANDBOX_KEY,
        credits=CREDITS if credits is None else credits,
        faults=_rules(fault or (), storm),
        pauses=Pauses(time_out_seconds=pause_seconds, drip_seconds=pause_seconds),
    )
    _serve(start(plan), plan)


def _season_of(now: datetime) -> str:
    """The season whose schedule is the newest one out."""
    from boxline.domain.days import league_day
    from boxline.domain.seasons import SeasonRule

    return SeasonRule(begins=_NEWEST_SEASON_FROM).season_of(league_day(now))


def _rules(faults: Sequence[str], rate: float | None) -> tuple[FaultRule, ...]:
    from boxline.sandbox.servers import rule_of, storm

    try:
        named = [rule_of(text) for text in faults]
        return (*named, *([storm(rate)] if rate is not None else ()))
    except ValueError as cause:
        raise BadSandbox(str(cause)) from cause


def start(plan: SandboxPlan) -> SandboxServer:
    """Simulate and bind.

    Raises:
        BadSandbox: there is no such league, or nothing can listen there.
    """
    from boxline.sandbox.servers.plan import sandbox_server

    say(f"Simulating {', '.join(plan.seasons)} with {plan.teams} clubs ...")
    try:
        return sandbox_server(plan)
    except ValueError as cause:
        raise BadSandbox(str(cause)) from cause
    except OSError as cause:
        where = f"{plan.host}:{plan.port}"
        raise BadSandbox(
            f"Nothing can listen at {where}: {cause.strerror}. Take another --port, or 0 for a "
            "free one."
        ) from cause


def _serve(server: SandboxServer, plan: SandboxPlan) -> None:
    from boxline.sandbox.servers.plan import serve_until_told

    say(f"Serving {len(server.sites)} hosts at {server.url} as of {plan.as_of:%Y-%m-%d %H:%M} UTC.")
    say("In the shell that fetches:")
    say(f"  export BOXLINE_SANDBOX={server.url}")
    for name in ("BALLDONTLIE", "ODDS_API", "BETTINGPROS"):
        say(f"  export BOXLINE_{name}_KEY={plan.key}")
    say("Ctrl-C ends it.")
    serve_until_told(server)
    say(f"Served {len(server.log.after()):,} requests.")
