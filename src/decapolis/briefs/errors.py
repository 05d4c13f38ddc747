"""What can go wrong when a brief is asked for or written."""

from decapolis.kernel.errors import DomainError


class QuestionMissing(DomainError):
    """No question was asked."""

    code = "briefs.question_missing"


class QuestionTooLong(DomainError):
    """The question is longer than a question."""

    code = "briefs.question_too_long"


class QuantityOutOfRange(DomainError):
    """The number of units is no number above zero, or beyond all reason."""

    code = "briefs.quantity_out_of_range"
