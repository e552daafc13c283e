"""What befalls replies: by seed, night, URL, how often that was asked, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from boxline.sandbox.servers import FaultKind, FaultRule, Faults, Pauses, storm
from boxline.sandbox.servers.faults import Fault

#: Slow faults, made short.
PAUSES = Pauses(time_out_seconds=0.1, drip_seconds=0.1, retry_after_seconds=0)

#: Wrong words that come in good form. Whoever takes them at their word is put right by the reply
#: that is asked for again two days later, so they befall a URL on its first night only. What each
#: leaves to be told stands in `wrong_words`: rows that are lacking, that are refused, or that are
#: other than another source's. A number as text, where a reader takes it for the number, says the
#: same; what was true hours before is either the same or lacks games, of which gaps tell once they
#: are due.
WRONG_WORDS = (
    FaultKind.MISSING_GAMES,
    FaultKind.DUPLICATED_ROWS,
    FaultKind.SWAPPED_IDS,
    FaultKind.RENAMED_FIELD,
    FaultKind.NUMBER_AS_STRING,
    FaultKind.LATE_DATA,
)

#: Providers that may be out, by a host of theirs.
HOSTS = ("api.balldontlie.io", "stats.nba.com", "cdn.nba.com")

#: Path -> dataset, where such a reply is asked for again: box scores of a day.
ASKED_AGAIN = {
    "/v1/stats": "nba_raw.bdl_player_box_scores",
    "/stats/leaguegamelog": "nba_raw.nbac_player_boxscore",
}

#: The source whose ids of players somebody goes by: names are looked up among those whom it lists,
#: and what it says of an id is compared with what others do. Of balldontlie's players ids are kept
#: and nothing goes by them, because a line is his whose name it bears: two that are swapped there
#: change nothing, and nobody has to be told.
GOES_BY_IDS = ASKED_AGAIN["/stats/leaguegamelog"]
#: The source that has the same ids, with which it is compared.
IDS_BESIDE = "nba_raw.nbac_team_boxscore"

#: Faults of a body alone, which nobody reads of a reply that says no more than its status.
OF_BODIES = (
    FaultKind.CONTENT_TYPE,
    FaultKind.DRIP,
    FaultKind.TRUNCATED_BODY,
    FaultKind.TRUNCATED_GZIP,
)


class Weather(Faults):
    """The faults of every night.

    Args:
        night: which night it is; negative for calm.
        out: which of the hosts answers nothing; negative for none.
    """

    def __init__(self, *, seed: int, night: Callable[[], int], out: Callable[[], int]) -> None:
        super().__init__((), seed=seed, pauses=PAUSES)
        self._night, self._out, self._of = night, out, seed
        self._first_night: dict[str, int] = {}

    def draw(self, host: str, path: str, url: str) -> Fault | None:
        """The fault of this request; None in calm."""
        night, out = self._night(), self._out()
        if out >= 0 and host == HOSTS[out]:
            return Fault(kind=FaultKind.HTTP_503, otherwise=None, seed="")
        if night < 0:
            return None
        self.rules = rules_of(self._of, night)
        is_first = self._first_night.setdefault(url, night) == night
        found = super().draw(host, path, url)
        if found and found.kind in WRONG_WORDS and not is_first:
            return None
        return found


def rules_of(seed: int, night: int) -> tuple[FaultRule, ...]:
    """The rules of one night."""
    rng = Random(f"weather {seed}/{night}")
    rate = rng.choice((0.05, 0.1, 0.2))
    wrong = [FaultRule(kinds=WRONG_WORDS, rate=rate, path=f"{path}*") for path in ASKED_AGAIN]
    return (*wrong, storm(rate))
