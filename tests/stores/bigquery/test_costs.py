"""What a run may cost."""

from __future__ import annotations

import pytest

from boxline.errors import CostCeiling
from boxline.stores.bigquery.costs import Costs


def test_the_next_query_may_cost_what_is_left() -> None:
    costs = Costs(ceiling=100)
    costs.add(processed=7, billed=60)
    costs.add(processed=None, billed=None)  # a load
    assert (costs.left(), costs.jobs, costs.processed, costs.billed) == (40, 2, 7, 60)


def test_a_run_that_cost_its_ceiling_asks_nothing_more() -> None:
    costs = Costs(ceiling=100)
    costs.add(processed=100, billed=100)
    with pytest.raises(CostCeiling, match="BOXLINE_BIGQUERY_BYTES_PER_RUN"):
        costs.left()
