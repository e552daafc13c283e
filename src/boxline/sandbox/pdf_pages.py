"""Pages of the league's PDFs: text at a place, and bytes that depend on nothing but the text."""

from __future__ import annotations

from datetime import UTC, datetime

from boxline.sandbox.spellings import without_diacritics

_FONT = "Helvetica"
#: A PDF names the moment of its making; this one is nobody's.
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)


class PlacedText:
    """Pages of text. Places are points from the page's left and top, as it is seen.

    Args:
        width, height: of a page as it is seen, in points.
        is_turned: whether pages are stored upright and say that they are to be turned by a quarter.
    """

    def __init__(self, width: float, height: float, *, is_turned: bool = False) -> None:
        from fpdf import FPDF  # a third of a second, which most commands never need

        self._pdf = FPDF(unit="pt", format=(height, width) if is_turned else (width, height))
        self._pdf.set_creation_date(_MADE_AT)
        self._pdf.set_auto_page_break(False)
        self._width, self._is_turned = width, is_turned

    def add_page(self) -> None:
        """Begin a page; what is written from here stands on it."""
        self._pdf.add_page()
        if self._is_turned:
            # The library writes every public attribute of a page into the file, under this name.
            setattr(self._pdf.pages[self._pdf.page], "rotate", 90)  # noqa: B010

    def write(self, left: float, baseline: float, text: str, *, size: float = 8.0) -> None:
        """Write one line; letters that the font lacks lose their marks, as the league's do."""
        self._pdf.set_font(_FONT, size=size)
        shown = _plain(text)
        if not self._is_turned:
            self._pdf.text(left, baseline, shown)
            return
        across, down = baseline, self._width - left
        with self._pdf.rotation(90, across, down):
            self._pdf.text(across, down, shown)

    def wrapped(self, text: str, width: float, *, size: float = 8.0) -> list[str]:
        """The text in lines that are no wider than `width` points, broken between words."""
        self._pdf.set_font(_FONT, size=size)
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._pdf.get_string_width(_plain(longer)) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines or [""]

    def as_bytes(self) -> bytes:
        """The whole file."""
        return bytes(self._pdf.output())


def _plain(text: str) -> str:
    return without_diacritics(text).encode("latin-1", "replace").decode("latin-1")
