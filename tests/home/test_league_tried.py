"""Which league a backtest tries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boxline.catalog import Catalog
from boxline.errors import BadWindow, UnknownName
from boxline.home.backtests import league_to_try, props_of
from boxline.leagues import load_catalog

ONE = load_catalog()
(ONLY,) = ONE.leagues.values()
OTHER, UNGRADED = replace(ONLY, name="other"), replace(ONLY, name="young", graded="")


def knowing(*more: object) -> Catalog:
    """The catalog with further leagues."""
    return replace(ONE, leagues={**ONE.leagues, **{one.name: one for one in more}})  # type: ignore[attr-defined]


def test_the_only_league_whose_predictions_are_graded_need_not_be_named() -> None:
    assert league_to_try(ONE, None) is ONLY
    assert league_to_try(knowing(UNGRADED), None) is ONLY


def test_of_several_one_must_be_named() -> None:
    several = knowing(OTHER, UNGRADED)
    with pytest.raises(BadWindow, match=f"--league {ONLY.name} or --league other"):
        league_to_try(several, None)
    assert league_to_try(several, "other") is OTHER


@pytest.mark.parametrize("name", ["young", "othr", ""])
def test_a_league_without_graded_predictions_is_refused(name: str) -> None:
    with pytest.raises(UnknownName):
        league_to_try(knowing(OTHER, UNGRADED), name)


def test_the_props_that_can_be_asked_for_are_those_of_its_grades() -> None:
    assert "points" in props_of(ONE, ONLY)
