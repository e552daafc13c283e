"""Hostile values of parameters change nothing but themselves: in a URL, a path, or a query.

What a user gives with `--param`, and what rows of other providers' replies are asked about by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import httpx
import pytest

from boxline.catalog import EachGame, EachRow, Raw, Request
from boxline.cli.loading import read_params
from boxline.engine.fetch_plan import fetch_of
from boxline.engine.ports import Landed
from boxline.errors import BadParam, BoxlineError, RequestRefused
from boxline.fetching.sending import params_of, path_of
from boxline.home.fetching import fetcher_of
from boxline.leagues import whole_catalog
from boxline.stores.asking import asking_rows
from boxline.stores.landing import Landing
from tests.builders import NOON, home_at
from tests.fetching.sandboxed import fetching_home, sandbox

HOSTILE = (
    *("../../etc/passwd", "..", ".", "...", "/", "//x", "a/b", "a\\b", "/etc/passwd", "~", "-rf"),
    *("?x=1&apiKey=2", "#f", "&date=2020-01-01", "a=b&c", "%2e%2e", "%2F", "%", "%00", "+", " "),
    *("'; DROP TABLE x;--", '" OR 1=1', "' OR ''='", "\\'", "x) --", "*", "$(rm -rf)", "`id`"),
    *("a\r\nHost: elsewhere", "a\nb", "\r", "\t", "\0", "a\0b", "\x1b[2J", "\x7f", "\x85"),
    *("{date}", "{0.__class__}", "{{date}}", "%(date)s", "\u202e", "\u0130\u0307", "\U0001f3c0"),
    *("unknown", "null", "@", ":80", "user:pass@host", ";", ",", "e\u0301", "\u2028", "\ufeff"),
)
FAR_TOO_LONG = "x/" * 5_000

WORDS = {"date": "2025-01-15", "game_id": "0022400001", "away": "BOS", "home": "NYK"}
REQUEST = Request(
    path="/v1/{date}/game_{game_id}.json",
    about=EachGame(),
    params={"id": "{game_id}", "both": "{away}@{home}", "page": "1"},
)
CATALOG = whole_catalog()
FETCHED = [raw for raw in CATALOG.raw if raw.request is not None]
RECORDED = Path(__file__).parents[1] / "recorded"
BOX_SCORE = next(raw for raw in FETCHED if raw.name == "nba_raw.nbac_team_boxscore")


def is_itself(request: Request, words: Mapping[str, str]) -> bool:
    """Whether the URL that goes out holds these words where the templates say, and nothing else."""
    base = f"https://api.who.test{path_of(request, words)}"
    url = httpx.Request("GET", base, params=params_of(request, words)).url
    path, _, query = url.raw_path.decode("ascii").partition("?")
    said = {name: request.spelled.get(name, {}).get(word, word) for name, word in words.items()}
    wanted = {name: text.format_map(said) for name, text in request.params.items()}
    return (
        (url.scheme, url.netloc, url.fragment) == ("https", b"api.who.test", "")
        and [unquote(part) for part in path.split("/")]
        == [part.format_map(said) for part in request.path.split("/")]
        and parse_qsl(query, keep_blank_values=True) == list(wanted.items())
    )


@pytest.mark.parametrize("value", [*HOSTILE, FAR_TOO_LONG], ids=lambda value: ascii(value)[:20])
def test_in_a_url_a_value_is_one_segment_and_one_parameter(value: str) -> None:
    assert is_itself(REQUEST, {**WORDS, "game_id": value, "home": value})


@pytest.mark.parametrize("raw", FETCHED, ids=lambda raw: raw.name)
def test_no_dataset_puts_a_value_where_it_means_more(raw: Raw) -> None:
    request = raw.request
    while request is not None:
        for value in HOSTILE:
            assert is_itself(request, dict.fromkeys(request.known, value)), value
        request = request.otherwise


def test_a_word_is_spelled_as_the_provider_does_in_the_path_too() -> None:
    request = Request(
        path="/{season_type}",
        about=EachGame(),
        params={"type": "{season_type}"},
        spelled={"season_type": {"regular": "Regular Season"}},
    )
    assert path_of(request, {"season_type": "regular"}) == "/Regular%20Season"
    assert params_of(request, {"season_type": "regular"}) == {"type": "Regular Season"}


def test_what_no_url_can_hold_is_refused_and_its_key_not_told(tmp_path: Path) -> None:
    home = fetching_home(tmp_path, None)
    raw = CATALOG["nba_raw.odds_api_player_props"]
    assert isinstance(raw, Raw)
    assert raw.request is not None
    fetch = fetch_of(raw, raw.request, {**WORDS, "event_id": "x" * 100_000}, NOON)
    with fetcher_of(home, "r") as fetcher:
        failure = fetcher.fetch(fetch).failure
    assert isinstance(failure, RequestRefused)
    assert str(failure).startswith("odds_api: api.the-odds-api.com: no URL can ask for that")
    assert "key" not in str(failure)


@pytest.mark.parametrize("value", ["\ud800", "a\udcff"])
def test_a_value_that_is_no_text_is_no_parameter(value: str) -> None:
    with pytest.raises(BadParam):
        read_params([f"game_id={value}"])


def test_a_parameter_s_name_is_a_name() -> None:
    for text in ("=x", "a b=x", "../x=1", "a", "a=", "1=2", "a-b=c", "\0=x"):
        with pytest.raises(BadParam):
            read_params([text])
    assert read_params(["a==b=c"]) == {"a": "=b=c"}


def test_a_cell_is_named_by_its_own_values_alone() -> None:
    about = EachRow(dataset="x", columns={"event": "event_id", "kind": "kind"}, starts="starts_at")
    request = Request(path="/{event}/{kind}", about=about)
    assert request.cell({"event": "a&kind=b", "kind": "c"}) != request.cell(
        {"event": "a", "kind": "b&kind=c"}
    )
    assert request.cell({"event": "a", "kind": "b"}) == "event=a&kind=b"


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
def test_in_landing_a_value_is_one_folder_from_which_it_can_be_read(
    tmp_path: Path, value: str
) -> None:
    landed = land(tmp_path / "landing", value)
    (page,) = landed.pages
    folders = page.path.split("/")[:-1]
    assert [unquote(folder) for folder in folders] == ["nba-com", "team-boxscore", value, value]
    assert not {"", ".", ".."} & {*folders}
    assert files_beneath(tmp_path) == files_beneath(tmp_path / "landing" / "/".join(folders))
    assert [found.asked for found in Landing(str(tmp_path / "landing")).described()] == [
        {"date": value, "game_id": value}
    ]


def test_values_that_are_too_long_for_a_folder_stay_apart(tmp_path: Path) -> None:
    paths = [land(tmp_path, FAR_TOO_LONG + end).pages[0].path for end in "ab"]
    assert len({path.rpartition("/")[0] for path in paths}) == 2
    asked = [found.asked["date"] for found in Landing(str(tmp_path)).described()]
    assert sorted(asked) == [f"{FAR_TOO_LONG}a", f"{FAR_TOO_LONG}b"]


@pytest.mark.parametrize(
    "name",
    [
        "a.x y",
        "a.\n",
        f"a.{300 * 'x'}",
        "..",
        "a..",
        "a./b",
        "a.{date}",
        "a.json\0",
        "a.\u00e9",
        "",
    ],
)
def test_however_a_file_was_called_it_lands(tmp_path: Path, name: str) -> None:
    landed = Landing(str(tmp_path)).land(
        BOX_SCORE, [(name, b"{}")], fetched_at=NOON, batch="b", asked={}
    )
    assert landed.pages[0].path.endswith(".bin.zst")
    assert landed.pages[0].file_name == name
    assert Landing(str(tmp_path)).read(landed.pages[0]) == b"{}"


def test_what_rows_ask_about_comes_out_as_it_was_sent(tmp_path: Path) -> None:
    event = json.loads((RECORDED / "odds_api_events.json").read_text())[0]
    events = [{**event, "id": value} for value in HOSTILE]
    home = home_at(tmp_path / "home")
    raw = home.catalog["nba_raw.odds_api_events"]
    assert isinstance(raw, Raw)
    asked = {"date": "'; DROP TABLE nba_raw.odds_api_events;--"}
    body = json.dumps(events).encode()
    home.land(raw, [("events.json", body)], fetched_at=NOON, asked=asked)
    report = home.load("test")
    assert not report.failures
    with home.warehouse("test") as warehouse:
        rows = asking_rows(warehouse.connection, raw, ["event_id"], NOON)
    assert {row["event_id"] for row in rows} == {*HOSTILE}
    assert [(name, given) for name, given, _ in home.ledger.answered(NOON)] == [(raw.name, asked)]


def test_a_server_is_asked_for_the_value_itself(tmp_path: Path) -> None:
    names = ("nba_raw.bigdataball_play_by_play", "nba_raw.nbac_team_boxscore")
    with (
        sandbox() as server,
        fetcher_of(fetching_home(tmp_path, server, fetch_tries=1), "r") as fetcher,
    ):
        for value in HOSTILE[::2]:
            before = len(server.log.after())
            for name in names:
                raw = CATALOG[name]
                assert isinstance(raw, Raw)
                assert raw.request is not None
                words = {**WORDS, "season": "2024-25", "game_id": value}
                answer = fetcher.fetch(fetch_of(raw, raw.request, words, NOON))
                assert isinstance(answer.failure, BoxlineError)
            csv, *others = server.log.after(before)
            assert (csv.path, csv.query) == (f"/2024-25/2025-01-15/game_{value}.csv", "")
            assert any(value in f"{seen.path} {seen.query}" for seen in others), value
            assert {seen.host for seen in others} <= {"stats.nba.com", "cdn.nba.com"}


def land(root: Path, value: str) -> Landed:
    asked = {"date": value, "game_id": value}
    return Landing(str(root)).land(
        BOX_SCORE, [("reply.json", b"{}")], fetched_at=NOON, batch="b", asked=asked
    )


def files_beneath(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
