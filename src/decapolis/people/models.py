"""Person: an account, known by its e-mail address; and requests to become a member."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from decapolis.kernel.permissions import Reader, is_member

FORMER = "A former member"


class PersonManager(BaseUserManager["Person"]):
    """Looks people up by e-mail address, and says who may see whom."""

    def visible_to(self, reader: Reader | None) -> models.QuerySet["Person"]:
        """Members see members; staff see everyone who has not left; the public sees nobody."""
        here = self.get_queryset().filter(is_active=True, left=None)
        if reader is None or not reader.is_authenticated:
            return here.none()
        if reader.is_staff:
            return here
        own = models.Q(pk=getattr(reader, "pk", None))
        return here.filter(own | models.Q(is_member=True) if is_member(reader) else own)


class Person(AbstractBaseUser):
    """Someone who signs in. What they speak for is told by their hats (`organisations`).

    Someone who left stays as a row without name, address and profile, so that what they gave to
    the network still has an author: a former member.
    """

    email = models.EmailField(unique=True, help_text="in small letters")
    name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True, help_text="what they do, in their words")
    languages = models.JSONField(default=list, help_text="codes, the best first: [es, en]")
    expertise = models.JSONField(default=list, help_text="themes of the library")
    helps_with = models.TextField(blank=True, max_length=2000)
    looks_for = models.TextField(blank=True, max_length=2000)
    time_zone = models.CharField(max_length=60, default="UTC", help_text="IANA name")
    is_member = models.BooleanField(default=False, help_text="reads what is the network's")
    member_since = models.DateTimeField(null=True)
    is_reviewer = models.BooleanField(default=False, help_text="grades practices")
    is_staff = models.BooleanField(default=False, help_text="runs the network")
    is_operator = models.BooleanField(default=False, help_text="runs the machine")
    is_active = models.BooleanField(default=True, help_text="may sign in")
    joined = models.DateTimeField(default=timezone.now)
    left = models.DateTimeField(null=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or (FORMER if self.left else self.email)

    def has_usable_password(self) -> bool:
        """Tell whether they have set a password; most have none."""
        return bool(self.password) and super().has_usable_password()


class MembershipRequest(models.Model):
    """Someone with a confirmed address asks to be let in; network staff decide."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership_request"
    )
    text = models.TextField(blank=True, max_length=2000, help_text="who they are, in their words")
    at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True, help_text="null: not decided")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"request of {self.person}"
