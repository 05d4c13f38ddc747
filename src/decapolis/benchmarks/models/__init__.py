"""What benchmarks hold."""

from decapolis.benchmarks.models.editions import Edition, Entrant
from decapolis.benchmarks.models.frameworks import Criterion, Framework
from decapolis.benchmarks.models.marks import Mark, Proof, Reply
from decapolis.benchmarks.models.runs import Run
from decapolis.benchmarks.models.sheets import Sheet
from decapolis.benchmarks.models.theories import Theory

__all__ = [
    "Criterion",
    "Edition",
    "Entrant",
    "Framework",
    "Mark",
    "Proof",
    "Reply",
    "Run",
    "Sheet",
    "Theory",
]
