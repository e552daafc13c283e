"""Replies damaged at random: what JSON says, and the bytes that say it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

#: Stands for text that `json` would not write: everything between the signs goes in as it is.
_RAW = "@raw:{}@"
_RAW_VALUE = re.compile(r'"@raw:([^@]*)@"')
#: A second key of the same name; the number only keeps it apart until the JSON is written.
_AGAIN = re.compile(r"@again:\d+@")

NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, 0.5, -0.0, 101, 1e9, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 2**64, 2**70),
    *(1e-320, 1.7976931348623157e308, -1e300, 1e17, 99999999999999999999999),
    *map(_RAW.format, ("1e400", "-1e400", "1E+2", "NaN", "-Infinity", "007", "1.", "0" * 400)),
    *map(_RAW.format, ("9" * 400, "0." + "3" * 400, "1e-400", "1e999999999", "-0", "0x10")),
)
TEXTS: tuple[Any, ...] = (
    *("", " ", "0", "-1", "1.5", "1e400", "NaN", "inf", "-inf", "null", "true", "None", "\0"),
    *("a\0b", "\n", "\r\n\t", "\x1b[2J", "\x7f", "\ud800", "\udfff\ud800", "a\udc00", "\ufffd"),
    *("\U0001f3c0", "\u202e", "\u0660\u0661", "\u00b2", "I\u0307", "e\u0301" * 40, "x" * 70_000),
    *("'; DROP TABLE x;--", '"', "\\", "{date}", "%s", "../../etc/passwd", "a,b", "1_000"),
    *("9" * 30, "9" * 5000, "-9223372036854775809", "1/2", "+110", "-", ":", "--:--", "12:99"),
)
TIMES: tuple[Any, ...] = (
    *("0001-01-01", "9999-12-31", "2025-02-30", "0000-00-00", "2025-1-5", "20250115", "2025"),
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"),
    *("9999-12-31T23:59:59-14:00", "10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"),
    *("2025-01-15T19:00:00", "2025-01-15T25:00:00Z", "2025-01-15T19:00:60Z", "2025-01-15T24:00Z"),
    *("2025-03-09T02:30:00", "2025-11-02T01:30:00", "2025-01-15T19:00:00.999999999Z"),
    *("2025-01-15T19:00:00+99:99", "2025-W03-3", "2025-01-15 19:00:00+00", "1970-01-01T00:00:00Z"),
    *("0001-01-01T00:00:00.000001Z", "01/15/2025", "13/45/2025", "1/1/0001 12:00:00 AM"),
    *("PT99999999999M", "PT-5M", "PT12M", "PTNaNS", "99999999:59", "240:00", "7:30 pm ET", "Final"),
)
NESTED: tuple[Any, ...] = (
    *(None, True, False, [], {}, [[]], [None], {"": None}, [{}], [1, "a", None]),
    *map(_RAW.format, ("[" * 600 + "]" * 600, "[" * 5000 + "]" * 5000, '{"a":' * 1500)),
    *map(_RAW.format, ('{"a":' * 900 + "1" + "}" * 900, "[" * 3000, "]", "", "tru", "'a'")),
)
_VALUES = (NUMBERS, TEXTS, TIMES, NESTED)
_KEYS = ("", "\0", "data", "rows", "id", "name", "\ud800", "k" * 5000, "__class__", "\U0001f3c0")

Place = tuple[Any, Any]


def mutated(body: bytes, rng: Random) -> bytes:
    """A reply damaged in one to five ways: its JSON, its fields or its bytes."""
    is_json = body.lstrip()[:1] in (b"{", b"[")
    if not is_json and rng.random() < 0.6:
        body = _fields_changed(body, rng)
    elif is_json and rng.random() < 0.8:
        body = _tree_changed(body, rng)
        if not body or rng.random() < 0.9:
            return body
    return rng.choice(_BYTES)(body, rng)


def _tree_changed(body: bytes, rng: Random) -> bytes:
    top = [json.loads(body)]
    for number in range(rng.choice((1, 1, 1, 2, 4))):
        places = [*_places(top, 0)]
        holder, key = places[0] if rng.random() < 0.02 else rng.choice(places[1:] or places)
        rng.choice(_TREE)(holder, key, rng, number)
    text = json.dumps(top[0], ensure_ascii=rng.random() < 0.5)
    text = _RAW_VALUE.sub(lambda found: found[1], _AGAIN.sub("", text))
    return text.encode(errors="surrogatepass")


def _places(holder: Any, key: Any) -> Iterator[Place]:
    yield holder, key
    value = holder[key]
    if isinstance(value, dict | list):
        for one in list(value) if isinstance(value, dict) else range(len(value)):
            yield from _places(value, one)


def _any_value(rng: Random) -> Any:
    return deepcopy(rng.choice(rng.choice(_VALUES)))  # what is changed next is a reply, not these


def _another_value(holder: Any, key: Any, rng: Random, number: int) -> None:
    del number
    holder[key] = _any_value(rng)


def _another_of_its_kind(holder: Any, key: Any, rng: Random, number: int) -> None:
    """A value that the types let pass."""
    value = holder[key]
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        _another_value(holder, key, rng, number)
    elif isinstance(value, str):
        holder[key] = rng.choice((*TEXTS, *TIMES, value + value, value[: len(value) // 2]))
    else:
        holder[key] = rng.choice((*NUMBERS, -value, value * 1e10, value + 0.5))


def _another_type(holder: Any, key: Any, rng: Random, number: int) -> None:
    del number
    value = holder[key]
    holder[key] = rng.choice((str(value), [value], {"value": value}, {"0": value}, not value))


def _gone(holder: Any, key: Any, rng: Random, number: int) -> None:
    del rng, number
    if len(holder) > 1 or isinstance(holder, dict):
        del holder[key]


def _twice(holder: Any, key: Any, rng: Random, number: int) -> None:
    value = holder[key]
    if isinstance(holder, list):
        holder.extend(deepcopy(value) for _ in range(rng.choice((1, 2, 30))))
        return
    again = deepcopy(value) if rng.random() < 0.5 else _any_value(rng)
    holder[f"{key}@again:{number}@"] = again


def _renamed(holder: Any, key: Any, rng: Random, number: int) -> None:
    del number
    if isinstance(holder, dict):
        holder[rng.choice((*_KEYS, *(str(one).upper() for one in holder)))] = holder.pop(key)


def _swapped(holder: Any, key: Any, rng: Random, number: int) -> None:
    del number
    other = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    holder[key], holder[other] = holder[other], holder[key]


_TREE: tuple[Callable[[Any, Any, Random, int], None], ...] = (
    *(_another_value, _another_value, _another_of_its_kind, _another_of_its_kind),
    *(_another_of_its_kind, _another_type, _gone, _twice, _renamed, _swapped),
)


def _fields_changed(body: bytes, rng: Random) -> bytes:
    """Fields of a CSV file replaced, taken out or added."""
    lines = body.split(b"\n")
    for _ in range(rng.choice((1, 1, 2, 6))):
        number = 0 if rng.random() < 0.05 else rng.randrange(len(lines))
        fields = lines[number].split(b",")
        sent = str(rng.choice((*rng.choice((NUMBERS, TEXTS, TIMES)), '"', '"a,b"', '"a""b"', 'a"')))
        field = _RAW_VALUE.sub(lambda found: found[1], f'"{sent}"') if "@raw" in sent else sent
        place = rng.randrange(len(fields))
        fields[place : place + rng.choice((0, 1, 1, 1, 1, 1, 2))] = rng.choice(
            ([field.encode(errors="surrogatepass")],) * 5 + ([],)
        )
        lines[number] = b",".join(fields)
    if rng.random() < 0.1:
        lines += [rng.choice(lines)] * rng.choice((1, 2, 30))
    return b"\n".join(lines)


def _bits(body: bytes, rng: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.choice((1, 1, 3, 20))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(len(body))]


def _hole(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body))
    return body[:start] + body[start + rng.choice((1, 2, 20, 500)) :]


def _spliced(body: bytes, rng: Random) -> bytes:
    to, start = rng.randrange(len(body)), rng.randrange(len(body))
    return body[:to] + body[start : start + rng.choice((3, 20, 500))] + body[to:]


def _no_text(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body))
    sent = rng.choice((b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\0", b"\x80"))
    return body[:start] + sent + body[start + rng.choice((0, 1)) :]


def _wrapped(body: bytes, rng: Random) -> bytes:
    return rng.choice(
        (
            b"\xef\xbb\xbf" + body,
            body.decode(errors="replace").encode("utf-16"),
            b"\x1f\x8b" + rng.randbytes(40),
            gzip.compress(body, mtime=0)[:-9],
            body + body,
            body + b"\0" * 100,
            b")]}',\n" + body,
            b"callback(" + body + b")",
            b"<html><body>Too many requests</body></html>",
            b"   ",
            rng.randbytes(200),
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"[" * 100_000 + b"]" * 100_000,
            body.replace(b"\n", b"\r"),
        )
    )


_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_bits, _cut, _hole, _spliced, _no_text, _wrapped),
)
