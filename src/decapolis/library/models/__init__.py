"""What the library holds."""

from decapolis.library.models.documents import Document, Technology
from decapolis.library.models.practices import Cost, Funding, Outcome, Partner, Practice

__all__ = ["Cost", "Document", "Funding", "Outcome", "Partner", "Practice", "Technology"]
