"""A provider could not be asked, or what it answered is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from boxline.errors.kinds import CallerError, WorkError


class FetchError(WorkError):
    """A request came to nothing. Its message says to whom it went, and never with which key.

    Attributes:
        code: a word for the kind of failure, as the ledger keeps it.
        is_again: whether the same request may fare better in a moment.
        retry_after: seconds that the provider asked to wait; None where it did not.
    """

    code = "failed"
    is_again = True

    def __init__(
        self, where: str, why: str, next_step: str = "", *, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{where}: {why}.{' ' if next_step else ''}{next_step}")
        self.where, self.why, self.retry_after = where, why, retry_after

    @staticmethod
    def told(name: str, message: str) -> FetchError:
        """A failure that another process met, by the name of its class and what it said."""
        kinds = {kind.__name__: kind for kind in FetchError.__subclasses__()}
        kind = kinds.get(name, FetchError)
        failure = kind.__new__(kind, message)  # its own words are in the message
        failure.where, failure.why, failure.retry_after = "", message, None
        return failure


class Unreachable(FetchError):
    """No reply: a connection refused or reset, or a time-out."""

    code = "unreachable"


class SlowReply(FetchError):
    """A reply that drips in for longer than any should take."""

    code = "slow"


class RateLimited(FetchError):
    """429: it was asked too fast, or too often."""

    code = "rate_limited"


class ServerFailed(FetchError):
    """5xx: the provider is in trouble."""

    code = "server_error"


class Truncated(FetchError):
    """A body that ends too early."""

    code = "truncated"


class NotWhatWasAsked(FetchError):
    """A web page, or another kind of file, with a status that says all is well."""

    code = "wrong_content"


class Unreadable(FetchError):
    """A body that its dataset cannot read."""

    code = "unreadable"


class EmptyPage(FetchError):
    """A page without rows that says another one follows."""

    code = "empty_page"


class ShrunkPage(FetchError):
    """A page with fewer rows than a full one that says another one follows."""

    code = "shrunk_page"


class RepeatedCursor(FetchError):
    """A page that leads to one that was read before."""

    code = "repeated_cursor"


class TooLarge(FetchError):
    """A body above the limit, as sent or unpacked, or more pages than any reply has."""

    code = "too_large"
    is_again = False


class RequestRefused(FetchError):
    """Any other status: asked in the same way, the provider will say the same."""

    code = "refused"
    is_again = False


class KeyRefused(FetchError):
    """401, or 403 where there is a key: the key is wrong, has expired, or may not ask this."""

    code = "key_refused"
    is_again = False


class OutOfCredits(FetchError):
    """The day's budget is spent, or the provider says that its credits are."""

    code = "out_of_credits"
    is_again = False


class HostLeftAlone(FetchError):
    """A host that failed so often in a row that it is left alone for now."""

    code = "left_alone"
    is_again = False

    def __init__(self, where: str, failures: int, until: datetime) -> None:
        super().__init__(
            where,
            f"it failed {failures} times in a row and is left alone until "
            f"{until.isoformat(timespec='minutes')}, then asked once",
        )
        self.until = until


class Interrupted(FetchError):
    """The run is ending: nothing more is asked."""

    code = "interrupted"
    is_again = False


class NotThereYet(FetchError):
    """The provider says that what is asked for is not published (yet)."""

    code = "not_yet"
    is_again = False


class NoKey(CallerError):
    """A provider wants a key and none is set."""

    def __init__(self, provider: str, variables: Iterable[str]) -> None:
        super().__init__(
            f"{provider} wants a key. Put it into {' or '.join(variables)}; "
            f"what it adds: `boxline providers show {provider}`."
        )


class NotFetched(CallerError):
    """A dataset that no request fills."""

    def __init__(self, dataset: str, known: Iterable[str]) -> None:
        super().__init__(
            f"{dataset} is not fetched: bring its files in with `boxline import` or "
            f"`boxline land`. Fetched are: {', '.join(known)}."
        )


class UnknownProvider(CallerError, LookupError):
    """No provider has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"No provider is named {name!r}. There are {', '.join(known)}.")


class NothingToAsk(CallerError):
    """The window and parameters name no cell of a dataset."""

    def __init__(self, dataset: str, about: str, needed: Iterable[str]) -> None:
        super().__init__(
            f"{dataset} is asked about {about}, and there is none in this window. Choose another "
            f"with --date or --from and --to, or name it: --param {' --param '.join(needed)}."
        )


class ParamsMissing(CallerError):
    """A request by hand lacks parameters that its URL needs."""

    def __init__(self, dataset: str, missing: Iterable[str], given: Mapping[str, str]) -> None:
        words = " ".join(f"--param {name}=..." for name in missing)
        super().__init__(
            f"{dataset} cannot be asked with {dict(given) or 'nothing'} alone: add {words}."
        )


class UnknownParam(CallerError):
    """A parameter that a dataset's request does not have."""

    def __init__(self, dataset: str, unknown: Iterable[str], known: Iterable[str]) -> None:
        super().__init__(
            f"{dataset} is not asked by {', '.join(unknown)}; it is by {', '.join(sorted(known))}."
        )
