"""What the pages of the library show: facts of the library in the shapes of components."""

from decapolis.pages.library.contexts.document import DocumentPage, document_page
from decapolis.pages.library.contexts.organisation import OrganisationPage, organisation_page
from decapolis.pages.library.contexts.practice import Around, PracticePage, practice_page
from decapolis.pages.library.contexts.technology import TechnologyPage, technology_page

__all__ = [
    "Around",
    "DocumentPage",
    "OrganisationPage",
    "PracticePage",
    "TechnologyPage",
    "document_page",
    "organisation_page",
    "practice_page",
    "technology_page",
]
