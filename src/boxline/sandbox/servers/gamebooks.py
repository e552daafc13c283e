"""A final game as its gamebook tells it."""

from __future__ import annotations

from datetime import datetime

from boxline.sandbox.box_scores import TeamBox
from boxline.sandbox.game_views import AbsenceKind, GameView
from boxline.sandbox.pdf_gamebook import BookSide, Dressed, Gamebook, Inactive, Played
from boxline.sandbox.servers.biographies import split_name
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import Directory, home_won, regular_finals
from boxline.sandbox.servers.nba_shapes import jersey, nba_name


def gamebook(directory: Directory, view: GameView, at: datetime) -> Gamebook:
    """Both sides with everybody who dressed, who did not, the crew, and how long it took.

    Args:
        directory: of the league.
        view: a final game.
        at: as of when.
    """
    fixture, ended = view.fixture, view.ended_at or view.starts_at
    home, away = view.sides
    crew = directory.world.officials(fixture.game_id, ended)
    arena = fixture.home
    lasted = ended - (view.tipped_off_at or ended)
    return Gamebook(
        game_date=fixture.game_date,
        place=f"{arena.arena}, {arena.arena_city}, {facts_of(arena).state}",
        officials=[(each.jersey_number, each.official_name) for each in crew],
        away=_side(view, away, _record(directory, view, away, at)),
        home=_side(view, home, _record(directory, view, home, at)),
        duration_minutes=round(lasted.total_seconds() / 60),
    )


def _record(directory: Directory, view: GameView, side: TeamBox, at: datetime) -> str:
    """Won and lost of the regular season, this game included."""
    ended, found = view.ended_at or at, [0, 0]
    for other in regular_finals(directory.games(at, view.fixture.season)):
        clubs = (other.fixture.home, other.fixture.away)
        if side.club in clubs and other.ended_at and other.ended_at <= ended:
            found[home_won(other) != (side.club == clubs[0])] += 1
    return "{}-{}".format(*found)


def _side(view: GameView, side: TeamBox, record: str) -> BookSide:
    absent = [each for each in view.absences if each.club == side.club]
    played = [
        Dressed(
            jersey=jersey(line.player),
            player_name=nba_name(line.player),
            position=line.start_position or "",
            played=Played(line=line.stats, seconds_played=line.seconds, plus_minus=line.plus_minus),
        )
        for line in side.lines
    ]
    benched = [
        Dressed(
            jersey=jersey(each.player),
            player_name=nba_name(each.player),
            reason=f"DNP - {each.reason.removeprefix('DNP - ')}",
        )
        for each in absent
        if each.kind is AbsenceKind.DID_NOT_PLAY
    ]
    inactive = [
        Inactive(last_name=split_name(nba_name(each.player))[1], reason=each.reason)
        for each in absent
        if each.kind is AbsenceKind.INACTIVE
    ]
    return BookSide(
        team_name=side.club.team_name,
        nickname=facts_of(side.club).name,
        record=record,
        players=[*played, *benched],
        inactive=sorted(inactive, key=lambda each: each.last_name),
        points_by_period=side.period_points,
    )
