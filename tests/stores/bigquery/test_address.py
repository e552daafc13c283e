"""Where a warehouse on BigQuery is said to be."""

from __future__ import annotations

import pytest

from boxline.stores.bigquery import Address, address_of


def test_a_url_names_a_project_and_what_its_datasets_begin_with() -> None:
    found = address_of("bigquery://my-project/boxline")
    assert found == Address(project="my-project", prefix="boxline")
    assert found.table("nba_core.games") == "my-project.boxline_nba_core.games"
    assert found.quoted("nba_core.games") == "`my-project.boxline_nba_core.games`"


def test_a_url_may_name_where_datasets_are_made_and_an_emulator_of_this_machine() -> None:
    found = address_of("bigquery://p-1/b?location=EU&endpoint=http://127.0.0.1:9050")
    assert (found.location, found.endpoint) == ("EU", "http://127.0.0.1:9050")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bigquery://project",
        "bigquery://project/",
        "bigquery:///prefix",
        "https://project/prefix",
        "bigquery://project/with-dash",
        "bigquery://project/prefix/more",
        "bigquery://project/pre`fix",
        "bigquery://user@project/prefix",
        "bigquery://project/prefix?other=1",
        "bigquery://project/prefix?endpoint=http://example.com:80",
        "bigquery://project/prefix?endpoint=https://127.0.0.1",
        "bigquery://project/prefix?location=e`u",
    ],
)
def test_another_text_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        address_of(url)
