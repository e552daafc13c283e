"""The answer to why a prediction is what it is: its parts as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from boxline.forecasting.model import Model
from boxline.nba.why.drivers import Trees
from boxline.nba.why.spread import Bar

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Absent:
    """A team-mate who may miss the game.

    Attributes:
        status: what the reports say of him; None where they leave him out.
        play_probability: that he plays.
        minutes, amount: what he does if he plays; `amount` of the prop, None where it is not kept.
    """

    player_id: int
    status: str | None
    play_probability: float
    minutes: float
    amount: float | None


@dataclass(frozen=True, kw_only=True)
class Inside:
    """Minutes times a rate, which `gradient_boosting` has beside its trees.

    Attributes:
        minutes: expected if he plays.
        rate: of the prop per minute.
        share: how much their product counts in its number, 0 to 1.
    """

    minutes: float
    rate: float
    share: float


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one system says.

    Attributes:
        weight: its share in the ensemble; None of one that is no member.
    """

    system: str
    population: str
    forecast: float | None
    forecast_is: str
    chance_over: float | None
    not_made_reason: str | None
    weight: float | None


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of it: `actual` of the prop, or why it is void."""

    actual: int | None
    void_reason: str | None


@dataclass(frozen=True, kw_only=True)
class Why:
    """One player's prop in one game, explained.

    Attributes:
        prediction: the active version of the system whose number is explained, as it stands in
            `nba_predictions.player_prop_predictions`.
        each_prop: the same of every prop that is predicted of him, by that system.
        play_probability: that he plays; None where no such row is held. All numbers suppose it.
        vacated_minutes, vacated_amount: what all team-mates who may miss the game leave.
        trees: why `gradient_boosting` says what it says; None with `trees_missing_reason`.
        champion: who speaks first of the prop that week, and whom it beat, as it stands in
            `nba_predictions.champions`; None where nobody does yet.
        is_of_other_features: whether the features have been corrected since, so that the trees
            and `inside` speak of the present ones.
        is_of_other_models: whether its number is not what the models of the week say now, because
            they were fitted, or fitted anew, after it was made.
    """

    player_id: int
    prop: str
    game_id: str
    day: date
    tipped_off_at: datetime | None
    is_home: bool | None
    prediction: Row
    each_prop: tuple[Row, ...]
    play_probability: float | None
    status_source: str | None
    absent: tuple[Absent, ...]
    vacated_minutes: float | None
    vacated_amount: float | None
    inside: Inside | None
    trees: Trees | None
    trees_missing_reason: str
    is_of_other_features: bool
    is_of_other_models: bool
    bars: tuple[Bar, ...]
    systems: tuple[Said, ...]
    champion: Row | None
    came: Came | None


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is held of one player's game.

    Attributes:
        versions: rows of `nba_predictions.player_prop_predictions` of him and the day.
        game: its row of `nba_core.games`.
        features: his row of `nba_precompute.ml_feature_store`; None where there is none.
        side: rows of `nba_analytics.expected_availability` of his team in this game.
        models: of the day, by name, as far as they could be read.
        champion: the week's row of `nba_predictions.champions` for the prop; None without one.
        weights: of the ensemble for the prop; None before any were learnt.
        models_missing_reason: why models are lacking; empty where they are there.
        grades: rows of `nba_predictions.prediction_accuracy` of him and the day.
    """

    versions: Sequence[Row]
    game: Row
    features: Row | None
    side: Sequence[Row]
    models: Mapping[str, Model]
    champion: Row | None
    weights: Mapping[str, float] | None
    models_missing_reason: str
    grades: Sequence[Row]
