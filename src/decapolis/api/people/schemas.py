"""What the API tells of people, and takes from them."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from decapolis.api.shapes import SEVERAL, CityId, In, Out, RowId
from decapolis.library.choices import Theme
from decapolis.notices.choices import Kind
from decapolis.organisations.choices import Role

MOST_IDS = 200
NAME, TEXT = 200, 2000


class BodyOut(Out):
    """A city or an organisation."""

    kind: str = Field(description="city or organisation.")
    key: str = Field(description="GeoNames id, or slug.")
    name: str
    label: str


class HatOut(Out):
    """What someone is, with its mark and the ground of it."""

    hat_id: int
    person_id: int
    role: str
    role_label: str
    title: str
    body: BodyOut | None
    since: date | None
    until: date | None
    standing: str
    ground: str = Field(description="Why it is held to be true; empty: it is not verified.")
    speaks: bool = Field(description="Whether it speaks for its body.")


class TokenOut(Out):
    """The token by which you ask."""

    name: str
    scopes: list[str]
    expires: datetime


class PersonOut(Out):
    """Someone, as members read it."""

    id: int
    name: str
    title: str
    languages: list[str]
    expertise: list[str]
    helps_with: str
    looks_for: str
    hats: list[HatOut]


class MeOut(PersonOut):
    """Yourself."""

    email: str
    time_zone: str
    is_member: bool
    is_reviewer: bool
    is_staff: bool
    speaks_for: list[BodyOut]
    token: TokenOut | None = Field(description="Null: you ask by the session of a browser.")


class ProfileIn(In):
    """What to change of your profile; what is left out stays."""

    name: str | None = Field(None, max_length=NAME)
    title: str | None = Field(None, max_length=NAME)
    languages: list[str] | None = Field(None, max_length=40, description="Codes: es, en.")
    expertise: list[str] | None = Field(None, max_length=40, description="Themes of the library.")
    helps_with: str | None = Field(None, max_length=TEXT)
    looks_for: str | None = Field(None, max_length=TEXT)
    time_zone: str | None = Field(None, max_length=60, description="IANA name.")


class HatIn(In):
    """What you are, and where."""

    role: Role
    city: str = Field("", max_length=NAME, description="Name or GeoNames id.")
    organisation: str = Field("", max_length=NAME, description="Name or slug.")
    title: str = Field("", max_length=NAME)
    since: date | None = None


class ReasonIn(In):
    """Why; the person reads it."""

    reason: str = Field("", max_length=TEXT)


class PeopleFilters(Schema):
    """Who is asked for."""

    q: str = Field("", max_length=NAME, description="Part of a name or title, in any spelling.")
    theme: list[Theme] = Field([], description=f"Theme that they know. {SEVERAL}")
    language: list[str] = Field([], description=f"Language code. {SEVERAL}")
    role: list[Role] = Field([], description=f"Role of one of their hats. {SEVERAL}")
    city: list[CityId] = Field([], description=f"GeoNames id of a city of theirs. {SEVERAL}")


class InvitationOut(Out):
    """An invitation; never its secret, which goes to the invited person alone."""

    invitation_id: int
    email: str
    name: str
    role_label: str
    body: BodyOut | None
    most_uses: int
    uses: int
    made: datetime
    expires: datetime
    state: str = Field(description="open, used, expired or revoked.")


class InvitationIn(In):
    """Whom to invite, by mail, and the hat that it gives."""

    email: str = Field(max_length=254)
    name: str = Field("", max_length=NAME)
    role: Role | None = None
    title: str = Field("", max_length=NAME)
    city: str = Field("", max_length=NAME, description="Name or GeoNames id.")
    organisation: str = Field("", max_length=NAME, description="Name or slug.")
    days: int = Field(14, ge=1, le=365, description="For how long it works.")


class NoticeOut(Out):
    """Something that you are told."""

    id: int
    kind: str
    title: str
    text: str
    url: str = Field(description="Path within the platform; may be empty.")
    made: datetime
    read: datetime | None


class NoticeFilters(Schema):
    """Which notices are asked for."""

    kind: Kind | None = Field(None, description="What they are about.")
    new: bool = Field(default=False, description="Only those that you have not read.")


class ReadIn(In):
    """Which notices you have read: some, or all (of one kind)."""

    ids: list[int] = Field([], max_length=MOST_IDS)
    all: bool = False
    kind: Kind | None = None


class CountOut(Out):
    """How many it were."""

    count: int


class ActOut(Out):
    """One act of the log, as far as you may know it."""

    id: int
    at: datetime
    by_name: str = Field(description="Empty: the program.")
    act: str = Field(description="library.practice_corrected ...")
    subject_kind: str
    subject_key: str
    subject_title: str
    note: str
    door: str
    before: object = Field(description="What it changed, as it was.")
    after: object = Field(description="What it changed, as it became.")


class LogFilters(Schema):
    """Which acts are asked for."""

    act: str = Field("", max_length=60, description="An act, or an app: library.")
    since: date | None = Field(None, description="The first day, in your time zone.")
    until: date | None = Field(None, description="The last day, in your time zone.")


class RequestOut(Out):
    """Someone who asks to be let in."""

    person_id: int
    name: str
    email: str
    text: str
    at: datetime


class ClaimOut(Out):
    """A role that somebody says to have, and that you can confirm or refuse."""

    hat_id: int
    person_id: int
    name: str
    hat: str
    made: datetime


class WeekOut(Out):
    """How many signed up in a week."""

    monday: date
    joined: int


class DeskOut(Out):
    """What waits for network staff, and how the network stands."""

    members: int
    cities: int
    organisations: int
    requests_waiting: int
    claims_waiting: int
    weeks: list[WeekOut]
    requests: list[RequestOut] = Field(description="The first fifty.")
    claims: list[ClaimOut] = Field(description="The first fifty.")


class DomainOut(Out):
    """An e-mail domain and whose it is."""

    domain_id: int
    domain: str
    body: BodyOut


class CircleLine(Out):
    """A circle in a list."""

    slug: str
    name: str
    purpose: str
    people: int = Field(description="How many sit in it.")
    closed: datetime | None = Field(description="Since when nobody reads by it; null: it is open.")


class SeatOut(Out):
    """Someone in a circle."""

    person_id: int
    name: str
    title: str
    since: datetime


class CircleOut(Out):
    """A circle: its people may read together what is closed to others."""

    slug: str
    name: str
    purpose: str
    made: datetime
    closed: datetime | None = Field(description="Since when nobody reads by it; null: it is open.")
    people: list[SeatOut]


class CircleIn(In):
    """A circle to form."""

    name: str = Field(max_length=NAME)
    purpose: str = Field("", max_length=TEXT)
    people: list[RowId] = Field([], max_length=MOST_IDS, description="Whom to seat at once.")


class CircleChange(In):
    """What to change of a circle; what is left out stays."""

    name: str | None = Field(None, max_length=NAME)
    purpose: str | None = Field(None, max_length=TEXT)


class SeatsIn(In):
    """Whom to seat."""

    people: list[RowId] = Field(min_length=1, max_length=MOST_IDS, description="Their numbers.")


class StandingOut(Out):
    """What someone is in the network, as its staff know it."""

    person_id: int
    name: str
    email: str
    is_member: bool
    is_reviewer: bool
    is_staff: bool
    is_operator: bool


class EndedOut(StandingOut):
    """Someone whose membership was ended."""

    hats: list[int] = Field(description="Those that were taken off; send them to renew it.")


class RolesIn(In):
    """Which roles to give or to take; what is left out stays."""

    staff: bool | None = None
    reviewer: bool | None = None
    operator: bool | None = Field(None, description="Only operators make operators.")


class HatsIn(In):
    """Which hats to put on again."""

    hats: list[RowId] = Field([], max_length=MOST_IDS)


class LinkIn(In):
    """What a link lets people in to, and how often."""

    role: Role | None = None
    title: str = Field("", max_length=NAME)
    city: str = Field("", max_length=NAME, description="Name or GeoNames id.")
    organisation: str = Field("", max_length=NAME, description="Name or slug.")
    most_uses: int = Field(1, ge=1, le=1000, description="How many people it lets in.")
    days: int = Field(14, ge=1, le=365, description="For how long it works.")


class LinkOut(InvitationOut):
    """An invitation by link."""

    url: str = Field(description="Told here, and never again: keep it, or revoke it.")


class InvitationsIn(In):
    """A list of people to invite by mail."""

    file: str = Field(
        max_length=500_000,
        description="CSV with a header row: email, name, role, city or organisation, title.",
    )
    days: int = Field(14, ge=1, le=365, description="For how long each works.")
