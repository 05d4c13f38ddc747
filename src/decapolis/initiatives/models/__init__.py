"""What initiatives hold."""

from decapolis.initiatives.models.calendars import CalendarLink
from decapolis.initiatives.models.comparing import Comparable
from decapolis.initiatives.models.initiatives import Draw, Initiative, StageChange
from decapolis.initiatives.models.lines import (
    Activity,
    Approval,
    BudgetLine,
    Evidence,
    FundingLine,
    Line,
    Measure,
    Milestone,
    Post,
    Risk,
    System,
)
from decapolis.initiatives.models.plans import Plan
from decapolis.initiatives.models.progress import Ask, Reading, Report, Review, TargetChange
from decapolis.initiatives.models.transfer import Finding

__all__ = [
    "Activity",
    "Approval",
    "Ask",
    "BudgetLine",
    "CalendarLink",
    "Comparable",
    "Draw",
    "Evidence",
    "Finding",
    "FundingLine",
    "Initiative",
    "Line",
    "Measure",
    "Milestone",
    "Plan",
    "Post",
    "Reading",
    "Report",
    "Review",
    "Risk",
    "StageChange",
    "System",
    "TargetChange",
]
