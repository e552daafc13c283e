"""Documents as HTTP gives them: tags, what may be kept how long, compressed, and never a mix."""

from __future__ import annotations

import gzip
import hashlib
from datetime import timedelta
from pathlib import Path

import anyio
import pytest

from boxline.stores.published import Published
from boxline.web.api import bodies, documents
from tests.web.api.asking import DAY, NOW, Asker, app_over, document, fresh_home, publish
from tests.web.api.conftest import TEXT

RESULTS = f"/v1/results/{DAY}.json"
LARGE = "/v1/tonight/all-players.json"
PLAIN = {"Accept-Encoding": "identity"}


def test_a_document_is_given_as_it_was_published(small: Asker) -> None:
    answer = small(RESULTS)
    assert (answer.status_code, answer.content) == (200, b'{"rows":[]}')
    assert answer.headers["Content-Type"] == "application/json"


def test_its_tag_is_the_manifests_hash_of_it(small: Asker) -> None:
    sha256 = hashlib.sha256(TEXT).hexdigest()
    assert small(LARGE, headers=PLAIN).headers["ETag"] == f'"{sha256[:32]}"'


@pytest.mark.parametrize("given", ["{}", 'W/{}, "x"', '"x", {}', "*"])
def test_a_reader_who_has_it_is_told_so_without_a_body(small: Asker, given: str) -> None:
    tag = small(LARGE).headers["ETag"]
    answer = small(LARGE, headers={"If-None-Match": given.format(tag)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag


def test_a_reader_who_has_another_one_is_given_it(small: Asker) -> None:
    assert small(LARGE, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_long_text_is_compressed_for_who_takes_it_under_another_tag(small: Asker) -> None:
    plain = small(LARGE, headers=PLAIN)
    packed = small(LARGE, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(TEXT) / 10
    assert packed.content == plain.content == TEXT
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_a_table_is_sent_as_it_is(small: Asker) -> None:
    answer = small("/data/results.parquet", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Type"] == "application/vnd.apache.parquet"


def test_what_is_asked_for_again_is_read_hashed_and_compressed_once(
    small: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = small(LARGE)

    def again(*_: object, **__: object) -> bytes:
        raise AssertionError("it was made again")

    monkeypatch.setattr(hashlib, "sha256", again)
    monkeypatch.setattr(gzip, "compress", again)
    monkeypatch.setattr(Path, "read_bytes", again)
    assert small(LARGE).content == first.content


@pytest.mark.parametrize(
    "path", [RESULTS, LARGE, "/manifest.json", "/health", "/data/results.parquet"]
)
def test_head_gives_the_headers_alone(small: Asker, path: str) -> None:
    got, head = small(path), small(path, method="HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        (RESULTS, 86_400),
        ("/v1/live/latest.json", 60),
        (LARGE, 300),
        ("/manifest.json", 300),
        ("/data/results.parquet", 300),
        (f"/sets/00000001{RESULTS}", 86_400),
    ],
)
def test_a_reader_may_keep_it_as_long_as_it_stays(small: Asker, path: str, seconds: int) -> None:
    assert small(path).headers["Cache-Control"] == f"public, max-age={seconds}"


def test_a_document_of_today_may_change_soon(tmp_path: Path) -> None:
    today = DAY + timedelta(days=1)
    home = fresh_home(tmp_path, document(f"v1/results/{today}.json", day=today))
    answer = Asker(app_over(home))(f"/v1/results/{today}.json")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_a_page_is_asked_for_each_time(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document("site/index.html", day=DAY))
    ask = Asker(app_over(home))
    answer = ask("/site/index.html")
    assert answer.headers["Cache-Control"] == "public, max-age=0"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/results/2020-01-01.json",
        "/v1/%2e%2e/%2e%2e/ledger.sqlite",
        "/v1/%2e%2e%2f%2e%2e%2fledger.sqlite",
        "/v1//etc/passwd",
        "/v1/results",
        "/v1/",
        "/v1/results/2025-01-15.json%00",
        "/site/index.html",
        "/data/../../../ledger.sqlite",
        "/sets/00000001/../../ledger.sqlite",
        "/sets/..%2f..%2fledger.sqlite/x",
        "/sets/../v1/x",
        "/sets/00000009/manifest.json",
        "/ledger.sqlite",
    ],
)
def test_only_what_the_manifest_lists_is_there(small: Asker, path: str) -> None:
    answer = small(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["next_step"]


def test_what_was_withdrawn_says_why(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document(), document("v1/old.json"))
    home.published.publish([], NOW, withdrawn={"v1/old.json": "it is told elsewhere"})
    answer = Asker(app_over(home))("/v1/old.json")
    assert answer.status_code == 410
    assert "it is told elsewhere" in answer.json()["detail"]


def test_the_front_leads_to_the_pages_where_there_are_any(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document())
    ask = Asker(app_over(home))
    assert ask("/").headers["Location"] == "/docs"
    publish(home.published, document("site/index.html", b"<!doctype html>"))
    assert ask("/").headers["Location"] == "/site/index.html"
    assert ask("/site/index.html").headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_folder_of_pages_gives_its_index(tmp_path: Path) -> None:
    pages = [document(f"site/{name}index.html", name.encode()) for name in ("", "players/")]
    ask = Asker(app_over(fresh_home(tmp_path, *pages)))
    assert [ask("/site/").content, ask("/site/players/").content] == [b"", b"players/"]


def test_before_anything_is_published_it_says_what_to_do(tmp_path: Path) -> None:
    ask = Asker(app_over(fresh_home(tmp_path)))
    for path in (RESULTS, "/manifest.json"):
        answer = ask(path)
        assert (answer.status_code, answer.json()["next_step"]) == (
            503,
            "Run `boxline run` on the server.",
        )


def test_a_new_set_is_given_at_once_and_the_old_one_by_its_name(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document(body=b'{"n":1}'))
    ask = Asker(app_over(home))
    before = ask(RESULTS)
    publish(home.published, document(body=b'{"n":2}'))
    after = ask(RESULTS)
    assert (before.json(), after.json()) == ({"n": 1}, {"n": 2})
    assert before.headers["ETag"] != after.headers["ETag"]
    of_before = ask(f"/sets/{before.headers['Boxline-Set']}{RESULTS}")
    assert of_before.json() == {"n": 1}


def test_a_set_that_never_became_current_is_not_there(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document())
    abandoned = home.published.current.parent / "sets" / "00000002"
    abandoned.mkdir()
    (abandoned / "manifest.json").write_text('{"made_at": "2025-01-15T00:00:00Z", "documents": {}}')
    assert Asker(app_over(home))("/sets/00000002/manifest.json").status_code == 404


def test_bytes_that_are_not_those_that_were_published_are_not_given(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document())
    (home.published.current / RESULTS[1:]).write_bytes(b'{"rows":[9]}')
    answer = Asker(app_over(home))(RESULTS)
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text


def test_a_manifest_that_cannot_be_read_is_told_without_its_place(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document())
    (home.published.current / "manifest.json").write_text("{")
    answer = Asker(app_over(home))(RESULTS)
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text


def test_a_table_is_sent_from_its_file_and_in_parts(
    small: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies.Bodies, "load", None)  # nothing is kept
    whole = small("/data/results.parquet")
    assert whole.content == b"PAR1" * 1000
    part = small("/data/results.parquet", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"PAR1")
    assert part.headers["Content-Range"] == "bytes 4-7/4000"
    monkeypatch.setattr(anyio, "open_file", None)  # nothing is read
    head = small("/data/results.parquet", method="HEAD")
    assert (head.content, head.headers["Content-Length"]) == (b"", "4000")
    assert head.headers["Accept-Ranges"] == "bytes"


def test_a_part_is_given_of_the_same_table_alone(small: Asker) -> None:
    tag = small("/data/results.parquet").headers["ETag"]
    asked = {"Range": "bytes=0-3"}
    assert small("/data/results.parquet", headers={**asked, "If-Range": tag}).status_code == 206
    other = small("/data/results.parquet", headers={**asked, "If-Range": '"another"'})
    assert (other.status_code, len(other.content)) == (200, 4000)
    beyond = small("/data/results.parquet", headers={"Range": "bytes=9000-"})
    assert beyond.status_code == 416


def test_a_document_too_large_to_keep_is_sent_from_its_file(
    small: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGEST_KEPT", 100)
    monkeypatch.setattr(bodies.Bodies, "load", None)
    assert small(LARGE).content == TEXT


def test_what_was_asked_for_longest_ago_is_let_go_of(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document(), document("v1/other.json", b'{"other":1}'))
    current = Asker(app_over(home)).app.state.boxline.sets.current()
    first, second = (current.documents[path] for path in (RESULTS[1:], "v1/other.json"))
    kept = bodies.Bodies(kept_bytes=15)
    kept.load(first, compressed=False)
    kept.load(second, compressed=False)
    assert kept.kept(first.sha256, compressed=False) is None
    assert kept.kept(second.sha256, compressed=False) == b'{"other":1}'


def test_a_published_folder_that_is_made_anew_is_read_anew(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home", document(body=b'{"n":1}'))
    ask = Asker(app_over(home))
    assert ask(RESULTS).json() == {"n": 1}
    home.published.current.parent.rename(tmp_path / "moved")
    publish(Published(home.published.current.parent), document(body=b'{"n":2}'))
    assert ask(RESULTS).json() == {"n": 2}
