"""What the pages of indicators show."""

from decapolis.pages.indicators.contexts.catalogue import catalogue_page
from decapolis.pages.indicators.contexts.one import indicator_page
from decapolis.pages.indicators.contexts.uploads import (
    preview_page,
    taken_back_words,
    uploads_page,
    written_page,
)

__all__ = [
    "catalogue_page",
    "indicator_page",
    "preview_page",
    "taken_back_words",
    "uploads_page",
    "written_page",
]
