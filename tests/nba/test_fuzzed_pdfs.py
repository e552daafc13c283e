"""Damaged PDFs are read or refused; `benchmarks/bench_fuzz_pdf.py` tries many more."""

import pytest

from tests.nba.fuzzed_pdfs import PARSERS, fuzz, sandbox_pdfs


@pytest.mark.parametrize("name", PARSERS)
def test_a_damaged_pdf_is_read_or_refused(name: str) -> None:
    tally = fuzz(PARSERS[name], sandbox_pdfs()[name], runs=10, seed=4)
    assert tally.ends.total() == 10
    assert tally.ends["refused"] >= 5
