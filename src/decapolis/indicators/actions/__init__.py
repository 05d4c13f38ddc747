"""Everything that changes sources, indicators and observations."""

from decapolis.indicators.actions.large import (
    check_large,
    hand_in_large,
    write_large,
    write_later,
)
from decapolis.indicators.actions.putting import put_indicators, put_observations, put_sources
from decapolis.indicators.actions.uploads import (
    discard_upload,
    hand_in_upload,
    preview_upload,
    take_back_upload,
    write_upload,
)

__all__ = [
    "check_large",
    "discard_upload",
    "hand_in_large",
    "hand_in_upload",
    "preview_upload",
    "put_indicators",
    "put_observations",
    "put_sources",
    "take_back_upload",
    "write_large",
    "write_later",
    "write_upload",
]
