"""What a document tells of the words of its league, so that pages of any league can be drawn."""

from __future__ import annotations

import msgspec

from boxline.catalog.feeds import Document


class Words(msgspec.Struct, frozen=True):
    """How a league calls what it tells of.

    Attributes:
        people: those whose props are told, as a heading: `Starters`.
        props: prop type -> its word, in the order in which props are shown.
        speaker: the system that speaks first: its number is shown, and mean, interval and chances
            are its own.
        beside: the system that stands for no skill, beside which errors are told.
    """

    people: str
    props: dict[str, str]
    speaker: str
    beside: str


class WordedDocument(Document, kw_only=True):
    """A document that brings its words."""

    words: Words
