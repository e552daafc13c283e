"""Who is let in, and who is told why he is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.errors import QueryRefused
from boxline.health.examining.bigquery_project import examine_bigquery
from boxline.health.examining.examined import Severity
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.opening import client_of
from tests.scale.bigquery.test_store_contract import OnBigQuery

GOOGLE = "bigquery://no-such-project/boxline"


@pytest.fixture
def no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "absent.json"))


def test_who_has_no_credentials_is_refused_with_what_google_says(no_credentials: None) -> None:
    with pytest.raises(QueryRefused, match=r"absent\.json was not found.*docs/bigquery\.md"):
        client_of(Address(project="no-such-project", prefix="boxline"))


def test_doctor_tells_that_there_are_no_credentials(no_credentials: None) -> None:
    (one,) = examine_bigquery(GOOGLE)
    assert one.is_problem
    assert "absent.json was not found" in one.found


def test_doctor_tells_whether_a_warehouse_stands_there(tmp_path: Path, address: Address) -> None:
    url = f"bigquery://{address.project}/{address.prefix}?endpoint={address.endpoint}"
    (before,) = examine_bigquery(url)
    with OnBigQuery(tmp_path, address).opened():
        (after,) = examine_bigquery(url)
    assert (before.severity, after.severity) == (Severity.WARNING, Severity.FINE)
