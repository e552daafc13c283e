"""The MLB Stats API's real replies."""

from tests.real_replies.loading import Case

FOLDER = "mlb_stats_api"

_GAME_FEEDS = {"07e73ca4.json.gz": 225, "1772a577.json": 68, "485e4a33.json.gz": 374}
_SCHEDULES = {
    "schedule/00674d89.json": 11,
    "schedule/140756da.json": 15,
    "schedule/3da8461f.json": 15,
    "schedule/ac63c9c3.json": 15,
    "team_schedule/2956058d.json": 1,
    "team_schedule/8e2dea05.json": 1,
}
#: Of one person each, with statistics that other datasets count themselves.
_PEOPLE = (
    "people/0669f1d1.json",
    "people/355c292f.json",
    "people_stats_empty/0b68f2f3.json",
    "people_stats_empty/7ef27e32.json",
    "people_stats_hitting/0119d858.json",
    "people_stats_hitting/01efd6a4.json",
    "people_stats_hitting/02796daa.json",
    "people_stats_hitting/02a0b262.json",
    "people_stats_pitching/002df83f.json",
    "people_stats_pitching/0130489e.json",
    "people_stats_pitching/11f1de93.json",
    "people_stats_pitching/20dad19a.json",
)
_SPLITS = (
    "stat_splits_batter/002ca762.json",
    "stat_splits_batter/011ac149.json",
    "stat_splits_pitcher/003ac8df.json",
    "stat_splits_pitcher/0d8b85e5.json",
)
#: Two pairs who never met.
_MEETINGS = ("batter_vs_pitcher/02a43d62.json", "batter_vs_pitcher/0f9a3e95.json")


def _case(dataset: str, file: str, kept: int) -> Case:
    return Case(dataset=f"mlb_raw.{dataset}", file=f"{FOLDER}/{file}", kept=kept)


CASES = (
    *(_case("mlbapi_game_feed", f"game_feed_live/{n}", kept) for n, kept in _GAME_FEEDS.items()),
    *(_case("mlbapi_schedule", name, kept) for name, kept in _SCHEDULES.items()),
    *(_case("mlbapi_people", name, 1) for name in _PEOPLE),
    *(_case("mlbapi_player_splits", name, 2) for name in _SPLITS),
    *(_case("mlbapi_batter_vs_pitcher", name, 0) for name in _MEETINGS),
)

#: File -> why no dataset reads it.
UNREAD = {
    "mlb_stats_api/team_stats/27c71cea.json": "a club's season up to a day: its games give it",
    "mlb_stats_api/team_stats/31f71e3d.json": "a club's season up to a day: its games give it",
}
