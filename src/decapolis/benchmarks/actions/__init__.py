"""Everything that changes benchmarks."""

from decapolis.benchmarks.actions.drafts import discard_draft, set_recipe
from decapolis.benchmarks.actions.editions import (
    Terms,
    close_marking,
    form_edition,
    open_edition,
    put_editions,
)
from decapolis.benchmarks.actions.frameworks import load_framework, put_frameworks
from decapolis.benchmarks.actions.leaving import forget_person
from decapolis.benchmarks.actions.marks import (
    Scored,
    mark_blind,
    mark_self,
    settle,
    take_one_reader,
)
from decapolis.benchmarks.actions.publishing import Checked, check_again, publish, withdraw
from decapolis.benchmarks.actions.replies import Answer, Said, answer_reply, reply
from decapolis.benchmarks.actions.sheets import forget_sheet, keep_sheet
from decapolis.benchmarks.actions.spreadsheets import Spreadsheet, TakenIn, take_in_spreadsheet
from decapolis.benchmarks.actions.theories import Box, Thought, begin_theory, write_theory
from decapolis.benchmarks.validators.marks import Evidence

__all__ = [
    "Answer",
    "Box",
    "Checked",
    "Evidence",
    "Said",
    "Scored",
    "Spreadsheet",
    "TakenIn",
    "Terms",
    "Thought",
    "answer_reply",
    "begin_theory",
    "check_again",
    "close_marking",
    "discard_draft",
    "forget_person",
    "forget_sheet",
    "form_edition",
    "keep_sheet",
    "load_framework",
    "mark_blind",
    "mark_self",
    "open_edition",
    "publish",
    "put_editions",
    "put_frameworks",
    "reply",
    "set_recipe",
    "settle",
    "take_in_spreadsheet",
    "take_one_reader",
    "withdraw",
    "write_theory",
]
