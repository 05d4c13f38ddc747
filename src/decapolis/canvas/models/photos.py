"""Photos on a board: a file that is reached from its board and from nowhere else."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from decapolis.canvas.models.boards import Board
from decapolis.files.models import File
from decapolis.kernel.permissions import Reader


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Says who may see a photo."""

    def visible_to(self, reader: Reader | None) -> "PhotoQuerySet":
        """Whoever may see its board."""
        return self.filter(board__in=Board.objects.visible_to(reader))


class Photo(models.Model):
    """A picture that somebody put on a board. Notes name it by the key of its file."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = PhotoQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"photo on {self.board}"
