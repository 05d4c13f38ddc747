"""Valid frameworks, editions, marks and replies; every argument has a plain default."""

from itertools import count

from decapolis.benchmarks.actions.publishing import keep_run
from decapolis.benchmarks.choices import Hand, Kind, State
from decapolis.benchmarks.models import Criterion, Edition, Entrant, Framework, Mark, Reply, Theory
from decapolis.cities.models import City
from decapolis.people.models import Person
from tests.factories import cities, reviews

_numbers = count(1)
PLAIN = {
    "denominate": False, "impute": False, "screen": False, "treat": False, "normalise": "none",
}  # fmt: skip


def framework(*codes: str, **fields: object) -> Framework:
    """Return a new framework with criteria on a scale from 0 to 4: a and b unless named."""
    number = next(_numbers)
    values = {"slug": f"framework-{number}", "name": f"Framework {number}"}
    made = Framework.objects.create(**values | fields)
    for code in codes or ("a", "b"):
        criterion(made, code)
    return made


def criterion(of: Framework, code: str = "", **fields: object) -> Criterion:
    """Return a new criterion on a scale from 0 to 4."""
    number = next(_numbers)
    code = code or f"c{number}"
    values = {"code": code, "name": code.upper(), "position": number, "low": 0, "high": 4}
    return Criterion.objects.create(**{"framework": of} | values | fields)


def edition(of: Framework | None = None, *taking_part: City, **fields: object) -> Edition:
    """Return a new assessment, being prepared, of these cities or of Dayton and Toledo."""
    number = next(_numbers)
    values = {
        "framework": of or framework(),
        "slug": f"edition-{number}",
        "name": f"Edition {number}",
        "kind": Kind.ASSESSED,
        "spec": PLAIN,
    } | fields
    made = Edition.objects.create(**values)
    for city in taking_part or (cities.city("Dayton"), cities.city("Toledo")):
        Entrant.objects.create(edition=made, city=city, code=str(city.pk), name=city.name)
    return made


def entrant(of: Edition, name: str = "Dayton") -> Entrant:
    """Return a city that takes part, by its name."""
    return Entrant.objects.select_related("edition__framework", "city").get(edition=of, name=name)


def leaf(of: Edition, code: str = "a") -> Criterion:
    """Return a criterion of an edition's framework."""
    return Criterion.objects.get(framework=of.framework, code=code)


def mark(
    of: Entrant, code: str = "a", value: float | None = 2.0, hand: Hand = Hand.SETTLED,
    **fields: object,
) -> Mark:  # fmt: skip
    """Return a mark that counts."""
    held = leaf(of.edition, code)
    values = {"edition": of.edition, "entrant": of, "criterion": held, "hand": hand}
    return Mark.objects.create(**values | {"value": value, "note": "As read."} | fields)


def published(of: Framework | None = None, *taking_part: City, **fields: object) -> Edition:
    """Return a published edition in which the first city has 3, the next 2 ... on everything."""
    made = edition(of, *taking_part, **{"state": State.PUBLISHED} | fields)
    for place, one in enumerate(Entrant.objects.filter(edition=made).order_by("pk")):
        for held in Criterion.objects.filter(framework=made.framework, children=None):
            mark(one, held.code, max(3.0 - place, 0.0))
    keep_run(by=None, edition=made)
    return made


def reply(of: Entrant, code: str = "a", **fields: object) -> Reply:
    """Return a reply that waits."""
    values = {"edition": of.edition, "entrant": of, "criterion": leaf(of.edition, code)}
    told = {"text": "We have a plan.", "wants": 4.0, "url": "https://dayton.example/plan"}
    return Reply.objects.create(**values | told | fields)


def two_reviewers() -> tuple[Person, Person]:
    """Return two members who review."""
    return reviews.reviewer(name="Ana Díaz"), reviews.reviewer(name="Ben Okoye")


def theory(city: City, **fields: object) -> Theory:
    """Return how a city thinks that change comes about."""
    content = {
        "inputs": [
            {"id": "in1", "text": "Two million dollars", "indicator": "", "leads_to": ["ac1"]}
        ],
        "activities": [{"id": "ac1", "text": "Put in LED lamps", "indicator": "", "leads_to": []}],
    }
    values = {"city": city, "version": 1, "title": "Safe streets at night", "content": content}
    return Theory.objects.create(**values | fields)
