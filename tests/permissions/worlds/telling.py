"""What people are told, and what the log holds."""

from django.utils import timezone

from decapolis.audit.models import AuditEntry, Concern
from decapolis.cities.models import City
from decapolis.indicators.choices import Table
from decapolis.indicators.models import Upload
from decapolis.kernel.origin import Door
from decapolis.library.models import Practice
from decapolis.notices.choices import Kind
from decapolis.notices.models import Notice, Refusal
from decapolis.organisations.models import Organisation
from decapolis.people.models import Person
from tests.permissions.worlds.world import World

ENTRIES = 12


def make_notices(world: World) -> None:
    """Tell everybody something, and let mail to somebody come back."""
    dice = world.dice
    there = [one for one in world.of(Person) if one.left is None]
    world.made(Notice, [
        Notice(person=one, by=dice.one(there), kind=dice.one(Kind.values), url="/desk",
               title=f"{word} title", text=f"{word} text")
        for one in there for word in [world.mark("notice")]
    ])  # fmt: skip
    world.made(
        Refusal,
        [Refusal(person=there[0], address=there[0].email, said=f"{world.mark('refusal')} no")],
    )


def make_uploads(world: World) -> None:
    """Hand in tables of figures: written, taken back, and waiting."""
    dice, now = world.dice, timezone.now()
    world.made(Upload, [
        Upload(name=f"{world.mark('upload')}.csv", by=dice.one([None, *world.of(Person)]),
               table=Table.OBSERVATIONS, written=written, taken_back=back,
               content=None if written else b"code,name")
        for written, back in ((now, None), (now, now), (None, None))
    ])  # fmt: skip


def make_log(world: World) -> None:
    """Record acts of anybody that concern anybody and any body."""
    dice, people = world.dice, world.of(Person)
    subjects = [*people, *world.of(Practice), *world.of(Organisation), *world.of(City)]
    entries = []
    for _n in range(ENTRIES):
        subject, word = dice.one(subjects), world.mark("act")
        entries.append(AuditEntry(
            by=dice.one([None, *people]), by_name=f"{word} who", act="library.practice_corrected",
            subject_kind=subject._meta.label_lower, subject_key=str(subject.pk),
            subject_title=f"{word} title", before={"title": word}, after={"title": f"{word} new"},
            note=f"{word} note", door=dice.one(list(Door)).value,
        ))  # fmt: skip
    world.made(AuditEntry, entries)
    bodies = [*people, *people, *world.of(City), *world.of(Organisation)]
    world.made(Concern, [
        Concern(entry=one, kind=body._meta.label_lower, key=str(body.pk))
        for one in entries for body in dice.some(bodies, 2)
    ])  # fmt: skip
