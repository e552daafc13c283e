"""Faults inside a JSON body: pages that lie about what follows, and data that is not right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from boxline.sandbox.servers.faults import Fault, FaultKind
from boxline.sandbox.servers.replies import Reply
from boxline.sandbox.spellings import last_name_first, without_diacritics, without_suffix

Rng = Random
_GAME_KEYS = ("gameId", "game_id", "GAME_ID", "event_id")
_PLAYER_KEYS = ("PLAYER_ID", "personId", "PERSON_ID", "person_id", "id")
_NAME_KEYS = {
    "PLAYER_NAME", "playerName", "name", "full_name", "fullName", "displayName", "last_name",
    "familyName", "lastName", "description",
}  # fmt: skip


def has_next_page(reply: Reply) -> bool:
    """Whether the reply says that another page follows."""
    return _next_of(_decoded(reply)) is not None


def alter(reply: Reply, fault: Fault, *, cursor: int) -> Reply:
    """The reply with a fault of its page or its data; one that holds no JSON stays as it is.

    Args:
        reply: as it should be.
        fault: what to do to it.
        cursor: the cursor of the page that was asked for, 0 for the first.
    """
    value = _decoded(reply)
    if value is None or reply.status != 200:
        return reply
    if fault.kind is FaultKind.REPEATED_CURSOR:
        _repeat_cursor(value, cursor)
    elif fault.kind in _ALTERATIONS:
        _ALTERATIONS[fault.kind](value, Random(f"{fault.seed}/data"))
    return replace(reply, body=json.dumps(value, ensure_ascii=False).encode())


def _decoded(reply: Reply) -> Any:
    return json.loads(reply.body) if "json" in reply.content_type and reply.body else None


def _next_of(value: Any) -> Any:
    """The cursor or number of the next page; None where this is the last."""
    if not isinstance(value, dict):
        return None
    pages = value.get("_pagination")
    if isinstance(pages, dict) and pages["page"] < pages["total_pages"]:
        return pages["page"] + 1
    meta = value.get("meta")
    return meta.get("next_cursor") if isinstance(meta, dict) else None


def _page_rows(value: dict[str, Any]) -> list[Any]:
    return next(rows for name in ("data", "offers") if isinstance(rows := value.get(name), list))


def _empty_page(value: Any, _: Rng) -> None:
    _page_rows(value).clear()


def _short_page(value: Any, rng: Rng) -> None:
    rows = _page_rows(value)
    del rows[rng.randrange(len(rows)) :]


def _repeat_cursor(value: Any, cursor: int) -> None:
    """What follows is said to be this page again."""
    if "meta" in value:
        value["meta"]["next_cursor"] = cursor
    else:
        value["_pagination"]["next_page"] = value["_pagination"]["page"]


def _lists(value: Any) -> Iterator[tuple[list[Any], list[str]]]:
    """Every list of rows in the value; with the headers, where rows are lists themselves."""
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            yield value, []
        for each in value:
            yield from _lists(each)
    elif isinstance(value, dict):
        if value.get("rowSet"):
            yield value["rowSet"], value["headers"]
        for name, each in value.items():
            if name != "rowSet":
                yield from _lists(each)


def _field(row: Any, headers: list[str], names: tuple[str, ...]) -> Any:
    if headers:
        return next((row[headers.index(name)] for name in names if name in headers), None)
    if names is _GAME_KEYS and isinstance(row.get("game"), dict):
        return row["game"].get("id")
    return next((row[name] for name in names if name in row), None)


def _missing_games(value: Any, rng: Rng) -> None:
    """Leave one game out everywhere; without games, a row of the longest list."""
    lists = list(_lists(value))
    found = (_field(row, headers, _GAME_KEYS) for rows, headers in lists for row in rows)
    games = sorted({str(game) for game in found if game})
    if games:
        lost = rng.choice(games)
        for rows, headers in lists:
            rows[:] = [row for row in rows if str(_field(row, headers, _GAME_KEYS)) != lost]
    elif lists:
        rows = max(lists, key=lambda found: len(found[0]))[0]
        del rows[rng.randrange(len(rows))]


def _duplicated_rows(value: Any, rng: Rng) -> None:
    lists = list(_lists(value))
    if lists:
        rows = max(lists, key=lambda found: len(found[0]))[0]
        rows.extend(rng.choices(rows, k=max(1, len(rows) // 20)))


def _swapped_ids(value: Any, rng: Rng) -> None:
    """Two rows of the longest list with players (else of any) take each other's id."""
    lists = sorted(_lists(value), key=lambda found: -len(found[0]))
    for rows, headers in lists:
        holders = [h for row in rows if (h := _id_holder(row, headers))]
        if len(holders) > 1:
            (left, left_key), (right, right_key) = rng.sample(holders, 2)
            left[left_key], right[right_key] = right[right_key], left[left_key]
            return


def _id_holder(row: Any, headers: list[str]) -> tuple[Any, Any] | None:
    if headers:
        found = next((name for name in _PLAYER_KEYS if name in headers), None)
        return (row, headers.index(found)) if found else None
    if isinstance(row.get("player"), dict) and "id" in row["player"]:
        return row["player"], "id"
    key = next((name for name in _PLAYER_KEYS if name in row), None)
    return (row, key) if key else None


def _name_variants(value: Any, rng: Rng) -> None:
    """Half of the names lose their marks or suffix, are turned round, or shout."""

    def variant(text: str) -> str:
        kinds: tuple[Callable[[str], str], ...] = (
            without_diacritics,
            without_suffix,
            last_name_first,
            str.upper,
        )
        return rng.choice(kinds)(text) if rng.random() < 0.5 else text

    for rows, headers in _lists(value):
        for row in rows:
            places: list[Any] = (
                [n for n, name in enumerate(headers) if name in _NAME_KEYS]
                if headers
                else [name for name in row if name in _NAME_KEYS]
            )
            for place in places:
                if isinstance(row[place], str) and row[place]:
                    row[place] = variant(row[place])
            if not headers and isinstance(row.get("player"), dict):
                player = row["player"]
                player.update({k: variant(v) for k, v in player.items() if k in _NAME_KEYS and v})


def _one_field(value: Any, rng: Rng, is_fit: Callable[[Any], bool]) -> str | None:
    """A field of the longest list whose values are fit."""
    lists = sorted(_lists(value), key=lambda found: -len(found[0]))
    for rows, headers in lists:
        row = dict(zip(headers, rows[0], strict=True)) if headers else rows[0]
        fields = sorted(name for name, each in row.items() if is_fit(each))
        if fields:
            return str(rng.choice(fields))
    return None


def _renamed_field(value: Any, rng: Rng) -> None:
    """One field of every row goes by another name."""
    field = _one_field(value, rng, lambda each: not isinstance(each, dict | list))
    for rows, headers in _lists(value) if field else ():
        if field in headers:
            headers[headers.index(field)] = f"{field}_v2"
        for row in rows if not headers else ():
            if field in row:
                row[f"{field}_v2"] = row.pop(field)


def _number_as_string(value: Any, rng: Rng) -> None:
    """One number of every row comes as text."""
    field = _one_field(value, rng, lambda each: type(each) in (int, float))
    for rows, headers in _lists(value) if field else ():
        for row in rows:
            place: Any = headers.index(field) if field in headers else field
            if (headers and field in headers) or (not headers and place in row):
                row[place] = None if row[place] is None else str(row[place])


_ALTERATIONS: dict[FaultKind, Callable[[Any, Rng], None]] = {
    FaultKind.EMPTY_PAGE: _empty_page,
    FaultKind.SHORT_PAGE: _short_page,
    FaultKind.MISSING_GAMES: _missing_games,
    FaultKind.DUPLICATED_ROWS: _duplicated_rows,
    FaultKind.SWAPPED_IDS: _swapped_ids,
    FaultKind.NAME_VARIANTS: _name_variants,
    FaultKind.RENAMED_FIELD: _renamed_field,
    FaultKind.NUMBER_AS_STRING: _number_as_string,
}
