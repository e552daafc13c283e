"""Incident 13: a live export that was 373 hours old.

On 12 January `today.json` still told of 28 December: nothing said which day a file was for, and
nobody compared. Here each document carries its day, the manifest tells it again, and a set whose
days lie behind is an alarm, as are live documents that stand still while a game is on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from boxline.domain.days import from_eastern
from boxline.engine.calendar import Game
from boxline.engine.documents import NewDocument
from boxline.health.examining.publications import live_stale, publications_of, publish_stale
from boxline.stores.published import Published

MADE = datetime(2025, 12, 28, 4, tzinfo=UTC)
DAY = date(2025, 12, 27)


def published(path: Path) -> Published:
    found = Published(path)
    found.publish(
        [
            NewDocument(
                dataset="nba_exports.live",
                path="v1/live/latest.json",
                day=DAY,
                body=b"{}",
                rows=1,
                inputs=1,
                code="c",
                standing="live",
            )
        ],
        MADE,
    )
    return found


def test_incident_13_documents_that_are_373_hours_old_are_an_alarm_that_says_so(
    tmp_path: Path,
) -> None:
    found = publications_of(published(tmp_path).manifest(), ["nba_exports.live"], [])
    assert list(publish_stale.judge(published=found, now=MADE)) == []
    (one,) = publish_stale.judge(published=found, now=MADE + timedelta(hours=373))
    assert "for 2025-12-27, 16 days ago; the set was made 373.0 h ago" in one.found


def test_incident_13_scores_that_stand_still_are_an_alarm_while_a_game_is_on(
    tmp_path: Path,
) -> None:
    start = from_eastern(DAY, "22:30")
    game = Game("nba", "1", DAY, "2025-26", "regular", start, False, (1, 2))
    found = publications_of(published(tmp_path).manifest(), ["nba_exports.live"], [game])
    assert start < MADE
    assert list(live_stale.judge(published=found, now=MADE + timedelta(minutes=45))) == []
    (one,) = live_stale.judge(published=found, now=MADE + timedelta(minutes=46))
    assert one.found == "1 games are on; made 0.8 h ago"
