"""`v1/tonight/player/{player_id}.json`: all that is said of one player before tonight's game."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.domain.standing import Standing
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.games import GAMES
from boxline.nba.core.injuries import INJURIES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.profile.season import CODES
from boxline.nba.props import PROP_TYPES
from boxline.nba.tonight import said
from boxline.nba.tonight.chances import chances_of
from boxline.nba.tonight.offers import moves, offered_lines, offers
from boxline.nba.tonight.parts import GameTonight, Injury, PropTonight

PATH = "v1/tonight/player/{player_id}.json"


class PlayerTonight(Document, kw_only=True):
    """The document. Lists are present and empty, never absent. `injury` is null where no report on
    the game names him; `play_probability` is his chance to play, `expected_minutes` what he plays
    if he does, in minutes; both null where nobody says."""

    player_id: int
    name: str | None
    game: GameTonight
    injury: Injury | None
    play_probability: float | None
    expected_minutes: float | None
    props: list[PropTonight]


TONIGHT_PLAYER = Feed(
    "nba_exports.tonight_player",
    grain="one prop of one player who could appear in a game of today",
    documents={PATH: PlayerTonight},
    reads=(GAMES, TEAMS, PLAYERS, EXPECTED_PLAYERS, INJURIES, PLAYER_PROP_LINES, *said.READS),
    shrinks_because="who could appear today is told anew by every report and roster",
)

#: Who could appear today; the newest word of the reports on each.
EXPECTED_TODAY = f"""\
WITH {CODES},
names AS (
    SELECT player_id, max_by(player_name, game_date) AS name FROM nba_core.players
    GROUP BY player_id
),
reported AS (
    SELECT game_id, player_id, status, reason, known_at, last_reported_at
    FROM nba_core.injuries WHERE game_date = $today AND known_at <= $now
    QUALIFY row_number() OVER (PARTITION BY game_id, player_id ORDER BY known_at DESC) = 1
)
SELECT player_id, name, game_id, games.game_date, tipped_off_at, own.team, other.team AS opponent,
    is_home, status, reason, known_at, last_reported_at
FROM nba_core.expected_players AS expected
JOIN nba_core.games AS games USING (game_id)
LEFT JOIN names USING (player_id)
LEFT JOIN codes AS own ON own.team_id = expected.team_id
LEFT JOIN codes AS other ON other.team_id = opponent_team_id
LEFT JOIN reported USING (game_id, player_id)
WHERE games.game_date = $today
ORDER BY player_id, tipped_off_at DESC, game_id DESC
"""


@feed(TONIGHT_PLAYER)
def tonight_player(view: View) -> Iterator[Made]:
    """Everybody expected today; no forecast and no advice where their day's standing forbids it."""
    today, standing = view.today, view.standing(view.today)
    now = view.now.replace(tzinfo=None)
    # Of two games on one day the first stands last, and stays.
    expected = {row.player_id: row for row in view.rows(EXPECTED_TODAY, today=today, now=now)}
    words = said.said_today(view) if standing.is_forecasting else {}
    offered, moved = offers(view), moves(view)
    for row in expected.values():
        props = []
        for prop in PROP_TYPES:
            key = row.game_id, row.player_id, prop
            one = _prop(prop, words.get(key), offered.get(key, []), standing)
            one.moves = moved.get(key, [])
            props.append(one)
        of_him = [w for p in PROP_TYPES if (w := words.get((row.game_id, row.player_id, p)))]
        document = _document(row, of_him, props)
        path = PATH.replace("{player_id}", str(row.player_id))
        yield Made(template=PATH, path=path, document=document, day=today, rows=len(props))


def _document(row: Any, words: list[Any], props: list[PropTonight]) -> PlayerTonight:
    minutes = [one.expected_minutes for one in words if one.expected_minutes is not None]
    injury = None
    if row.status is not None:
        injury = Injury(
            status=row.status,
            reason=row.reason,
            known_at=row.known_at,
            last_reported_at=row.last_reported_at,
        )
    return PlayerTonight(
        player_id=row.player_id,
        name=row.name,
        game=GameTonight(
            game_id=row.game_id,
            game_date=row.game_date,
            tipped_off_at=row.tipped_off_at,
            team=row.team,
            opponent=row.opponent,
            is_home=row.is_home,
        ),
        injury=injury,
        play_probability=words[0].play_probability if words else None,
        expected_minutes=round(minutes[0], 1) if minutes else None,
        props=props,
    )


def _prop(prop: str, word: Any, offered: list[Any], standing: Standing) -> PropTonight:
    if word is None:
        return PropTonight(
            prop_type=prop,
            system=None,
            origin=None,
            as_of=None,
            forecast=None,
            not_made_reason=None,
            mean=None,
            median=None,
            low_80=None,
            high_80=None,
            chances=[],
            advice=None,
            lines=offered_lines(offered, []),
            moves=[],
            why=[],
        )
    chances = chances_of(word.distribution)
    return PropTonight(
        prop_type=prop,
        system=word.system,
        origin=word.origin,
        as_of=word.as_of,
        forecast=_rounded(word.forecast),
        not_made_reason=word.not_made_reason,
        mean=_rounded(word.mean),
        median=word.median_rounded,
        low_80=word.low_80,
        high_80=word.high_80,
        chances=chances,
        advice=said.advice_of(word, is_betting=standing.is_betting),
        lines=offered_lines(offered, chances),
        moves=[],
        why=said.why(word),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
