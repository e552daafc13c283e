"""Readers while sets are replaced: whoever follows a manifest finds what it lists, whole."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from tests.web.api.asking import DAY, NOW, Asker, app_over, document, fresh_home

PUBLISHES, DOCUMENTS = 50, 6


def test_readers_during_fifty_publishes_see_whole_sets(tmp_path: Path) -> None:
    def documents(n: int) -> list:  # type: ignore[type-arg]
        # Every third stays as it was, and is shared between sets.
        return [
            document(f"v1/results/{day}.json", f'{{"n":{n if k % 3 else 0}}}'.encode(), day=day)
            for k in range(DOCUMENTS)
            for day in [DAY - timedelta(days=k)]
        ]

    home = fresh_home(tmp_path, *documents(0))
    app, is_over = app_over(home), threading.Event()

    def publish() -> None:
        try:
            for n in range(1, PUBLISHES + 1):
                made = home.published.publish(documents(n), NOW)
                assert made.refused == ()
        finally:
            is_over.set()

    def read(_reader: int) -> set[int]:
        ask, seen, is_last = Asker(app), set[int](), False
        while not is_last:
            is_last = is_over.is_set()
            manifest = ask("/manifest.json")
            told = manifest.json()["documents"]
            assert len(told) == DOCUMENTS
            numbers = set()
            for path, entry in told.items():
                answer = ask(f"/sets/{manifest.headers['Boxline-Set']}/{path}")
                assert answer.status_code == 200, answer.text
                assert hashlib.sha256(answer.content).hexdigest() == entry["sha256"]
                numbers.add(answer.json()["n"])
            assert len(numbers - {0}) <= 1, f"a mix of {numbers}"
            seen |= numbers
        return seen

    with ThreadPoolExecutor(4) as threads:
        readers = threads.map(read, range(3))
        threads.submit(publish).result()
        seen = set().union(*readers)
    assert PUBLISHES in seen
    assert len(seen) > 3, "no reader was under way while sets were replaced"
