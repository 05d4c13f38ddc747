"""What can go wrong with tokens and webhooks."""

from decapolis.kernel.errors import DomainError, NotFound


class TokenFaulty(DomainError):
    """A token cannot be made so; ``field`` says what to mend."""

    code = "access.token_faulty"


class WebhookFaulty(DomainError):
    """A webhook cannot be made so; ``field`` says what to mend."""

    code = "access.webhook_faulty"


class NoSuchWebhook(NotFound):
    """There is no such webhook, or it is another's."""

    code = "access.no_such_webhook"
