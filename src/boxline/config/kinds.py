"""How the text of a setting becomes a value, and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Kind(Generic[_Value]):
    """How a text becomes a value: `read` raises ValueError for what is not allowed. The value of a
    secret is shown to nobody, not even where it is refused."""

    allowed: str
    read: Callable[[str], _Value]
    is_secret: bool = False


def number(low: float, high: float) -> Kind[float]:
    return Kind(f"a number from {low:g} to {high:g}", lambda text: _within(float(text), low, high))


def count(low: int, high: int) -> Kind[int]:
    return Kind(f"a whole number from {low} to {high}", lambda text: _within(int(text), low, high))


_Number = TypeVar("_Number", int, float)


def _within(number: _Number, low: float, high: float) -> _Number:
    if not low <= number <= high:  # NaN is within nothing
        raise ValueError
    return number


def _yes_or_no(text: str) -> bool:
    if text.lower() in {"true", "yes", "on", "1"}:
        return True
    if text.lower() in {"false", "no", "off", "0"}:
        return False
    raise ValueError


def _memory(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d*(\.\d+)? ?([KMGT]i?B)", text):
        raise ValueError
    return text


def _word(text: str) -> str:
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError
    return text


def _words(text: str) -> str:
    if not text.isprintable() or len(text) > 200:
        raise ValueError
    return text.strip()


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return text.rstrip("/")


def _spark(text: str) -> str:
    if not re.fullmatch(r"spark://[\w.-]+:\d+(,[\w.-]+:\d+)*", text):
        raise ValueError
    return text


def _postgres(text: str) -> str:
    parts = urlsplit(_word(text))
    is_there = parts.scheme == "postgresql" and bool(parts.path.strip("/"))
    # A sign of a password that is not encoded ends it early: the rest would count as the host, or
    # as the database, and be shown.
    is_cut = parts.netloc.count("@") > 1 or "@" in parts.path or parts.port == 0
    if not is_there or is_cut:
        raise ValueError
    return text


def _bucket(text: str) -> str:
    parts = urlsplit(text)
    is_plain = not (parts.query or parts.fragment or "@" in parts.netloc or ":" in parts.netloc)
    is_path = not any(part in {"", ".", ".."} for part in parts.path.strip("/").split("/")[1:])
    if parts.scheme not in {"s3", "gs"} or not parts.netloc or not is_plain or not is_path:
        raise ValueError
    return text.rstrip("/")


def _warehouse(text: str) -> str:
    from boxline.stores.bigquery.address import address_of

    address_of(text)
    return text


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise ValueError
    return names


def _channels(text: str) -> str:
    from boxline.health.alerting.channels import channels_of

    channels_of(text)
    return text


PATH = Kind("a path", Path)
MEMORY = Kind("a number and its unit, for example 1200MB or 4GiB", _memory)
FLAG = Kind("true or false", _yes_or_no)
SECRET = Kind("letters, digits and signs without spaces", _word, is_secret=True)
CHANNELS = Kind(
    "one or more URLs of Apprise (each kind's is in its wiki), separated by commas",
    _channels,
    is_secret=True,
)
WORDS = Kind("up to 200 letters, digits and signs", _words)
URL = Kind("a URL such as http://127.0.0.1:8765", _url)
SPARK = Kind("the URL of a Spark master, spark://host:port", _spark)
POSTGRES = Kind(
    "postgresql://user:password@host/database, signs in the password percent-encoded (%40 for @)",
    _postgres,
    is_secret=True,
)
BUCKET = Kind("s3://BUCKET/PREFIX or gs://BUCKET/PREFIX, without a key in it", _bucket)
WAREHOUSE = Kind(
    "bigquery://PROJECT/PREFIX (?location=EU, or ?endpoint=http://127.0.0.1:PORT of an emulator)",
    _warehouse,
)
NAMES = Kind("names separated by commas, or `all`", _names)


def told(kind: Kind[Any], unit: str, doc: str, *aliases: str) -> Mapping[str, Any]:
    return {"kind": kind, "unit": unit, "doc": doc, "aliases": aliases}
