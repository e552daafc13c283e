"""What a running app keeps: what it has read, the snapshot it has open, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from boxline.domain.days import league_day
from boxline.health.box_scores import box_score_tables
from boxline.stores.bucket_sets import sets_of
from boxline.stores.buckets import AT_ONCE
from boxline.stores.document_sets import Sets
from boxline.stores.kept_snapshot import KeptSnapshot
from boxline.web.api.bodies import Bodies
from boxline.web.api.counted import Counts
from boxline.web.api.served import Served
from boxline.web.api.side_work import SideWork
from boxline.web.api.tables import queried

#: Of the answers to queries that are kept: the same is asked again while a snapshot is the newest.
REPLIES_BYTES = 32_000_000


@dataclass(frozen=True, kw_only=True)
class State:
    """What is served, and what is kept of it between requests."""

    served: Served
    sets: Sets
    bodies: Bodies
    snapshot: KeptSnapshot
    replies: Bodies
    asking: SideWork
    loading: SideWork
    bringing: SideWork
    counts: Counts

    def today(self) -> date:
        """The present league day."""
        return league_day(self.served.clock())

    def close(self) -> None:
        """Let go of what is open."""
        self.asking.close()
        self.loading.close()
        self.bringing.close()
        self.snapshot.close()


def state_over(served: Served) -> State:
    """The state in which an app begins."""
    leagues = served.catalog.leagues.values()
    return State(
        served=served,
        sets=sets_of(served.published, served.copies, served.clock),
        bodies=Bodies(),
        snapshot=KeptSnapshot(
            served.snapshot,
            queried(leagues) | box_score_tables(leagues),
            served.limits.queries,
        ),
        replies=Bodies(REPLIES_BYTES),
        asking=SideWork(served.limits.queries_at_once, longest_line=64),
        # One at a time: many that compress at once would leave the server itself no turn.
        loading=SideWork(1, longest_line=5000),
        # These wait for a network and compute nothing: one that is slow holds up none that is not.
        bringing=SideWork(AT_ONCE, longest_line=5000),
        counts=Counts(),
    )


async def state_of(request: Request) -> State:
    """The state of the app that answers a request."""
    found = request.app.state.boxline
    assert isinstance(found, State)
    return found


#: A parameter of an endpoint that reads.
StateOf = Annotated[State, Depends(state_of)]
