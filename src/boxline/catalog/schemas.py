"""JSON Schemas of published documents: what ships, and what every document is held to."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from boxline.catalog.datasets import Export
from boxline.catalog.feeds import Document
from boxline.catalog.registry import Catalog
from boxline.errors import DocumentBroken

if TYPE_CHECKING:
    import jsonschema_rs

#: The folder of schemas beside the documents of this version.
FOLDER = "v1/schemas"


def document_types(catalog: Catalog) -> dict[str, tuple[str, type[Document]]]:
    """Path of every kind of document, with what varies in braces -> its dataset and type."""
    found = {}
    for name, dataset in catalog.datasets.items():
        if isinstance(dataset, Export):
            kind = get_type_hints(catalog.documents[name].function)["return"]
            found[dataset.path] = (name, kind)
    for name, feeding in catalog.feeds.items():
        found |= {path: (name, kind) for path, kind in feeding.target.documents.items()}
    return dict(sorted(found.items()))


def schemas(catalog: Catalog) -> dict[str, bytes]:
    """Path of every schema -> its text; each kind of document has one, named after its type."""
    kinds = {kind.__name__: kind for _, kind in document_types(catalog).values()}
    return {
        f"{FOLDER}/{name}.json": json.dumps(schema_of(kind), indent=1, sort_keys=True).encode()
        for name, kind in sorted(kinds.items())
    }


def schema_of(kind: type[Document]) -> dict[str, Any]:
    """The JSON Schema of one kind of document."""
    schema: dict[str, Any] = msgspec.json.schema(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def check(path: str, kind: type[Document], body: bytes) -> None:
    """Hold a document to its schema.

    Raises:
        DocumentBroken: it says something else than its schema allows.
    """
    import jsonschema_rs

    try:
        _validator(kind).validate(json.loads(body))
    except jsonschema_rs.ValidationError as cause:
        where = "/".join(map(str, cause.instance_path))
        raise DocumentBroken(path, where, cause.message) from cause


@cache
def _validator(kind: type[Document]) -> jsonschema_rs.Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema_of(kind))
