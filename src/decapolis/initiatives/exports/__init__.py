"""The brief as files: PDF, Word, JSON and plain text, all from the same context."""

from decapolis.initiatives.exports.data import as_data, as_json
from decapolis.initiatives.exports.labels import Labels, cost_sources, labels
from decapolis.initiatives.exports.pdf import Paper, as_pdf
from decapolis.initiatives.exports.text import as_text
from decapolis.initiatives.exports.word import as_docx

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
