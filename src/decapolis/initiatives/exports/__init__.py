"""The brief as files: PDF, Word, JSON and plain text, all from the same context."""

from decapolis.initiatives.exports.data import as_data, as_json
from decapolis.initiatives.exports.labels import Labels, cost_sources, labels
from decapolis.initiatives.exports.pdf import Paper, as_pdf
from decapolis.initiatives.exports.text import as_text
from decapolis.initiatives.queries import Brief

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
    from decapolis.initiatives.exports import word  # noqa: PLC0415 -- slow import

    return word.as_docx(brief)
