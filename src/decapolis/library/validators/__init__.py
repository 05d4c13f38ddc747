"""What a record must be: the schemas of record files, and how a person is told what is wrong."""

from decapolis.library.validators.checks import (
    Fault,
    Values,
    check_practice,
    faults_of,
    letters_of,
    plain_values,
)
from decapolis.library.validators.records import (
    CostRecord,
    DocumentRecord,
    FundingRecord,
    LeadRecord,
    OutcomeRecord,
    PartnerRecord,
    PracticeRecord,
    SourcedSentence,
    TechnologyRecord,
    currencies,
)

__all__ = [
    "CostRecord",
    "DocumentRecord",
    "Fault",
    "FundingRecord",
    "LeadRecord",
    "OutcomeRecord",
    "PartnerRecord",
    "PracticeRecord",
    "SourcedSentence",
    "TechnologyRecord",
    "Values",
    "check_practice",
    "currencies",
    "faults_of",
    "letters_of",
    "plain_values",
]
