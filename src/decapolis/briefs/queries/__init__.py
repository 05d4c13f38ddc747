"""The brief: one frozen context for page, PDF, Word and JSON."""

from decapolis.briefs.queries.brief import (
    Brief,
    BriefCity,
    BriefSource,
    ContactLine,
    CostLine,
    CostTable,
    DocumentLine,
    FigureLine,
    PeerLine,
    PracticeLine,
    Said,
)

__all__ = [
    "Brief",
    "BriefCity",
    "BriefSource",
    "ContactLine",
    "CostLine",
    "CostTable",
    "DocumentLine",
    "FigureLine",
    "PeerLine",
    "PracticeLine",
    "Said",
]
