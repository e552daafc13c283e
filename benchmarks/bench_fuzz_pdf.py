"""Damaged PDFs, at random: each is read or refused, and none hangs, grows or ends the process.

`bench_fuzz_pdf.py [RUNS]`: so many for each parser (200), from PDFs that the sandbox prints and the
real ones where they are.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the mutations are those of the tests

from measuring import machine, show  # noqa: E402

from tests.builders import shared_data  # noqa: E402
from tests.nba.fuzzed_pdfs import PARSERS, fuzz, sandbox_pdfs  # noqa: E402

RUNS = 200
FOLDERS = {"injury reports": "injury_report_pdf", "gamebooks": "gamebook_pdf"}


def real_pdfs(name: str) -> list[bytes]:
    """The real PDFs for a parser; none where the shared data is absent."""
    shared = shared_data()
    if shared is None:
        return []
    folder = shared / "payloads/nba_com" / FOLDERS[name]
    return [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]


def main() -> None:
    """Fuzz every parser and print what came of it."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(machine())
    for name, read in PARSERS.items():
        bodies = sandbox_pdfs()[name] + real_pdfs(name)
        started = time.perf_counter()
        tally = fuzz(read, bodies, runs=runs, seed=1)
        ends = ", ".join(f"{count} {end}" for end, count in tally.ends.most_common())
        show(f"{name}: {runs} of {len(bodies)} files", ends, "read or refused")
        show("  all of them", f"{time.perf_counter() - started:.1f} s", "none")
        show("  the slowest", f"{tally.slowest_seconds:.2f} s", "none")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show("peak memory", f"{peak:.0f} MiB", "bounded")


if __name__ == "__main__":
    main()
