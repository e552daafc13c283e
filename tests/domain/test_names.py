"""Two spellings are one name when their normalised forms are equal, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.domain.names import normalised_name

SAME = [
    ("Luka Dončić", "luka doncic"),
    ("Porzingis, Kristaps", "Kristaps Porziņģis"),
    ("Dennis Schröder", "DENNIS SCHRODER"),
    ("Dennis Schro\u0308der", "Dennis Schröder"),  # the mark as a letter of its own
    ("De'Aaron Fox", "De\u2019Aaron Fox"),
    ("P.J. Washington Jr.", "PJ Washington"),
    ("Hardaway Jr., Tim", "Tim Hardaway Jr."),
    ("Hardaway Jr., Tim", "Tim Hardaway"),
    ("Xavier Tillman, Sr.", "Xavier Tillman"),
    ("Tillman Sr., Xavier", "Xavier Tillman"),
    ("Walker IV, Lonnie", "Lonnie Walker"),
    ("Ronald Holland II", "RONALD HOLLAND"),
    ("Shai Gilgeous-Alexander", "Gilgeous Alexander,Shai"),
    ("  Jalen   Green ", "Jalen Green"),
    ("Abel Sørvik", "Abel Sorvik"),
]

OTHERS = [
    ("Jalen Williams", "Jaylin Williams"),
    ("Jalen Green", "Green Jalen"),  # without a comma nothing is turned round
    ("Cam Johnson", "Cameron Johnson"),
    ("J. Green", "Jalen Green"),
    ("Ivan Johnson", "Johnson"),
    ("Marcus Morris", "Markieff Morris"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_a_name_are_the_same(one: str, other: str) -> None:
    assert normalised_name(one) == normalised_name(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_names_are_not_the_same(one: str, other: str) -> None:
    assert normalised_name(one) != normalised_name(other)


@pytest.mark.parametrize("name", ["", " ", "...", ", ", "-"])
def test_nothing_is_left_of_what_is_no_name(name: str) -> None:
    assert normalised_name(name) == ""


def test_a_suffix_that_is_the_whole_name_stays() -> None:
    assert normalised_name("Jr.") == "jr"


LETTERS = st.text("abcdefgh ijklmnopqrstuvwxyzÀÉîõüŞč.'-,", min_size=1, max_size=30)


@settings(deadline=None, derandomize=True)
@given(LETTERS)
def test_the_form_is_plain_and_its_own_form(name: str) -> None:
    form = normalised_name(name)
    assert form.isascii()
    assert form == " ".join(form.split())


@settings(deadline=None, derandomize=True)
@given(LETTERS)
def test_case_never_matters(name: str) -> None:
    assert normalised_name(name.upper()) == normalised_name(name.lower())
