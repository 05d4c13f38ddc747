"""Read tokens, webhooks and what they were told."""

from decapolis.access.queries.tokens import (
    TOKEN_PREFIX,
    TokenLine,
    digest_of,
    held_on,
    token_of,
    tokens_of,
)
from decapolis.access.queries.webhooks import (
    WebhookLine,
    bodies_for,
    secret_of,
    secrets_of,
    webhook_line,
    webhook_to_read,
    webhooks_of,
)

__all__ = [
    "TOKEN_PREFIX",
    "TokenLine",
    "WebhookLine",
    "bodies_for",
    "digest_of",
    "held_on",
    "secret_of",
    "secrets_of",
    "token_of",
    "tokens_of",
    "webhook_line",
    "webhook_to_read",
    "webhooks_of",
]
