"""Who is let in, and who is told why he is not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from boxline.errors import LeaseLost, QueryRefused
from boxline.health.examining.bigquery_project import examine_bigquery
from boxline.health.examining.examined import Severity
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.opening import client_of
from tests.scale.bigquery.test_store_contract import OnBigQuery
from tests.stores.contract_suite import ANN, LINES, MON, TUE, Held, committed, put

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


@dataclass
class Short(Held):
    """A lease that lapses while any one call is answered, unless it is renewed meanwhile."""

    seconds: float = 0.003
    renewals: int = 0

    def renew(self) -> None:
        self.renewals += 1


class Taken(Short):
    """One that another run has taken over."""

    def renew(self) -> None:
        raise LeaseLost(self.run_id)


def test_the_lease_is_renewed_while_tables_are_made(tmp_path: Path, address: Address) -> None:
    lease = Short()
    with OnBigQuery(tmp_path, address).opened(lease=lease):
        assert lease.renewals > 0


def test_the_lease_is_renewed_while_tables_are_shown(tmp_path: Path, address: Address) -> None:
    store, lease = OnBigQuery(tmp_path, address), Short()
    with store.opened() as warehouse:
        put(warehouse, ANN)
    with store.opened(lease=lease, prepare=False) as warehouse:
        lease.renewals = 0
        warehouse.showing([LINES.name])
        assert lease.renewals > 0


def test_who_lost_the_lease_makes_no_tables(tmp_path: Path, address: Address) -> None:
    store = OnBigQuery(tmp_path, address)
    with pytest.raises(LeaseLost), store.opened(lease=Taken()):
        pass
    with store.opened(prepare=False) as looked_at:
        assert LINES.name in looked_at.outdated


def test_who_opens_it_later_keeps_who_opened_it_before_from_committing(
    tmp_path: Path, address: Address
) -> None:
    """The later one has committed nothing yet, and has read what stands."""
    store = OnBigQuery(tmp_path, address)
    with (
        store.opened(lease=Held(token=1)) as earlier,
        store.opened(lease=Held(token=2)),
        pytest.raises(LeaseLost),
    ):
        put(earlier, ANN)
    with pytest.raises(LeaseLost), store.opened(lease=Held(token=1)):
        pass
    assert committed(store, LINES.name) == {}


def test_who_only_looks_keeps_nobody_from_committing(tmp_path: Path, address: Address) -> None:
    store = OnBigQuery(tmp_path, address)
    looking = store.opened(lease=Held(token=2), prepare=False)
    with store.opened(lease=Held(token=1)) as at_work, looking:
        put(at_work, ANN)
    assert committed(store, LINES.name) == {MON: (1, 0), TUE: (0, 0)}
