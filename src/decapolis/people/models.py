"""Person: an account, known by its e-mail address; membership requests; circles; teams."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from decapolis.kernel.permissions import Reader, is_member
from decapolis.people.choices import Seat

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


class CircleQuerySet(models.QuerySet["Circle"]):
    """Says who may know of which circle."""

    def visible_to(self, reader: Reader | None) -> "CircleQuerySet":
        """Network staff see all; others the open ones in which they sit."""
        if reader is not None and reader.is_authenticated and reader.is_staff:
            return self
        return self.filter(pk__in=seats_of(reader))


class Circle(models.Model):
    """A cohort or a space: its people may read together what is closed to others.

    A closed circle keeps its seats, so that it can be opened again, and lets nobody read.
    """

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=120, help_text="seen by its people and network staff alone")
    purpose = models.TextField(blank=True, max_length=2000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True, help_text="since when nobody reads by it")

    objects: ClassVar = CircleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="people_circle_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class CircleSeatQuerySet(models.QuerySet["CircleSeat"]):
    """Says which seats count."""

    def of_members(self) -> "CircleSeatQuerySet":
        """Seats of people who are members now."""
        return self.filter(person__is_member=True, person__is_active=True, person__left=None)


class CircleSeat(models.Model):
    """Someone who sits in a circle."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="circle_seats"
    )
    since = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = CircleSeatQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["person__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "person"], name="people_one_seat_each")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.circle}"


def seats_of(reader: Reader | None) -> models.QuerySet[CircleSeat, int]:
    """Return the keys of the open circles in which a member sits: ``circle__in=seats_of(reader)``.

    Who is no member any more sits nowhere, and in a closed circle nobody sits.
    """
    held: CircleSeatQuerySet = CircleSeat.objects.of_members().filter(circle__closed=None)
    key = getattr(reader, "pk", None)
    held = held.none() if key is None else held.filter(person=key)
    return held.order_by().values_list("circle", flat=True)


class TeamQuerySet(models.QuerySet["Team"]):
    """Says who may know of which team."""

    def visible_to(self, reader: Reader | None) -> "TeamQuerySet":
        """Whoever sits in it, and nobody else: network staff neither."""
        return self.filter(pk__in=teams_of(reader))


class Team(models.Model):
    """The people who work on one closed thing: all of it is read by who has a seat."""

    made = models.DateTimeField(default=timezone.now)

    objects: ClassVar = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return f"team {self.pk}"


class TeamSeatQuerySet(models.QuerySet["TeamSeat"]):
    """Says which seats count, and who may know of them."""

    def visible_to(self, reader: Reader | None) -> "TeamSeatQuerySet":
        """Whoever sits in the same team."""
        return self.filter(team__in=teams_of(reader))

    def of_members(self) -> "TeamSeatQuerySet":
        """Seats of people who are members now."""
        return self.filter(person__is_member=True, person__is_active=True, person__left=None)


class TeamSeat(models.Model):
    """Someone in a team, and what they do there."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_seats"
    )
    seat = models.CharField(max_length=8, choices=Seat)
    since = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = TeamSeatQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "person"], name="people_one_team_seat_each")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_seat_display()}"


def teams_of(
    reader: Reader | None, seats: Collection[str] = tuple(Seat)
) -> models.QuerySet[TeamSeat, int]:
    """Return the keys of the teams in which a member has one of these seats.

    Used as ``team__in=teams_of(reader)``; who is no member any more sits nowhere.
    """
    held: TeamSeatQuerySet = TeamSeat.objects.of_members().filter(seat__in=seats)
    key = getattr(reader, "pk", None)
    held = held.none() if key is None else held.filter(person=key)
    return held.order_by().values_list("team", flat=True)
