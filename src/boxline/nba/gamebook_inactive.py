"""The inactive players of a gamebook: text below the boxes, wrapped where a line is full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_WORD = "Inactive:"
#: What follows the inactive in a gamebook; any of these ends their text.
_NEXT = (
    "Points in the Paint",
    "Fast Break",
    "2nd Chance",
    "Second Chance",
    "Biggest Lead",
    "Lead Changes",
    "Times Tied",
    "Technical",
    "Flagrant",
    "Ejection",
    "MEMO",
    "Copyright",
    "SCORE BY",
)
_ENDS = re.compile("|".join(map(re.escape, _NEXT)), re.IGNORECASE)
#: Brackets may stand inside a reason, and not inside those.
_PLAYER = re.compile(r"([^()]+?) ?\(((?:[^()]|\([^()]*\))*)\)")
_NOBODY = {"", "none"}


def read_inactive(texts: Sequence[str], teams: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row for each inactive player.

    Args:
        texts: the lines of the page, in order.
        teams: role -> city and nickname of each side; the list goes by nickname.
    Returns:
        Rows with `text`, `role`, `status`, `player_name` and, where one is given, `reason`. One
        that cannot be understood has `trouble` instead.
    """
    found = []
    for told in _told(texts):
        nickname, dash, listed = told.partition(" - ")
        role = _role_of(nickname.strip() if dash else told.removesuffix("-").strip(), teams)
        if role is None:
            trouble = "the inactive are of neither side"
            found.append({"text": f"{_WORD} {told}", "trouble": trouble})
            continue
        found += [{"text": text, "role": role} | _player(text) for text in _apart(listed)]
    return found


def _told(texts: Sequence[str]) -> Iterator[str]:
    """What stands behind each `Inactive:`, up to the next one or the next section."""
    running: list[str] = []
    for text in [*texts, _NEXT[0]]:
        before, *told = text.split(_WORD)
        if running and (_ENDS.match(text) or told):
            if not _ENDS.match(text):
                running.append(before)
            yield " ".join(running).strip()
            running = []
        yield from (one.strip() for one in told[:-1])
        if told or running:
            running.append(told[-1] if told else text)


def _role_of(nickname: str, teams: Mapping[str, str]) -> str | None:
    for role, team in teams.items():
        if nickname and team.casefold().endswith(nickname.casefold()):
            return role
    return None


def _apart(listed: str) -> Iterator[str]:
    """The players of a list; a comma inside a reason parts none."""
    depth, start = 0, 0
    for place, sign in enumerate(f"{listed},"):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and (depth <= 0 or place == len(listed)):
            one = listed[start:place].strip()
            if one.casefold() not in _NOBODY:
                yield one
            start = place + 1


def _player(text: str) -> dict[str, Any]:
    found = _PLAYER.fullmatch(text)
    if found:
        reason = {"reason": found[2].strip()} if found[2].strip() else {}
        return {"status": "inactive", "player_name": found[1]} | reason
    if "(" in text or ")" in text:
        return {"trouble": "the inactive player's reason does not end with him"}
    return {"status": "inactive", "player_name": text}
