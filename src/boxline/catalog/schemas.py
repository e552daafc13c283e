"""JSON Schemas of published documents: what ships, and what every document is held to."""

from __future__ import annotations

import json
from collections.abc import Iterable
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


def document_types(catalog: Catalog) -> dict[str, type[Document]]:
    """Path of every kind of document of a catalog, with what varies in braces -> its type."""
    found: dict[str, type[Document]] = {}
    for name, dataset in catalog.datasets.items():
        if isinstance(dataset, Export):
            kind = get_type_hints(catalog.documents[name].function)["return"]
            found |= {path: kind for path in (dataset.path, dataset.latest) if path}
    for feeding in catalog.feeds.values():
        found |= feeding.target.documents
    return dict(sorted(found.items()))


def schemas(kinds: Iterable[type[Document]]) -> dict[str, bytes]:
    """Path of every schema -> its text; each kind of document has one, named after its type."""
    named = {kind.__name__: kind for kind in kinds}
    return {
        f"{FOLDER}/{name}.json": json.dumps(schema_of(kind), indent=1, sort_keys=True).encode()
        for name, kind in sorted(named.items())
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
