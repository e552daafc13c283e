"""BigDataBall's real files."""

from tests.real_replies.loading import Case

FOLDER = "bigdataball"

CASES = (
    Case(
        dataset="nba_raw.bigdataball_play_by_play",
        file="bigdataball/playbyplay_csv/746cfbef.csv",
        kept=510,
    ),
)

UNREAD: dict[str, str] = {}
