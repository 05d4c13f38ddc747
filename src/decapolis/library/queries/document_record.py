"""A document as its record says it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from decapolis.library.models import Document
from decapolis.library.validators import DocumentRecord, Fault, faults_of


def document_record(document: Document) -> DocumentRecord:
    """Return the record of a document; what is there was written from one."""
    return DocumentRecord.model_validate(plain_record(document))


def plain_record(document: Document) -> dict[str, Any]:
    """Return the record as JSON holds it; what is not said is left out."""
    names = [name for name in DocumentRecord.model_fields if name not in {"city", "country"}]
    values = {name: getattr(document, name) for name in names}
    values |= {"city": document.city_name, "country": document.country_id}
    return {name: value for name, value in values.items() if value not in (None, [], "")}


def mark_of(document: Document) -> str:
    """Return a mark that is another one as soon as the document or its file is."""
    told = json.dumps([plain_record(document), document.file_id], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def check_document(values: Mapping[str, Any]) -> DocumentRecord | tuple[Fault, ...]:
    """Return the record, or everything that must be mended before it is one."""
    try:
        return DocumentRecord.model_validate(values)
    except ValidationError as error:
        return faults_of(error)
