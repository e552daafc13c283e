"""What the endpoints that act take, and what they answer; a field that is not here is refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

Day = Annotated[
    StrictStr,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A league day.", examples=["2024-11-12"]),
]
DayOrWord = Annotated[
    StrictStr,
    Field(
        pattern=r"^(\d{4}-\d{2}-\d{2}|AUTO|TODAY)$",
        description="A league day; `TODAY`; or `AUTO`: yesterday, the newest day that is over.",
        examples=["2024-11-12", "AUTO"],
    ),
]
Name = Annotated[StrictStr, Field(min_length=1, max_length=100)]
Reason = Annotated[StrictStr, Field(min_length=1, max_length=500, pattern=r"\S")]
#: What a parameter of a request may hold: an id, a day, a season, a market.
Value = Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}$")] | StrictInt


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScrapeBody(_Body):
    """Which replies are wanted from a provider, due or not."""

    scraper_name: Name = Field(
        description="As the predecessor called it, or the raw dataset that it fills.",
        examples=["bdl_player_box_scores"],
    )
    params: dict[Name, Value] = Field(
        default_factory=dict,
        max_length=10,
        description="`startDate` and `endDate`, or `date`; and what one request is about, such "
        "as `game_id`.",
        examples=[{"startDate": "2024-11-12", "endDate": "2024-11-13"}],
    )


class ProcessBody(_Body):
    """Which tables are wanted of a league day."""

    processors: list[Name] = Field(
        min_length=1,
        max_length=100,
        description="As the predecessor called them, or datasets; each with what it is made from.",
        examples=[["player_game_summary"]],
    )
    analysis_date: DayOrWord


class RunBody(_Body):
    """What `boxline run` is to look at: everything, where nothing is said."""

    date: Day | None = None
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    only: list[Name] = Field(default_factory=list, max_length=200, description="Datasets.")
    remake: StrictBool = False
    all_documents: StrictBool = False
    allow_shrink: Reason | None = None
    accept: Reason | None = None


class ReplayBody(_Body):
    """Which refused rows are tried again: all of them, where nothing is said."""

    dataset: Name | None = None
    reject_ids: list[Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{1,64}$")]] = Field(
        default_factory=list, max_length=200
    )


class Accepted(BaseModel):
    """An order that was taken, and where to see what becomes of it."""

    run_id: str
    command: str = Field(description="The same by hand.")
    run: str = Field(description="How it stands.", examples=["/runs/20241112T150000-1a2b3c4d"])
    events: str = Field(description="What happens, as server-sent events.")
