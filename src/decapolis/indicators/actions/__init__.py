"""Everything that changes sources, indicators and observations."""

from decapolis.indicators.actions.large import (
    check_large,
    hand_in_large,
    is_large,
    kept_faults,
    kept_preview,
    write_large,
    write_later,
)
from decapolis.indicators.actions.putting import put_indicators, put_observations, put_sources
from decapolis.indicators.actions.uploads import (
    MOST_BYTES,
    Handed,
    Preview,
    RowChange,
    discard_upload,
    hand_in_upload,
    handed_of,
    preview_upload,
    take_back_upload,
    write_upload,
)

__all__ = [
    "MOST_BYTES",
    "Handed",
    "Preview",
    "RowChange",
    "check_large",
    "discard_upload",
    "hand_in_large",
    "hand_in_upload",
    "handed_of",
    "is_large",
    "kept_faults",
    "kept_preview",
    "preview_upload",
    "put_indicators",
    "put_observations",
    "put_sources",
    "take_back_upload",
    "write_large",
    "write_later",
    "write_upload",
]
