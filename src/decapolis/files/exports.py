"""What the network holds of a person's files, for the export that they may ask for."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from decapolis.files.choices import CLOSED
from decapolis.files.models import File


def files_of(person: AbstractBaseUser) -> list[dict[str, Any]]:
    """Return what is held of the files that somebody handed in, the newest first."""
    return [
        {
            "name": file.name,
            "kind": file.kind,
            "size": file.size,
            "sha256": file.digest,
            "at": file.at.isoformat(),
            "state": file.state,
            "url": "" if file.visibility == CLOSED else f"/files/{file.key}",
        }
        for file in File.objects.filter(by=person.pk).defer("text")
    ]
