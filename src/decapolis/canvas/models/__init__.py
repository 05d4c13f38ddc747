"""What the canvas holds."""

from decapolis.canvas.models.boards import Board, Snapshot, Update
from decapolis.canvas.models.photos import Photo
from decapolis.canvas.models.templates import Template, TemplateVersion
from decapolis.canvas.models.votes import Round, Vote

__all__ = [
    "Board",
    "Photo",
    "Round",
    "Snapshot",
    "Template",
    "TemplateVersion",
    "Update",
    "Vote",
]
