"""Work in threads beside the server: a little at once, the rest in a line that ends somewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from boxline.web.api.problems import Problem

_Result = TypeVar("_Result")


class SideWork:
    """Threads for what takes long; the server answers others meanwhile.

    Attributes:
        longest_line: who would have to wait behind more is told to come again.
    """

    def __init__(self, at_once: int, *, longest_line: int) -> None:
        self._at_once, self.longest_line, self._waiting = at_once, longest_line, 0
        self._threads: ThreadPoolExecutor | None = None

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """What some work gives.

        Raises:
            Problem: too many wait already.
        """
        if self._waiting >= self.longest_line:
            headers = {"Retry-After": "1"}
            raise Problem(503, "Too many are waiting.", "Ask again in 1 s.", headers)
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._at_once, thread_name_prefix="beside")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let go of the threads, and of what waits for them."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None
