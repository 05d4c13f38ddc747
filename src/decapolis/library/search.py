"""Practices, documents and technologies as search knows them."""

from decapolis.library.queries.entries import (
    document_drafts,
    library_drafts,
    practice_drafts,
    rough_cost,
    technology_drafts,
)

__all__ = [
    "document_drafts",
    "library_drafts",
    "practice_drafts",
    "rough_cost",
    "technology_drafts",
]
