"""A process that publishes to a bucket, and may be killed before one of its effects there.

Words: the bucket's URL, the generation it publishes, how many times, and the effect before which it
kills itself (0 for none). It begins when its input ends.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from boxline.stores.buckets.s3 import S3
from tests.scale.buckets.documents import NOW, generation, published_at


def die_before(number: int) -> None:
    """End this process by SIGKILL before its write of that number."""
    count = 0

    def dying(real: Any) -> Any:
        def write(*given: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return write

    S3.write, S3.write_if = dying(S3.write), dying(S3.write_if)  # type: ignore[method-assign]


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(place: str, word: str, times: str, number: str) -> None:
    die_before(int(number))
    published = published_at(place)
    _say("ready")
    sys.stdin.read()
    for n in range(int(times)):
        made = published.publish(generation(f"{word} {n}"), NOW)
        _say(str(made.changed))


if __name__ == "__main__":
    main(*sys.argv[1:])
