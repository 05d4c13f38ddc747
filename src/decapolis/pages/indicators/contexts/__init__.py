"""What the pages of indicators show."""

from decapolis.pages.indicators.contexts.catalogue import catalogue_page
from decapolis.pages.indicators.contexts.one import Seen, indicator_page
from decapolis.pages.indicators.contexts.uploads import (
    OfAJob,
    at_work_page,
    faulty_page,
    preview_page,
    taken_back_words,
    uploads_page,
    written_page,
)

__all__ = [
    "OfAJob",
    "Seen",
    "at_work_page",
    "catalogue_page",
    "faulty_page",
    "indicator_page",
    "preview_page",
    "taken_back_words",
    "uploads_page",
    "written_page",
]
