"""Published documents by path, each out of the set that is current when it is asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from boxline.stores.document_sets import Document, DocumentSet
from boxline.web.api.answering import LEAST_COMPRESSED, has_it, is_text, media_type, takes_gzip
from boxline.web.api.bodies import LARGEST_KEPT
from boxline.web.api.problems import Problem, responses
from boxline.web.api.state import State, StateOf
from boxline.web.site import front_page

router = APIRouter(tags=["documents"])

#: For how many seconds a reader may keep what he has, without asking again: of games that go on,
#: of days that are over, and of the rest. Of a page nothing: it and the script that holds its
#: document should be of one set, and to ask costs a 304.
LIVE_SECONDS, PAST_SECONDS, USUAL_SECONDS, PAGE_SECONDS = 60, 86_400, 300, 0

#: Which set a document came out of: `/sets/{set}/...` gives others out of the same one.
SET_HEADER = "Boxline-Set"

_ANYTHING: dict[str, Any] = {
    "description": "The document, as it was published.",
    "content": {"*/*": {"schema": {}}},
    "headers": {
        "ETag": {"description": "Of its bytes.", "schema": {"type": "string"}},
        SET_HEADER: {"description": "The set it came out of.", "schema": {"type": "string"}},
    },
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: _ANYTHING,
    206: {"description": "A part of a table.", "content": {"*/*": {"schema": {}}}},
    304: {"description": "What the reader has is still it."},
    **responses(404, 410, 416, 503),
}

PathOf = Annotated[
    str, Path(description="As the manifest lists it.", examples=["predictions/2025-01-15.json"])
]


@router.get("/", include_in_schema=False)
async def front(state: StateOf) -> Response:
    """To the pages; where there are none yet, to what can be asked for."""
    current = await _set(state)
    documents = current.documents if current else {}
    pages = [page for page in ("index.html", front_page(documents)) if f"site/{page}" in documents]
    return RedirectResponse(f"/site/{pages[0]}" if pages else "/docs", 307)


@router.get("/manifest.json", responses=_RESPONSES, response_class=Response)
async def manifest(request: Request, state: StateOf) -> Response:
    """What is published: each document with its hash, its day, and when it was made."""
    current = await _current(state)
    return await _answer(request, state, current, current.manifest, USUAL_SECONDS)


@router.get("/v1/{path:path}", responses=_RESPONSES, response_class=Response)
async def document(path: PathOf, request: Request, state: StateOf) -> Response:
    """A document."""
    return await _of_current(request, state, f"v1/{path}")


@router.get("/site/{path:path}", responses=_RESPONSES, response_class=Response)
async def page(path: PathOf, request: Request, state: StateOf) -> Response:
    """A page, or what it is made of; of a folder its `index.html`."""
    name = f"{path}index.html" if path.endswith("/") or not path else path
    return await _of_current(request, state, f"site/{name}")


@router.get("/data/{path:path}", responses=_RESPONSES, response_class=Response)
async def table(path: PathOf, request: Request, state: StateOf) -> Response:
    """A table as Parquet; requests for a range of its bytes are answered too."""
    return await _of_current(request, state, f"data/{path}")


@router.get("/sets/{name}/{path:path}", responses=_RESPONSES, response_class=Response)
async def of_a_set(
    name: Annotated[str, Path(description=f"As `{SET_HEADER}` said.", examples=["00000001"])],
    path: PathOf,
    request: Request,
    state: StateOf,
) -> Response:
    """A document out of one set, so that several agree: a set stays for an hour after the next."""
    found = await _set(state, name)
    if found is None:
        raise Problem(404, "No set has this name any more.", "Begin again with /manifest.json.")
    wanted = found.manifest if path == found.manifest.path else _document(found, path)
    return await _answer(request, state, found, wanted, PAST_SECONDS)


async def _set(state: State, name: str = "") -> DocumentSet | None:
    """The current set, or the one of a name; where that may take long, others are answered
    meanwhile."""

    def ask() -> DocumentSet | None:
        return state.sets.named(name) if name else state.sets.current()

    return ask() if state.sets.is_near(name) else await state.bringing.run(ask)


async def _current(state: State) -> DocumentSet:
    found = await _set(state)
    if found is None:
        raise Problem(503, "Nothing is published yet.", "Run `boxline run` on the server.")
    return found


def _document(within: DocumentSet, path: str) -> Document:
    found = within.documents.get(path)
    if found is None:
        next_step = "See /manifest.json for those there are."
        if path in within.withdrawn:
            detail = f"It is published no more: {within.withdrawn[path]}."
            raise Problem(410, detail, next_step)
        raise Problem(404, "No document has this path.", next_step)
    return found


async def _of_current(request: Request, state: State, path: str) -> Response:
    current = await _current(state)
    wanted = _document(current, path)
    return await _answer(request, state, current, wanted, kept_for(wanted, state.today()))


async def _bring(state: State, document: Document) -> None:
    """See that a document's file is there; what is waits for nobody who is brought another."""
    if document.bring is not None and not document.file.exists():
        await state.bringing.run(document.bring)


def kept_for(document: Document, today: date) -> int:
    """For how many seconds a reader may keep a document."""
    if document.path.startswith("v1/live"):
        return LIVE_SECONDS
    if document.path.startswith("site/"):
        return PAGE_SECONDS
    is_dated = document.day is not None and document.day.isoformat() in document.path
    return PAST_SECONDS if is_dated and document.day and document.day < today else USUAL_SECONDS


async def _answer(
    request: Request, state: State, within: DocumentSet, document: Document, seconds: int
) -> Response:
    # Who reads a table by its parts asks for ranges of bytes.
    is_file = document.bytes > LARGEST_KEPT or not is_text(document.path)
    is_worth_it = not is_file and document.bytes >= LEAST_COMPRESSED
    compressed = is_worth_it and takes_gzip(request.headers)
    headers = {
        # What differs by a byte has another tag, and so does the same compressed.
        "ETag": f'"{document.sha256[:32]}{"-gzip" if compressed else ""}"',
        "Cache-Control": f"public, max-age={seconds}",
        SET_HEADER: within.name,
    }
    if is_worth_it:
        headers["Vary"] = "Accept-Encoding"
    if has_it(request.headers, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    kind = media_type(document.path)
    try:
        if is_file:
            if request.scope.get("is_head"):
                request.scope["method"] = "HEAD"  # then the file is not read
            await _bring(state, document)
            found = document.file.stat()
            return FileResponse(document.file, headers=headers, media_type=kind, stat_result=found)
        body = state.bodies.kept(document.sha256, compressed=compressed)
        if body is None:
            await _bring(state, document)
            body = await state.loading.run(
                lambda: state.bodies.load(document, compressed=compressed)
            )
    except FileNotFoundError as cause:  # the set went while it was read
        raise Problem(503, "The set was replaced meanwhile.", "Ask again.") from cause
    return Response(body, headers=headers, media_type=kind)
