"""What goes wrong between a server and its client: by rule, by rate, and the same every time."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from random import Random


class FaultKind(Enum):
    """One way to fail; the value is how the command line writes it."""

    RATE_LIMIT = "rate-limit"  # 429 with Retry-After
    RATE_LIMIT_SILENT = "rate-limit-silent"  # 429 without it
    HTTP_500 = "http-500"
    HTTP_502 = "http-502"
    HTTP_503 = "http-503"
    TIME_OUT = "time-out"  # nothing comes, then the connection closes
    DRIP = "drip"  # the body comes byte by byte, and not to its end
    RESET = "reset"  # the connection is reset before a reply
    TRUNCATED_GZIP = "truncated-gzip"  # half of a compressed body, with the length of that half
    TRUNCATED_BODY = "truncated-body"  # half of a body, with the length of the whole
    HTML = "html"  # a page with status 200
    CONTENT_TYPE = "content-type"  # the right body under another type
    EMPTY_PAGE = "empty-page"  # no rows, and yet a next page
    REPEATED_CURSOR = "repeated-cursor"  # the next page is this one
    SHORT_PAGE = "short-page"  # fewer rows than asked for, and yet a next page
    MISSING_GAMES = "missing-games"  # one game's rows are left out
    DUPLICATED_ROWS = "duplicated-rows"
    SWAPPED_IDS = "swapped-ids"  # two rows have each other's id
    NAME_VARIANTS = "name-variants"  # names written in other ways
    LATE_DATA = "late-data"  # what was true some hours before
    RENAMED_FIELD = "renamed-field"
    NUMBER_AS_STRING = "number-as-string"
    EXPIRED_KEY = "expired-key"
    EXHAUSTED_CREDITS = "exhausted-credits"


#: Seen by whoever looks at the reply alone; a further request is likely to be answered well.
TRANSPORT = (
    FaultKind.RATE_LIMIT,
    FaultKind.RATE_LIMIT_SILENT,
    FaultKind.HTTP_500,
    FaultKind.HTTP_502,
    FaultKind.HTTP_503,
    FaultKind.TIME_OUT,
    FaultKind.DRIP,
    FaultKind.RESET,
    FaultKind.TRUNCATED_GZIP,
    FaultKind.TRUNCATED_BODY,
    FaultKind.HTML,
    FaultKind.CONTENT_TYPE,
)
PAGING = (FaultKind.EMPTY_PAGE, FaultKind.REPEATED_CURSOR, FaultKind.SHORT_PAGE)
#: Seen only by whoever knows the data.
DATA = (
    FaultKind.MISSING_GAMES,
    FaultKind.DUPLICATED_ROWS,
    FaultKind.SWAPPED_IDS,
    FaultKind.NAME_VARIANTS,
    FaultKind.RENAMED_FIELD,
    FaultKind.NUMBER_AS_STRING,
)
STATUS = {FaultKind.HTTP_500: 500, FaultKind.HTTP_502: 502, FaultKind.HTTP_503: 503}


@dataclass(frozen=True, kw_only=True)
class FaultRule:
    """Where and how often one of some kinds happens.

    Attributes:
        kinds: one of them is drawn for each request that fails. A kind of PAGING that is drawn
            for a reply without a next page gives way to one of the others, if there is any.
        rate: share of requests that fail, 0 to 1.
        host: pattern of the host, with `*`.
        path: pattern of the path, with `*`.
        limit: how many requests fail at most; None for no limit.
    """

    kinds: Sequence[FaultKind]
    rate: float
    host: str = "*"
    path: str = "*"
    limit: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            raise ValueError(f"A fault's rate is a share between 0 and 1, not {self.rate}.")


def storm(rate: float, *, host: str = "*") -> FaultRule:
    """Everything that can befall a request on its way, all alike."""
    return FaultRule(kinds=(*TRANSPORT, *PAGING), rate=rate, host=host)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What was drawn for one request.

    Attributes:
        kind: what goes wrong.
        otherwise: what goes wrong where `kind` is one of PAGING and there is no next page.
        seed: of further draws, such as which row.
    """

    kind: FaultKind
    otherwise: FaultKind | None
    seed: str


@dataclass(frozen=True, kw_only=True)
class Pauses:
    """How long slow faults take, in seconds; tests make them short."""

    time_out_seconds: float = 3.0
    drip_seconds: float = 3.0
    retry_after_seconds: int = 1
    late_hours: float = 8.0


class Faults:
    """Draws faults: by seed, rule, URL and how often that URL was asked, so a retry draws anew."""

    def __init__(
        self, rules: Iterable[FaultRule] = (), *, seed: int = 7, pauses: Pauses | None = None
    ) -> None:
        self.rules = tuple(rules)
        self.pauses = pauses or Pauses()
        self._seed = seed
        self._asked: Counter[str] = Counter()
        self._happened: Counter[int] = Counter()
        self._lock = threading.Lock()

    def draw(self, host: str, path: str, url: str) -> Fault | None:
        """The fault of this request, by the first rule that strikes; None where none does.

        Args:
            host: the provider's host.
            path: of the request.
            url: host, path and query, without the key: what is counted.
        """
        if not self.rules:
            return None
        with self._lock:
            self._asked[url] += 1
            for number, rule in enumerate(self.rules):
                seed = f"{self._seed}/{number}/{url}/{self._asked[url]}"
                if self._strikes(number, rule, host, path, Random(seed)):
                    self._happened[number] += 1
                    return _drawn(rule, seed)
        return None

    def _strikes(self, number: int, rule: FaultRule, host: str, path: str, rng: Random) -> bool:
        if rule.limit is not None and self._happened[number] >= rule.limit:
            return False
        is_there = fnmatchcase(host, rule.host) and fnmatchcase(path, rule.path)
        return is_there and rng.random() < rule.rate


def _drawn(rule: FaultRule, seed: str) -> Fault:
    rng = Random(f"{seed}/kind")
    others = [kind for kind in rule.kinds if kind not in PAGING]
    otherwise = rng.choice(others) if others else None
    return Fault(kind=rng.choice(list(rule.kinds)), otherwise=otherwise, seed=seed)


def rule_of(text: str) -> FaultRule:
    """A rule as the command line writes it: KIND:RATE or KIND:RATE:HOST.

    Raises:
        ValueError: it is no such text; says what is wrong.

    >>> rule_of("http-503:0.1:api.balldontlie.io").host
    'api.balldontlie.io'
    """
    name, _, rest = text.partition(":")
    rate, _, host = rest.partition(":")
    kinds = {kind.value: kind for kind in FaultKind}
    if name not in kinds:
        raise ValueError(f"{name!r} is no fault. Take one of {', '.join(kinds)}.")
    try:
        share = float(rate)
    except ValueError:
        raise ValueError(f"{text!r} has no rate. Write it like {name}:0.1.") from None
    return FaultRule(kinds=(kinds[name],), rate=share, host=host or "*")
