"""The text of a commit: names and no values; and of the raising of the fence."""

from __future__ import annotations

import re

import sqlglot

from boxline.catalog.bigquery import refused
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.script import Staged, fence_of, script_of
from tests.stores.contract_suite import CALLS, LINES, SCORES

ADDRESS = Address(project="p", prefix="b")
STAGED = Staged(terms="`p.b_staging.t`", commits="`p.b_staging.c`", rows="`p.b_staging.r`")


def statements(table: object = LINES) -> list[str]:
    return script_of(ADDRESS, table, STAGED).removesuffix(";").split(";\n")  # type: ignore[arg-type]


def test_all_of_it_is_one_transaction_and_its_record_is_written_last() -> None:
    kinds = [statement.split()[0] for statement in statements()]
    assert kinds == [
        *("DECLARE", "DECLARE", "BEGIN"),
        *("SELECT", "SELECT", "SELECT", "MERGE", "SELECT"),
        *("MERGE", "DELETE", "INSERT", "COMMIT"),
    ]


def test_rows_are_merged_and_counted_within_a_span_of_days() -> None:
    touching = [one for one in statements() if "`p.b_toy_core.lines`" in one]
    assert len(touching) == 2
    assert all("`game_date` BETWEEN first_day AND last_day" in one for one in touching)


def test_it_holds_no_value_but_the_texts_of_its_checks() -> None:
    text = script_of(ADDRESS, SCORES, STAGED)
    literals = re.findall(r"'[^']*'", text)
    assert literals
    assert all(one.startswith("'boxline: ") for one in literals)
    assert set(re.findall(r"(?<![\w.`])\d+", text)) == {"0", "1"}  # 0 rows, more than 1 row


def test_a_raw_row_is_known_by_its_key_and_when_it_was_known() -> None:
    (merge,) = (one for one in statements(SCORES) if one.startswith("MERGE INTO `p.b_toy_raw"))
    assert "t.`known_at` = s.`known_at`" in merge


def test_a_history_is_known_by_its_version_too() -> None:
    (merge,) = (one for one in statements(CALLS) if one.startswith("MERGE INTO `p.b_toy_pred"))
    assert "t.`version` = s.`version`" in merge


def test_its_queries_are_such_as_bigquery_takes() -> None:
    queries = [one for one in statements() if one.startswith("SELECT")]
    known = [
        sqlglot.parse_one(one.replace("ERROR(", "CONCAT("), read="bigquery") for one in queries
    ]
    assert [found for tree in known for found in refused(tree)] == []


def test_an_opening_compares_the_fence_with_its_token_before_it_writes_it() -> None:
    found = fence_of(ADDRESS, 7).removesuffix(";").split(";\n")
    kinds = [statement.split()[0] for statement in found]
    assert kinds == ["BEGIN", "SELECT", "DELETE", "INSERT", "COMMIT"]
    assert "FROM `p.b_ops.fence`) > 7, ERROR('boxline: a later run" in found[1]
    assert found[3] == "INSERT INTO `p.b_ops.fence` (token) SELECT 7"
