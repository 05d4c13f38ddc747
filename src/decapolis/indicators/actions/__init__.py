"""Everything that changes sources, indicators and observations."""

from decapolis.indicators.actions.putting import put_indicators, put_observations, put_sources
from decapolis.indicators.actions.uploads import (
    MOST_BYTES,
    Handed,
    Preview,
    RowChange,
    discard_upload,
    hand_in_upload,
    preview_upload,
    take_back_upload,
    write_upload,
)

__all__ = [
    "MOST_BYTES",
    "Handed",
    "Preview",
    "RowChange",
    "discard_upload",
    "hand_in_upload",
    "preview_upload",
    "put_indicators",
    "put_observations",
    "put_sources",
    "take_back_upload",
    "write_upload",
]
