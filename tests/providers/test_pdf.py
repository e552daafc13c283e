"""Words of a PDF with their places, and what is refused before anything is read."""

import pytest

from boxline.catalog import UnreadableReply
from boxline.providers import pdf
from boxline.providers.pdf import lines_of, read_pages, text_of
from boxline.sandbox.pdf_pages import PlacedText
from tests.pdf_parts import parts, recompressed, with_a_bit_turned


def page_of(*texts: tuple[float, float, str], is_turned: bool = False) -> bytes:
    paper = PlacedText(842, 595, is_turned=is_turned)
    paper.add_page()
    for left, down, text in texts:
        paper.write(left, down, text)
    return paper.as_bytes()


@pytest.mark.parametrize("is_turned", [False, True], ids=["upright", "turned"])
def test_words_stand_where_they_are_seen(is_turned: bool) -> None:
    body = page_of((20, 100, "Hardaway Jr., Tim"), (400, 40, "Out"), is_turned=is_turned)
    ((*words,),) = read_pages(body)
    assert [word.text for word in words] == ["Hardaway", "Jr.,", "Tim", "Out"]
    assert words[0].left == pytest.approx(20, abs=0.5)
    assert words[0].middle == pytest.approx(97, abs=2)
    assert words[3].left == pytest.approx(400, abs=0.5)
    assert words[3].middle == pytest.approx(37, abs=2)


def test_lines_come_from_the_top_and_words_from_the_left() -> None:
    ((*words,),) = read_pages(page_of((200, 60, "c d"), (20, 61, "a b"), (20, 40, "first")))
    assert [text_of(line) for line in lines_of(words)] == ["first", "a b c d"]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    ((*words,),) = read_pages(page_of((20, 40, "non-"), (20, 50, "displaced")))
    assert [word.text for word in words] == ["non-", "displaced"]


def refused(body: bytes) -> str:
    with pytest.raises(UnreadableReply) as found:
        read_pages(body)
    return str(found.value)


WHOLE = page_of((20, 40, "whole"))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"{}", "it is no PDF"),
        (b"", "it is no PDF"),
        (WHOLE[: len(WHOLE) // 2], "the end of the PDF is missing"),
        # As who reads it as text and drops what is none: the table stands nearer to the start then.
        (WHOLE.decode("utf-8", "ignore").encode(), "lost or gained bytes"),
        (with_a_bit_turned(WHOLE, parts(WHOLE)[0].end(1) - 1), "a compressed part of the PDF is"),
        (WHOLE + b" " * pdf.MOST_BYTES, "bytes, more than"),
    ],
)
def test_what_is_damaged_is_refused_with_the_reason(body: bytes, why: str) -> None:
    assert why in refused(body)


def test_a_compressed_part_that_is_cut_off_is_refused() -> None:
    body = recompressed(WHOLE, lambda content: content, keep=-8)
    assert "cut off" in refused(body)


def test_what_would_inflate_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_INFLATED", 10_000)
    body = recompressed(WHOLE, lambda content: content + b" " * 20_000)
    assert len(body) < 2_000
    assert "becomes more than 10000 bytes" in refused(body)


def test_pages_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = PlacedText(842, 595)
    for _ in range(3):
        paper.add_page()
        paper.write(20, 40, "word")
    body = paper.as_bytes()
    assert len(read_pages(body)) == 3
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert "3 pages, and 1 to 2 are read" in refused(body)
    monkeypatch.setattr(pdf, "MOST_PAGES", 3)
    monkeypatch.setattr(pdf, "MOST_WORK", 100)
    assert "more than 100 together" in refused(body)


def test_letters_of_a_page_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_LETTERS", 4)
    assert "has 5 letters, over 4" in refused(WHOLE)


def test_a_page_without_words_has_none() -> None:
    assert read_pages(page_of()) == [[]]
