"""What the library holds."""

from decapolis.library.models.adoptions import Adoption
from decapolis.library.models.contacts import CallNote, CallRequest, Contact, HandOver
from decapolis.library.models.contributions import Draft, Suggestion, Version
from decapolis.library.models.documents import Document, Technology
from decapolis.library.models.practices import Cost, Funding, Outcome, Partner, Practice
from decapolis.library.models.reviews import Review, ReviewRequest

__all__ = [
    "Adoption",
    "CallNote",
    "CallRequest",
    "Contact",
    "Cost",
    "Document",
    "Draft",
    "Funding",
    "HandOver",
    "Outcome",
    "Partner",
    "Practice",
    "Review",
    "ReviewRequest",
    "Suggestion",
    "Technology",
    "Version",
]
