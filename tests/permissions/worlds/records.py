"""Practices and what is written about them, documents and the catalogue."""

from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from decapolis.cities.models import City
from decapolis.files.models import File
from decapolis.files.queries import storage
from decapolis.library.actions.retelling import retell
from decapolis.library.choices import (
    WIDTHS,
    CallState,
    DocumentKind,
    Evidence,
    EvidenceLevel,
    Handed,
    Maturity,
    Status,
    SuggestionState,
    Theme,
    VersionOrigin,
    Went,
)
from decapolis.library.models import (
    Adoption,
    CallNote,
    CallRequest,
    Contact,
    Cost,
    Document,
    Draft,
    Funding,
    HandOver,
    Outcome,
    Partner,
    Practice,
    Review,
    ReviewRequest,
    Suggestion,
    Technology,
    Version,
)
from decapolis.library.queries.records import record_from_rows
from decapolis.organisations.models import Hat, Organisation
from decapolis.people.models import Circle, Person
from tests.factories import cities
from tests.permissions.worlds.people import file_of
from tests.permissions.worlds.world import World

PRACTICES, DOCUMENTS, TECHNOLOGIES = 7, 4, 3
THEMES = (Theme.ENERGY, Theme.MOBILITY)


def _sources(word: str) -> list[dict[str, object]]:
    return [{"url": f"https://{word}.example/", "title": word, "publisher": word, "year": 2018}]


def make_catalogue(world: World) -> None:
    """Make technologies, and documents with their files."""
    dice = world.dice
    world.made(Technology, [
        Technology(
            slug=f"tech-{world.mark('technology_key')}", name=f"{word} lamp", what=f"{word} lamps",
            solves=["energy"], maturity=dice.one(Maturity.values), typical_cost=word,
            risks=[word], standards=[word], prerequisites=[word], questions_to_ask=[word],
            sources=_sources(word), asked_as=[word], visibility=dice.visibility(Technology),
        )
        for word in (world.mark("technology") for _n in range(TECHNOLOGIES))
    ])  # fmt: skip
    there = [one for one in world.of(Person) if one.left is None]
    for number in range(DOCUMENTS):
        word, visibility = world.mark("document"), dice.visibility(Document)
        files: list[File | None] = [None]
        if number:
            by = dice.one([None, *there])
            files = world.made(File, [file_of(world, by, dice.visibility(File), "doc.pdf")])
        city = dice.one([None, *world.of(City)])
        world.made(Document, [
            Document(
                slug=f"doc-{world.mark('document')}", title=f"{word} lamps",
                kind=dice.one(DocumentKind.values), publisher=word, city=city,
                city_name=city.name if city else "", year=2020, country=cities.country(),
                url=f"https://{word}.example/d", language="en", themes=[dice.one(THEMES)],
                summary=f"{word} lamps", sources=_sources(word), asked_as=[word], file=files[0],
                visibility=visibility,
            )
        ])  # fmt: skip
    for file in world.of(File):
        storage().save(file.stored, ContentFile(f"%PDF {file.text.split()[0]}".encode()))


def make_practices(world: World) -> None:
    """Make practices with their parts, partners and versions."""
    made = world.made(Practice, [_practice(world) for _n in range(PRACTICES)])
    for one, visibility in zip(made, ("public", "network", "nameless"), strict=False):
        one.visibility, one.circle = visibility, None
    Practice.objects.bulk_update(made, ["visibility", "circle"])
    for one in made:
        _parts(world, one)
    world.made(Version, [version for one in made for version in _versions(world, one)])
    Practice.objects.bulk_update(made, ["version"])


def make_retellings(world: World) -> None:
    """Tell without its name what is shared so; nothing else is written of what comes of it."""
    retold = [retell(by=None, practice=one) for one in world.of(Practice)]
    world.of(Practice).extend(row for row in retold if row)


def _practice(world: World) -> Practice:
    dice, word, name = world.dice, world.mark("practice"), world.mark("identity")
    city, visibility = dice.one(world.of(City)), dice.visibility(Practice)
    circle = dice.one(world.of(Circle)) if visibility == "circle" else None
    return Practice(
        slug=f"of-{world.mark('slug')}", title=f"{word} street lighting", city=city,
        city_name=city.name, region="Ohio", country=city.country, lead_name=f"{name} Works",
        lead_sector="public", themes=[dice.one(THEMES)], problem=f"{word} lamps were dark.",
        approach=f"{word} lamps by {name} Works.", technologies_named=[word], started=2016,
        status=dice.one(Status.values), went=dice.one(Went.values),
        evidence=dice.one(Evidence.values), result=f"{word} result.", result_source=0,
        setback=f"{word} broke.", setback_source=0, lessons=[f"{word} lesson."],
        barriers=[f"{word} barrier."], sources=_sources(name), asked_as=[word],
        visibility=visibility, circle=circle,
    )  # fmt: skip


def _parts(world: World, of: Practice) -> None:
    dice, word, name = world.dice, of.title.split()[0], of.lead_name.split()[0]
    Cost.objects.create(
        practice=of, amount=Decimal(dice.one([100_000, 2_000_000])), currency="USD", covers=word,
        quantity=100, unit="lamp", scope="units only", read_from=word, source=0,
    )  # fmt: skip
    Outcome.objects.create(
        practice=of, metric=f"{word} metric", value=50, expected=90, unit="%", is_good=dice.yes(),
        text=f"{word} lamps saved half.", kind="measured", baseline=100, source=0,
    )  # fmt: skip
    Funding.objects.create(practice=of, kind="municipal-budget", name=f"{name} Works")
    world.made(Partner, [
        Partner(practice=of, name=f"{name} partner {number}", sector="academia",
                organisation=body, is_lead=number == 0)
        for number, body in enumerate(dice.some(world.of(Organisation)))
    ])  # fmt: skip
    fit = [one for one in world.of(Technology) if WIDTHS[one.visibility] <= WIDTHS[of.visibility]]
    of.technologies.set(dice.some(fit, 2) if fit else [])


def _versions(world: World, of: Practice) -> list[Version]:
    """Return earlier versions for whatever eyes, and the present one for those of the practice."""
    dice, record, found = world.dice, record_from_rows(of), []
    of.version = dice.one([1, 2, 3])
    for number in range(1, of.version + 1):
        is_now, word = number == of.version, world.mark("version")
        found.append(Version(
            practice=of, number=number, by=dice.one([None, *world.of(Person)]),
            record=record if is_now else record | {"lessons": [f"{word} lesson"], "problem": word},
            spoke_for=word, note=f"{word} note", origin=dice.one(VersionOrigin.values), restored=1,
            visibility=of.visibility if is_now else dice.visibility(Version),
        ))  # fmt: skip
    return found


def make_writing(world: World) -> None:
    """Write drafts and suggestions, reviews and requests for them, and adoptions."""
    dice, people = world.dice, [one for one in world.of(Person) if one.left is None]
    drafts, seen = [], set()
    for _n in range(8):
        person, practice = dice.one(people), dice.one([None, *world.of(Practice)])
        if practice is None or (person.pk, practice.pk) not in seen:
            seen.add((person.pk, practice.pk if practice else 0))
            word = world.mark("draft")
            record = _changed(practice, word) | ({"title": ""} if dice.yes() else {})
            drafts.append(Draft(
                person=person, practice=practice, record=record, note=word,
                base=practice.version if practice else 0,
                discarded=timezone.now() if dice.yes(0.2) else None,
            ))  # fmt: skip
    world.made(Draft, drafts)
    suggested = []
    for _n in range(8):
        practice, word = dice.one([None, *world.of(Practice)]), world.mark("suggestion")
        suggested.append(Suggestion(
            practice=practice, city=practice.city if practice else dice.one(world.of(City)),
            by=dice.one(world.of(Person)), record=_changed(practice, word), note=word, reason=word,
            base=dice.one(range(1, practice.version + 1)) if practice else 0,
            state=dice.one([SuggestionState.OPEN, *SuggestionState.values]),
        ))  # fmt: skip
    world.made(Suggestion, suggested)


def _changed(practice: Practice | None, word: str) -> dict[str, object]:
    """Return a record that somebody wrote: of a practice, with a sentence of their own."""
    if practice is None:
        return {"title": f"{word} title", "problem": word, "lessons": [f"{word} lesson"]}
    return {
        "slug": practice.slug, "title": f"{word} title", "city": practice.city_name,
        "country": practice.country_id, "themes": practice.themes, "status": practice.status,
        "problem": f"{word} problem", "approach": f"{word} approach", "started": 2016,
        "sources": _sources(word),
    }  # fmt: skip


def make_trust(world: World) -> None:
    """Let practices be graded, and follow each other."""
    dice, practices, reviewers = world.dice, world.of(Practice), world.of(Person)
    world.made(Review, [
        Review(
            practice=one, version=dice.one(range(1, one.version + 1)), by=dice.one(reviewers),
            level=dice.one([EvidenceLevel.DESCRIBED, EvidenceLevel.MEASURED]),
            reasons=f"{world.mark('review')} reasons",
        )
        for one in [*practices, *practices[:3]]
    ])  # fmt: skip
    world.made(ReviewRequest, [
        ReviewRequest(practice=one, by=dice.one(reviewers), note=f"{world.mark('asked')} please")
        for one in dice.some(practices, 4)
    ])  # fmt: skip
    pairs = [(one, other) for at, one in enumerate(practices) for other in practices[at + 1 :]]
    followed = [
        Adoption(origin=one, practice=other, city=other.city, year=2019, by=dice.one(reviewers),
                 changed=f"{world.mark('adoption')} changed", gave="less")
        for one, other in dice.some(pairs, 8)
    ]  # fmt: skip
    told = [
        Adoption(origin=one, city=dice.one(world.of(City)), year=2020, gave="less",
                 changed=f"{world.mark('adoption')} changed")
        for one in dice.some(practices, 3)
    ]  # fmt: skip
    world.made(Adoption, followed + told)


def make_calls(world: World) -> None:
    """Let people agree to be called, be asked, and keep what they answered."""
    dice, practices = world.dice, world.of(Practice)
    there = [one for one in world.of(Person) if one.left is None]
    agreed = {
        (practice.pk, person.pk): (practice, person)
        for practice in practices
        for person in dice.some([*_speakers(world, practice), *there], 3)
    }
    world.made(Contact, [
        Contact(practice=one, person=person, note=f"{world.mark('contact')} ask me")
        for one, person in agreed.values()
    ])  # fmt: skip
    calls, seen = [], set()
    for state in [*CallState.values, *[CallState.ANSWERED] * 4]:
        practice, asker, to = dice.one(practices), *dice.random.sample(there, 2)
        if (practice.pk, asker.pk) in seen:
            continue
        seen.add((practice.pk, asker.pk))
        answered = state == CallState.ANSWERED
        calls.append(CallRequest(
            practice=practice, asker=asker, to=None if state == CallState.DRAFT else to,
            question=f"{world.mark('question')} how", times=f"{world.mark('times')} times",
            word=f"{world.mark('word')} word", state=state,
            answer=f"{world.mark('answer')} so" if answered else "",
        ))  # fmt: skip
    world.made(CallRequest, calls)
    world.made(HandOver, [
        HandOver(call=call, practice=call.practice, to=person, why=Handed.ASKED)
        for call in calls if call.to
        for person in {call.to, dice.one([call.to, *there])} - {call.asker}
    ])  # fmt: skip
    levels = ["", *(value for value, _label in CallNote._meta.get_field("by_asker").choices)]
    world.made(CallNote, [
        CallNote(call=call, practice=call.practice, by_asker=dice.one(levels),
                 by_answerer=dice.one(levels))
        for call in calls if call.state == CallState.ANSWERED
    ])  # fmt: skip


def _speakers(world: World, practice: Practice) -> list[Person]:
    return [hat.person for hat in world.of(Hat) if hat.city_id == practice.city_id]
