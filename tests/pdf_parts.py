"""Ways to damage a PDF, and to write what it holds compressed anew."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from random import Random

_PART = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_NUMBERS_TRIED = (b"0", b"-1", b"2147483648", b"99999999999")


def parts(body: bytes) -> list[re.Match[bytes]]:
    """Its compressed parts, in order; group 1 is what is compressed."""
    return [part for part in _PART.finditer(body) if part[1][:1] == b"x"]


def recompressed(
    body: bytes, change: Callable[[bytes], bytes], *, part: int = 0, keep: int | None = None
) -> bytes:
    """The PDF with one part changed, and the place of its table of parts; not those in the table.

    Args:
        keep: how much of the new compressed part is kept, as the end of a slice.
    """
    found = parts(body)[part]
    new = zlib.compress(change(zlib.decompress(found[1])))[:keep]
    changed = body[: found.start(1)] + new + body[found.end(1) :]
    start, place = changed.rsplit(b"startxref\n", 1)
    number, end = place.split(b"\n", 1)
    moved = int(number) + len(changed) - len(body)
    return start + b"startxref\n" + str(moved).encode() + b"\n" + end


def with_a_bit_turned(body: bytes, place: int) -> bytes:
    """The PDF with one bit of the byte at a place turned."""
    return body[:place] + bytes([body[place] ^ 8]) + body[place + 1 :]


def mutated(body: bytes, rng: Random) -> bytes:
    """The PDF damaged in one of the ways that files are, or that somebody might think of."""
    return rng.choice(_WAYS)(body, rng)


def _bits(body: bytes, rng: Random) -> bytes:
    for _ in range(rng.choice((1, 1, 4, 40))):
        body = with_a_bit_turned(body, rng.randrange(len(body)))
    return body


def _cut(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(len(body))]


def _hole(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body))
    return body[:start] + body[start + rng.choice((1, 20, 2000)) :]


def _insert(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body))
    return body[:start] + rng.randbytes(rng.choice((1, 20, 2000))) + body[start:]


def _splice(body: bytes, rng: Random) -> bytes:
    to, start, size = rng.randrange(len(body)), rng.randrange(len(body)), rng.choice((20, 2000))
    return body[:to] + body[start : start + size] + body[to + size :]


def _numbers(body: bytes, rng: Random) -> bytes:
    for _ in range(4):
        number = rng.choice(list(_NUMBER.finditer(body)))
        body = body[: number.start()] + rng.choice(_NUMBERS_TRIED) + body[number.end() :]
    return body


def _text_only(body: bytes, rng: Random) -> bytes:
    del rng
    return body.decode("utf-8", "ignore").encode()


def _content(body: bytes, rng: Random) -> bytes:
    """What a checksum does not show: a part is changed and compressed again."""

    def change(content: bytes) -> bytes:
        changed = bytearray(content)
        for _ in range(rng.choice((1, 5, 50)) if changed else 0):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        return bytes(changed)

    try:
        return recompressed(body, change, part=rng.randrange(max(1, len(parts(body)))))
    except (IndexError, ValueError, zlib.error):  # it has no such part, or no such end
        return _bits(body, rng)


_WAYS = (_bits, _cut, _hole, _insert, _splice, _numbers, _text_only, _content, _content)
