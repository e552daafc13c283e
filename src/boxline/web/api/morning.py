"""The newest morning report, for whoever reads it elsewhere than at a terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from boxline.stores.reports import FOLDER, Kept, Reports
from boxline.web.api.problems import Problem, responses
from boxline.web.api.served import Served, Stores
from boxline.web.morning_report import policy_of

router = APIRouter(prefix="/monitoring", tags=["health"])


class PartTold(BaseModel):
    """One part of the report."""

    name: str = Field(description="One word, such as tonight.")
    title: str
    state: str = Field(description="fine, attention, or untold: why stands in said.")
    said: str = Field(description="All of it in a sentence or two.")
    next_steps: list[str] = Field(description="Commands that mend it.")
    figures: dict[str, Any] = Field(description="The same as numbers; empty of an untold part.")


class MorningReport(BaseModel):
    """What the night brought, what tonight lacks, and what nobody can tell."""

    day: date = Field(description="The league day whose morning it is.")
    made_at: datetime
    version: str = Field(description="Of Boxline, in words.")
    snapshot_made_at: datetime | None = Field(description="Of when its tables are; null of none.")
    opening: str = Field(description="How it begins.")
    is_fine: bool
    parts_untold: int
    parts_wanting_attention: int
    parts: list[PartTold]


@router.get("/morning-report", response_model=MorningReport, responses=responses(404, 429, 503))
def morning_report(served: Stores) -> MorningReport:
    """The newest morning report that was kept."""
    return MorningReport.model_validate_json(_newest(served).document.read_bytes())


@router.get("/morning-report.html", response_class=HTMLResponse, responses=responses(404, 429, 503))
def morning_report_page(served: Stores) -> HTMLResponse:
    """The same as a page."""
    page = _newest(served).page.read_text(encoding="utf-8")
    return HTMLResponse(page, headers={"Content-Security-Policy": policy_of(page)})


def _newest(served: Served) -> Kept:
    found = Reports(served.ledger.path.parent / FOLDER).newest()
    if found is None:
        step = "Run `boxline report morning` on the server; the schedule does at 07:00 Eastern."
        raise Problem(404, "No morning report was made yet.", step)
    return found
