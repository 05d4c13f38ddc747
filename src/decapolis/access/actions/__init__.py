"""Make, renew and end tokens and webhooks; tell webhooks what happened."""

from decapolis.access.actions.deliveries import (
    Prepared,
    Went,
    end_delivery,
    forget_old_deliveries,
    hand_over,
    prepare_delivery,
    try_webhook,
)
from decapolis.access.actions.tokens import Asked, Made, make_token, mark_used, revoke_token
from decapolis.access.actions.webhooks import (
    Wanted,
    forget_person,
    register_webhook,
    remove_webhook,
    renew_secret,
    resume_webhook,
    stop_webhook,
)

__all__ = [
    "Asked",
    "Made",
    "Prepared",
    "Wanted",
    "Went",
    "end_delivery",
    "forget_old_deliveries",
    "forget_person",
    "hand_over",
    "make_token",
    "mark_used",
    "prepare_delivery",
    "register_webhook",
    "remove_webhook",
    "renew_secret",
    "resume_webhook",
    "revoke_token",
    "stop_webhook",
    "try_webhook",
]
