"""What can go wrong when something is looked for."""

from decapolis.kernel.errors import DomainError


class QuestionTooLong(DomainError):
    """More was asked than a question can hold."""

    code = "search.question_too_long"


class EmbeddingFailed(DomainError):
    """The embedding model or service gave no vectors."""

    code = "search.embedding_failed"
