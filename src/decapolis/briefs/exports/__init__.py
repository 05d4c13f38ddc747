"""The brief as files: PDF, Word, JSON and plain text, all from the same context."""

from decapolis.briefs.exports.data import as_data, as_json
from decapolis.briefs.exports.labels import Labels, cost_sources, labels
from decapolis.briefs.exports.pdf import Paper, as_pdf
from decapolis.briefs.exports.text import as_text
from decapolis.briefs.queries import Brief

__all__ = [
    "Labels",
    "Paper",
    "as_data",
    "as_docx",
    "as_json",
    "as_pdf",
    "as_text",
    "cost_sources",
    "labels",
]


def as_docx(brief: Brief) -> bytes:
    """Return the brief as a Word document; see `exports.word`."""
    from decapolis.briefs.exports import word  # noqa: PLC0415 -- slow import

    return word.as_docx(brief)
