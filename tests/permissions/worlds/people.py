"""People of every role, bodies, and what people wear, ask for and are given."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from decapolis.access.choices import Event, Scope
from decapolis.access.models import Delivery, Token, Webhook
from decapolis.access.queries.tokens import TOKEN_PREFIX, digest_of
from decapolis.cities.models import City
from decapolis.files.choices import Kind as FileKind
from decapolis.files.choices import State
from decapolis.files.models import File, Portrait
from decapolis.organisations.choices import Ground, Relation, Role, Sector, Standing
from decapolis.organisations.models import (
    Acceptance,
    BodyDomain,
    Hat,
    Invitation,
    Organisation,
    Tie,
)
from decapolis.people.models import Circle, CircleSeat, MembershipRequest, Person
from tests.factories import cities
from tests.permissions.worlds.world import World

# What each person of a world is at least; further ones are whatever the dice say.
ROLES = (
    {"is_member": True},
    {"is_member": True},
    {"is_member": True},
    {"is_member": True, "is_reviewer": True},
    {"is_member": True, "is_staff": True},
    {"is_member": True, "is_operator": True},
    {},
    {"left": True},
)
FLAGS = ("is_member", "is_reviewer", "is_staff", "is_operator")
FURTHER = 3
CITIES = ("Dayton", "Schenectady", "Smallville")
BODIES = 4


def make_bodies(world: World) -> None:
    """Make cities, which everyone knows, and organisations of every visibility."""
    dice = world.dice
    for place, name in enumerate(CITIES):
        made = cities.city(
            name, lat=10.0 + place, lon=20.0 + place, population=90_000 * (place + 1)
        )
        cities.residents(made)
        world.rows.setdefault(City, []).append(made)
    bodies = []
    for number in range(BODIES):
        word = world.mark("organisation")
        bodies.append(Organisation(
            slug=f"body-{world.mark('organisation')}", name=f"{word} body {number}",
            sector=dice.one(Sector.values), kind=f"{word} club",
            city=dice.one(world.of(City)), country=cities.country(),
            about=f"{word} helps cities with lamps.", website=f"https://{word}.example/",
            sources=[{"url": f"https://{word}.example/a", "title": word}],
            asked_as=[word], visibility=dice.visibility(Organisation),
        ))  # fmt: skip
    bodies[0].visibility = "public"
    bodies[1].visibility = "network"
    world.made(Organisation, bodies)
    world.made(Tie, [
        Tie(organisation=one, other=other, other_name=f"{world.mark('tie')} named",
            relation=dice.one(Relation.values), project=f"{world.mark('tie')} project")
        for one in bodies for other in [dice.one(bodies)]
    ])  # fmt: skip


def make_people(world: World) -> None:
    """Make somebody of each role and a few others."""
    dice, now = world.dice, timezone.now()
    wanted = [*ROLES, *({flag: dice.yes(0.4) for flag in FLAGS} for _n in range(FURTHER))]
    people = []
    for role in wanted:
        gone = bool(role.get("left"))
        flags = {flag: bool(role.get(flag)) for flag in FLAGS}
        person = Person(email=f"gone-{len(people)}@city.example", **flags)
        if gone:
            person.left, person.is_active = now, False
        else:
            person.email = f"{world.mark('email')}@city.example"
            person.name = f"{world.mark('name')} Someone"
            word = world.mark("profile")
            person.title, person.helps_with, person.looks_for = (f"{word} {n}" for n in "abc")
            person.expertise, person.languages = ["energy"], ["en"]
        people.append(person)
    world.made(Person, people)
    asking = [one for one in people if one.left is None and dice.yes()]
    world.made(MembershipRequest, [
        MembershipRequest(person=one, text=f"{world.mark('request')} let me in",
                          accepted=True if one.is_member else dice.one([None, False]),
                          reason=world.mark("request"))
        for one in asking
    ])  # fmt: skip


def make_hats(world: World) -> None:
    """Let people speak for bodies, say so, be refused, and have spoken once."""
    dice, now = world.dice, timezone.now()
    there = [one for one in world.of(Person) if one.left is None]
    bodies = [*world.of(City), *world.of(Organisation)]
    hats = [
        _hat(world, there[0], world.of(City)[0], Standing.VERIFIED),
        _hat(world, there[1], world.of(Organisation)[0], Standing.VERIFIED),
    ]
    hats += [
        _hat(world, dice.one(world.of(Person)), dice.one(bodies), dice.one(Standing.values))
        for _n in range(10)
    ]
    for hat in hats[2:]:
        hat.until = now.date() if dice.yes(0.2) else None
    world.made(Hat, hats)
    city, body = world.of(City)[0], world.of(Organisation)[0]
    world.made(BodyDomain, [
        BodyDomain(domain=f"{world.mark('domain')}.example", city=city),
        BodyDomain(domain=f"{world.mark('domain')}.example", organisation=body),
    ])  # fmt: skip
    invited = world.made(Invitation, [
        Invitation(
            digest=hashlib.sha256(word.encode()).hexdigest(), name=word, title=f"{word} title",
            email="" if dice.yes(0.3) else f"{word}@mail.example", role=Role.STAFF,
            city=dice.one(world.of(City)), by=dice.one(there), ground=Ground.COLLEAGUE, most_uses=5,
            expires=now + timedelta(days=dice.one([-1, 5])),
        )
        for word in (world.mark("invitation") for _n in range(4))
    ])  # fmt: skip
    world.made(Acceptance, [Acceptance(invitation=invited[0], person=there[2])])


def _hat(world: World, person: Person, body: City | Organisation, standing: str) -> Hat:
    is_city = isinstance(body, City)
    roles = (Role.STAFF, Role.MAYOR) if is_city else (Role.COMPANY, Role.HEAD)
    role = world.dice.one([*roles, *roles, Role.EXPERT])
    return Hat(
        person=person, role=roles[0] if standing == Standing.VERIFIED else role,
        city=body if is_city else None, organisation=None if is_city else body,
        title=f"{world.mark('hat')} title", standing=standing, ground=Ground.STAFF,
    )  # fmt: skip


def make_circles(world: World) -> None:
    """Let some sit together: in two open circles, and in one that was closed."""
    dice, now = world.dice, timezone.now()
    circles = world.made(Circle, [
        Circle(slug=f"circle-{word}", name=f"{word} circle", purpose=f"{word} purpose",
               closed=closed)
        for closed in (None, None, now) for word in [world.mark("circle")]
    ])  # fmt: skip
    world.made(CircleSeat, [
        CircleSeat(circle=circle, person=person)
        for circle in circles for person in dice.some(world.of(Person), 4)
    ])  # fmt: skip


def make_programs(world: World) -> None:
    """Give everybody a token, some a webhook with messages, and files."""
    dice, now = world.dice, timezone.now()
    people = world.of(Person)
    there = [one for one in people if one.left is None]
    for person in people:
        world.secrets[person.pk] = f"{TOKEN_PREFIX}{person.pk:040d}"
    world.made(Token, [
        Token(person=one, digest=digest_of(world.secrets[one.pk]), name=f"{world.mark('token')} p",
              end="0000", scopes=list(Scope.values), expires=now + timedelta(days=9))
        for one in people
    ])  # fmt: skip
    bodies = [None, *world.of(City), *world.of(Organisation)]
    hooks = []
    for number in range(4):
        body = dice.one(bodies)
        hooks.append(Webhook(
            owner=dice.one(there), url=f"https://{world.mark('webhook')}.example/{number}",
            events=[Event.PRACTICE_CORRECTED], nonce=f"n{number}",
            city=body if isinstance(body, City) else None,
            organisation=body if isinstance(body, Organisation) else None,
        ))  # fmt: skip
    world.made(Webhook, hooks)
    world.made(Delivery, [
        Delivery(webhook=hook, message=f"msg_{number}", event=Event.PRACTICE_CORRECTED, at=now,
                 said=f"{world.mark('delivery')} failed", tries=1)
        for number, hook in enumerate(hooks)
    ])  # fmt: skip


def file_of(world: World, by: Person | None, visibility: str, name: str) -> File:
    """Return a file that is ready, not yet written; its words are a mark."""
    word = world.mark("file")
    content = f"%PDF {word}".encode()
    return File(
        key=f"file-{world.mark('file')}", name=f"{word} {name}", kind=FileKind.PDF,
        size=len(content), digest=hashlib.sha256(content).hexdigest(), by=by, visibility=visibility,
        state=State.READY, text=f"{word} lamps", pages=1, is_held=True,
    )  # fmt: skip


def make_files(world: World) -> None:
    """Hand files in that belong to no document, and photos."""
    dice = world.dice
    there = [one for one in world.of(Person) if one.left is None]
    world.made(File, [
        file_of(world, dice.one([None, *there]), dice.visibility(File), "plan.pdf")
        for _n in range(3)
    ])  # fmt: skip
    photos = world.made(File, [file_of(world, one, "network", "photo.png") for one in there[:3]])
    world.made(Portrait, [
        Portrait(person=one, file=photo) for one, photo in zip(there, photos, strict=False)
    ])  # fmt: skip
