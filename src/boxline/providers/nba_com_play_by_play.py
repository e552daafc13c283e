"""NBA.com's play-by-play of one game, in the two shapes that it has: of the live feed, and of
`playbyplayv3` of the stats host, which numbers its actions by `actionId`."""

from __future__ import annotations

from datetime import datetime

import msgspec

from boxline.catalog import Within

#: Where a person's id belongs the stats host writes a club's too; no person's is so high.
FIRST_TEAM_ID = 1610612737


class Action(msgspec.Struct, rename="camel"):
    """One action; `action_id`, `shot_value` and `location` are the stats host's alone."""

    action_number: int
    clock: str
    period: int
    action_type: str
    sub_type: str | None = None
    description: str | None = None
    order_number: int | None = None
    action_id: int | None = None
    period_type: str | None = None
    descriptor: str | None = None
    qualifiers: list[str] = []
    time_actual: datetime | None = None
    team_id: int | None = None
    team_tricode: str | None = None
    person_id: int | None = None
    player_name: str | None = None
    possession: int | None = None
    score_home: str | None = None
    score_away: str | None = None
    is_field_goal: int | None = None
    shot_result: str | None = None
    shot_value: int | None = None
    shot_distance: float | None = None
    shot_action_number: int | None = None
    area: str | None = None
    area_detail: str | None = None
    x_legacy: float | None = None
    y_legacy: float | None = None
    assist_person_id: int | None = None
    block_person_id: int | None = None
    # The feed's own documentation writes this one as text; its replies write a number.
    steal_person_id: int | str | None = None
    foul_drawn_person_id: int | None = None
    jump_ball_won_person_id: int | None = None
    jump_ball_lost_person_id: int | None = None
    official_id: int | None = None


class Game(msgspec.Struct, rename="camel"):
    """The game; each action is decoded alone, so that a bad one loses no neighbour."""

    game_id: str
    actions: list[msgspec.Raw]


class PlayByPlay(msgspec.Struct):
    """The reply."""

    game: Game

    @property
    def rows(self) -> list[Within]:
        """The actions, undecoded, within their game."""
        return [Within(action, self.game) for action in self.game.actions]


def kind_of(action: Action) -> str:
    """What happened, in the live feed's word: `2pt` of the stats host's `Made Shot`. That has no
    word at all for steals and blocks; where neither is described either, it is `unnamed`."""
    if action.action_id is None:
        return action.action_type
    if action.action_type in ("Made Shot", "Missed Shot"):
        if action.shot_value not in (2, 3):
            raise ValueError(f"shotValue is {action.shot_value}, of a {action.action_type}")
        return f"{action.shot_value}pt"
    if not action.action_type:
        words = f" {action.description} "
        return next((w for w in ("steal", "block") if f" {w.upper()} " in words), "unnamed")
    return action.action_type.replace(" ", "").lower()


def who_acts(action: Action) -> tuple[int | None, int | None]:
    """Team and player; None where there is none.

    The stats host writes a team's id where a player's belongs, and of what no side does (a
    replay) an id that is no player's.
    """
    team_id, person_id = action.team_id or None, action.person_id or None
    if person_id is not None and person_id >= FIRST_TEAM_ID:
        return person_id, None
    return team_id, person_id if team_id is not None else None


def was_made(action: Action, kind: str) -> bool | None:
    """Whether a throw went in; None of what is no throw."""
    if kind not in ("2pt", "3pt", "freethrow"):
        return None
    if action.shot_result:
        return action.shot_result == "Made"
    # The stats host says of a free throw in words only that it missed.
    return not (action.description or "").startswith("MISS ")
