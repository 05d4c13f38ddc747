"""Whether what a practice stood on in its city holds in another one."""

from decapolis.engines.transfer.rules import (
    Judged,
    Standing,
    TransferInputError,
    at_least,
    covers,
    near_enough,
    same,
    within_times,
)

__all__ = [
    "Judged",
    "Standing",
    "TransferInputError",
    "at_least",
    "covers",
    "near_enough",
    "same",
    "within_times",
]
