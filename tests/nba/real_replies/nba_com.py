"""NBA.com's real replies."""

from tests.nba.real_replies.loading import Case

CASES = (
    Case(
        dataset="nba_raw.nbac_schedule",
        file="nba_com/schedule_league_v2/80cb1fd6.json.gz",
        kept=1400,
    ),
)
