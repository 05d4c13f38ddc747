"""What can go wrong when a brief is asked for or written."""

from decapolis.kernel.errors import DomainError


class QuestionMissing(DomainError):
    """No question was asked."""

    code = "initiatives.question_missing"


class QuestionTooLong(DomainError):
    """The question is longer than a question."""

    code = "initiatives.question_too_long"


class QuantityOutOfRange(DomainError):
    """The number of units is no number above zero, or beyond all reason."""

    code = "initiatives.quantity_out_of_range"


class NotTypeset(DomainError):
    """The typesetter refused the document; the message says what it said."""

    code = "initiatives.not_typeset"
