"""How programs come in and are told: tokens of people, and webhooks."""
