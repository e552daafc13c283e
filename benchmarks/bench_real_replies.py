"""Every real reply of every provider: rows sent, kept and rejected, file by file, in one table."""

from __future__ import annotations

import gzip
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measuring import machine, scratch, shared_data

from boxline.catalog import Raw
from boxline.config import Settings
from boxline.home import Home

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.real_replies.test_real_replies import CASES, PROVIDERS

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Land and load each file as a reply of its own."""
    payloads = shared_data() / "payloads"
    sent = kept = refused = 0
    with scratch() as folder:
        home = Home(settings=Settings(home=folder / "home"), clock=lambda: NOW)
        print(f"{'file':68} {'dataset':32} {'sent':>6} {'kept':>6} {'rejected':>8}")
        for number, case in enumerate(CASES):
            raw = home.catalog[case.dataset]
            assert isinstance(raw, Raw)
            body = (payloads / case.file).read_bytes()
            body = gzip.decompress(body) if case.file.endswith(".gz") else body
            when = NOW - timedelta(days=1) + timedelta(seconds=number)
            name = Path(case.file).name
            home.land(raw, [(name, body)], fetched_at=when, asked=case.asked)
            (step,) = home.load("load").steps
            one = step.outcome
            sent, kept, refused = sent + one.rows_in, kept + one.kept, refused + one.rejected
            print(
                f"{case.file:68} {raw.name.partition('.')[2]:32} "
                f"{one.rows_in:6,} {one.kept:6,} {one.rejected:8,}  {case.why}"
            )
        print(f"{len(CASES)} files: {sent:,} rows sent, {kept:,} kept, {refused:,} rejected")
    for provider in PROVIDERS:
        for file, why in provider.UNREAD.items():
            print(f"not read: {file}: {why}")
    print(machine())


if __name__ == "__main__":
    main()
