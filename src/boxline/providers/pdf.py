"""Words of a PDF and where they stand, read with PDFium under limits.

PDFium mends what it can of a damaged file and shows the rest, so that rows would be missing without
a word. What it mends is therefore refused before: a file that is shorter than it says itself, and a
compressed part whose checksum is not that of its bytes.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boxline.catalog import UnreadableReply

if TYPE_CHECKING:
    import pypdfium2 as pdfium

#: The largest real report has 100 kB, which become 300 kB, and 12 pages.
MOST_BYTES = 8 * 2**20
MOST_PAGES = 100
MOST_INFLATED = 8 * 2**20
MOST_WORK = 128 * 2**20  # inflated bytes times pages: every page may show all of them, at 14 MB/s
MOST_LETTERS = 20_000  # of one page; a full page has about 2,000

#: PDFium keeps one state for the whole process.
_ALONE = threading.Lock()

_STREAM = re.compile(rb"stream\r?\n")
_START_OF_TABLE = re.compile(rb"startxref\s+(\d{1,12})")
_TABLE = re.compile(rb"xref|\d+ \d+ obj")
_SAME_LINE = 2.0  # points by which the tops of letters of one line may differ
_SAME_WORD = 0.18  # of a letter's height: a wider gap parts two words
_HYPHEN_AT_LINE_END = "\x02"  # what PDFium gives for it


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them; places in points from the page's left and top, as it
    is seen."""

    text: str
    left: float
    right: float
    middle: float


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def read_pages(body: bytes) -> list[list[Word]]:
    """The words of every page, in the order in which the file has them.

    Args:
        body: the file.
    Raises:
        UnreadableReply: it is no PDF, is damaged or protected, or passes a limit.
    """
    import pypdfium2 as pdfium

    inflated = _inflated_size(body)
    with _ALONE:
        try:
            document = pdfium.PdfDocument(body)
        except pdfium.PdfiumError as cause:
            raise UnreadableReply(f"it is a damaged or protected PDF ({cause})") from cause
        try:
            _check_size(len(document), inflated)
            return [_words(_letters(page)) for page in document]
        except pdfium.PdfiumError as cause:
            raise UnreadableReply(f"a page of the PDF is damaged ({cause})") from cause
        finally:
            document.close()


def lines_of(words: Iterable[Word], *, within: float = 3.0) -> list[list[Word]]:
    """Words in lines from the top, each from the left; middles differ by less than `within`."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        if lines and word.middle - lines[-1][0].middle < within:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def text_of(words: Sequence[Word]) -> str:
    """The words with one space between each two."""
    return " ".join(word.text for word in words)


def _inflated_size(body: bytes) -> int:
    """How many bytes the compressed parts of a whole file become."""
    if b"%PDF-" not in body[:1024]:
        raise UnreadableReply("it is no PDF")
    if len(body) > MOST_BYTES:
        raise UnreadableReply(f"it has {len(body)} bytes, more than {MOST_BYTES}")
    tables = _START_OF_TABLE.findall(body)
    if not tables:
        raise UnreadableReply("the end of the PDF is missing")
    place = int(tables[-1])
    if not _TABLE.match(body[place : place + 40]):
        why = f"its table of parts is not where it says, at byte {place} of {len(body)}"
        raise UnreadableReply(f"the PDF lost or gained bytes on its way: {why}")
    size = 0
    for part in _compressed_parts(body):
        size += _size_of(part, MOST_INFLATED - size)
    return size


def _compressed_parts(body: bytes) -> Iterator[bytes]:
    end = 0
    while found := _STREAM.search(body, end):
        end = body.find(b"endstream", found.end())
        if end < 0:
            raise UnreadableReply("a part of the PDF has no end")
        opening = body.rfind(b"obj", max(0, found.start() - 2000), found.start())
        if b"/FlateDecode" in body[max(0, opening) : found.start()]:
            yield body[found.end() : end]
        end += len(b"endstream")


def _size_of(part: bytes, most: int) -> int:
    """How many bytes a compressed part becomes, up to `most`."""
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(part, most + 1)
    except zlib.error as cause:
        raise UnreadableReply(f"a compressed part of the PDF is damaged ({cause})") from cause
    if len(found) > most:
        raise UnreadableReply(f"the PDF becomes more than {MOST_INFLATED} bytes")
    if not inflater.eof:
        raise UnreadableReply("a compressed part of the PDF is cut off")
    return len(found)


def _check_size(pages: int, inflated: int) -> None:
    if not 1 <= pages <= MOST_PAGES:
        raise UnreadableReply(f"the PDF has {pages} pages, and 1 to {MOST_PAGES} are read")
    if pages * inflated > MOST_WORK:
        why = f"the PDF has {pages} pages of up to {inflated} bytes"
        raise UnreadableReply(f"{why}, more than {MOST_WORK} together")


def _letters(page: pdfium.PdfPage) -> Iterator[_Letter | None]:
    """Every letter of a page, and None where one word ends."""
    import pypdfium2.raw as pdfium_c

    turned, (width, height) = page.get_rotation(), page.get_size()
    text = page.get_textpage()
    count = text.count_chars()
    if count > MOST_LETTERS:
        raise UnreadableReply(f"a page of the PDF has {count} letters, over {MOST_LETTERS}")
    for number in range(count):
        letter = chr(pdfium_c.FPDFText_GetUnicode(text, number))
        made_up = pdfium_c.FPDFText_IsGenerated(text, number) == 1
        if letter == "\0" or letter.isspace() or (made_up and letter != _HYPHEN_AT_LINE_END):
            yield None
            continue
        left, bottom, right, top = text.get_charbox(number, loose=True)
        match turned:
            case 90:
                box = (bottom, left, top, right)
            case 180:
                box = (width - right, bottom, width - left, top)
            case 270:
                box = (width - top, height - right, width - bottom, height - left)
            case _:
                box = (left, height - top, right, height - bottom)
        yield _Letter(_shown(letter), *box)


def _shown(letter: str) -> str:
    if letter == _HYPHEN_AT_LINE_END:
        return "-"
    return letter if letter.isprintable() else "\ufffd"


def _words(letters: Iterable[_Letter | None]) -> list[Word]:
    words: list[Word] = []
    word: list[_Letter] = []
    for letter in letters:
        if word and (letter is None or not _goes_on(word[-1], letter)):
            words.append(_word(word))
            word = []
        if letter is not None:
            word.append(letter)
    return [*words, _word(word)] if word else words


def _goes_on(last: _Letter, letter: _Letter) -> bool:
    is_near = letter.left - last.right < _SAME_WORD * (last.bottom - last.top)
    return is_near and letter.left >= last.left and abs(letter.top - last.top) < _SAME_LINE


def _word(letters: Sequence[_Letter]) -> Word:
    first = letters[0]
    text = "".join(letter.text for letter in letters)
    return Word(text, first.left, letters[-1].right, (first.top + first.bottom) / 2)
