"""A bucket cannot be used, or somebody else was faster there."""

from __future__ import annotations

from boxline.errors.kinds import BoxlineError


class BucketUnusable(BoxlineError):
    """A bucket is not there, not ours, or does not answer: the run ends, nothing is lost."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"{url} cannot be used: {why}. See that the bucket is there and that this machine may "
            "read and write it (docs/buckets.md says what is needed), and give the command again; "
            "what was not written whole is not visible."
        )
        self.url, self.why = url, why


class PublishedMeanwhile(BoxlineError):
    """Others published to the same place again and again while this was about to."""

    def __init__(self, url: str, tries: int) -> None:
        super().__init__(
            f"Others published to {url} each of the {tries} times that this was about to, so what "
            "they published stands. Give the command again; see that one home publishes there."
        )
        self.url = url
