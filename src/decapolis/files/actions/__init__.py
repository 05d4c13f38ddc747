"""Everything that changes files."""

from decapolis.files.actions.keeping import (
    Upload,
    hold,
    keep_upload,
    remove_file,
    set_visibility,
    sweep,
)
from decapolis.files.actions.looking import examine
from decapolis.files.actions.portraits import forget_person, remove_photo, set_photo

__all__ = [
    "Upload",
    "examine",
    "forget_person",
    "hold",
    "keep_upload",
    "remove_file",
    "remove_photo",
    "set_photo",
    "set_visibility",
    "sweep",
]
