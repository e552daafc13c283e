"""Slowest and flakiest: figures over what runs recorded."""

from __future__ import annotations

from boxline.engine.reliability import Reliability, reliability


def test_each_dataset_is_told_by_its_work_its_failures_and_its_requests() -> None:
    seconds = {"a": [1.0, 9.0, 2.0]}
    failures = {"a": ["no space\nin detail"], "b": ["cut", "late", "late"]}
    assert reliability(seconds, failures, {"b": (10, 4)}) == [
        Reliability(
            dataset="a",
            done=3,
            failed=1,
            failed_share=0.25,
            median_seconds=2.0,
            worst_seconds=9.0,
            total_seconds=12.0,
            requests=0,
            requests_failed=0,
            most_often="no space",
        ),
        Reliability(
            dataset="b",
            done=0,
            failed=3,
            failed_share=1.0,
            median_seconds=None,
            worst_seconds=None,
            total_seconds=0.0,
            requests=10,
            requests_failed=4,
            most_often="late",
        ),
    ]


def test_what_fails_more_often_is_flakier_and_of_equals_whoever_failed_more() -> None:
    seconds = {"rarely": [1.0] * 9, "often": [1.0], "as often": [1.0, 1.0]}
    failures = {"rarely": ["x"], "often": ["x"], "as often": ["x", "x"]}
    found = sorted(reliability(seconds, failures, {}), key=lambda one: one.flakiness, reverse=True)
    assert [one.dataset for one in found] == ["as often", "often", "rarely"]
