"""What is checked before it is taken in: record files, and tables of numbers."""

from decapolis.benchmarks.validators.cells import Sheet, read_sheet, read_sheets
from decapolis.benchmarks.validators.records import (
    CriterionRecord,
    EditionRecord,
    FrameworkRecord,
    within,
)
from decapolis.benchmarks.validators.tables import Column, Given, Unit, read_columns, read_data

__all__ = [
    "Column",
    "CriterionRecord",
    "EditionRecord",
    "FrameworkRecord",
    "Given",
    "Sheet",
    "Unit",
    "read_columns",
    "read_data",
    "read_sheet",
    "read_sheets",
    "within",
]
