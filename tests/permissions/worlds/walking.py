"""Where one looks: every address that answers with something, with the keys of a world."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from decapolis.benchmarks.models import (
    Criterion,
    Edition,
    Entrant,
    Framework,
    Reply,
    Theory,
)
from decapolis.canvas.models import Board, Photo, Template
from decapolis.cities.models import City
from decapolis.files.models import File
from decapolis.indicators.models import Indicator, Upload
from decapolis.initiatives.models import BudgetLine, Initiative
from decapolis.initiatives.queries.plan import MODELS
from decapolis.initiatives.validators.fields import KINDS
from decapolis.library.models import (
    CallRequest,
    Document,
    Draft,
    Practice,
    Suggestion,
    Technology,
)
from decapolis.notices.models import Notice
from decapolis.organisations.models import Hat, Organisation
from decapolis.people.models import Circle, Person
from tests.permissions.worlds.boarding import note_of
from tests.permissions.worlds.world import World

V1 = "api/v1/"
Keys = Callable[[World], list[Any]]


def _of(model: type[Model], name: str = "pk") -> Keys:
    return lambda world: [getattr(row, name) for row in world.of(model)]


_PRACTICES, _CITIES = _of(Practice, "slug"), _of(City)
_DOCUMENTS, _PEOPLE = _of(Document, "slug"), _of(Person)


def _in_rankings(*names: str) -> Keys:
    """Return framework and edition, and what else stands in the address, of each edition."""
    return lambda world: [(one.framework.slug, one.slug, *names) for one in world.of(Edition)]


def _theories(*names: str) -> Keys:
    """Return the city, what else stands in the address, and the slug of each initiative-to-be."""
    return lambda world: sorted(
        {(one.city_id, *names, one.slug) for one in world.of(Theory) if one.slug}
    )


def _cities_in_rankings(world: World) -> list[Any]:
    return [(one.edition.framework.slug, one.edition.slug, one.code) for one in world.of(Entrant)]


def _criteria_in_rankings(world: World) -> list[Any]:
    return [
        (one.edition.framework.slug, one.edition.slug, one.code, leaf.pk)
        for one in world.of(Entrant)
        for leaf in world.of(Criterion)
        if leaf.framework_id == one.edition.framework_id
    ]


def _in_plans() -> Keys:
    """Return each initiative with each part of its plan that has lines."""
    return lambda world: [
        (one.key, KINDS[kind].part.value) for one in world.of(Initiative) for kind in MODELS
    ]


def _lines_of_plans(world: World) -> list[Any]:
    return [
        (row.plan.initiative.key, KINDS[kind].part.value, row.pk)
        for kind, model in MODELS.items()
        for row in world.of(model)
    ]


# Without a key: the route is the address, and so is what may stand behind it.
PLAIN: dict[str, tuple[str, ...]] = {
    "": ("", "?city={city}"),
    **dict.fromkeys(("practices/", "documents/", "technologies/", "organisations/"), ("",)),
    "find": (
        "?q=lamps", "?q=lamps&kind=practice&view=map", "?q=lamps&city={city}&view=compare",
        "?kind=document", "?theme=energy&sort=evidence", "?q={hidden}",
    ),
    "find.csv": ("?q=lamps", *(f"?kind={kind}" for kind in (
        "practice", "document", "technology", "organisation"))),
    "library": ("",),
    "brief": ("?city={city}&q=street+lighting",),
    "cities/": ("", "?format=csv"),
    "cities/suggest": ("?q=day",),
    "api": ("",),
    "api/<slug:area>": ("initiatives",),
    "desk": ("",),
    "desk/notices": ("",),
    "desk/calls": ("",),
    "people": ("", "?theme=energy"),
    "people/me/edit": ("",),
    "invitations": ("",),
    "contribute": ("",),
    "contribute/new": ("",),
    "documents/new": ("",),
    "review": ("",),
    "audit": ("",),
    "audit.csv": ("",),
    "account/security": ("",),
    "account/tokens": ("",),
    "account/webhooks": ("",),
    "account/data": ("",),
    "account/data.json": ("",),
    "staff": ("",),
    "staff/people": ("",),
    "staff/circles": ("",),
    "staff/domains": ("",),
    "staff/figures": ("",),
    "staff/canvases": ("",),
    "staff/canvases/new": ("",),
    "staff/rankings": ("",),
    "staff/rankings/new": ("",),
    "staff/rankings/assess": ("",),
    "staff/rankings/figures": ("",),
    "staff/rankings/frameworks": ("",),
    "rankings": ("",),
    "initiatives": ("",),
    "initiatives/new": ("",),
    "indicators": ("", "?format=csv", "?q={hidden}"),
    "sources": ("",),
    "about": ("",),
    f"{V1}indicators": ("", "?q={hidden}"),
    f"{V1}observations": ("?limit=100",),
    f"{V1}sources": ("",),
    "staff/indicators": ("",),
    "staff/calls": ("",),
    "operator": ("",),
    f"{V1}openapi.json": ("",),
    f"{V1}status": ("",),
    f"{V1}find": ("?q=lamps&limit=100", "?limit=100", "?q={hidden}"),
    f"{V1}brief": ("?city={city}&q=street+lighting",),
    **dict.fromkeys(
        (f"{V1}{room}" for room in ("practices", "documents", "technologies", "organisations")),
        ("?limit=100",),
    ),
    f"{V1}cities": ("?limit=100",),
    f"{V1}frameworks": ("",),
    f"{V1}rankings": ("",),
    f"{V1}drafts": ("",),
    f"{V1}suggestions": ("", "?waiting=true"),
    f"{V1}calls": ("",),
    f"{V1}circles": ("",),
    f"{V1}me": ("",),
    f"{V1}me/hats": ("",),
    f"{V1}people": ("?limit=100",),
    f"{V1}invitations": ("",),
    f"{V1}notices": ("",),
    f"{V1}audit": ("?limit=100",),
    f"{V1}staff/desk": ("",),
    f"{V1}staff/domains": ("",),
    f"{V1}staff/requests": ("",),
    f"{V1}staff/uploads": ("",),
    f"{V1}me/closed": ("",),
    f"{V1}initiatives": ("?limit=100", "?whose=own", "?whose=orphaned"),
    f"{V1}boards": ("?limit=100",),
    f"{V1}canvases": ("?retired=true",),
}  # fmt: skip

# With a key: the route as Django has it, and the keys to put into it.
_OF_PRACTICES = (
    "/initiative",
    *("", "/versions", "/edit", "/call", "/call/consent", "/review", "/adoptions", "/adopt"),
    *("/versions/<int:before>...<int:after>", "/readers"),
)
_OF_RECORDS = (
    *("", "/record", "/versions", "/versions/<int:number>", "/differences"),
    *("/provenance", "/reviews", "/adoptions", "/answers", "/retelling"),
)
_TOLD = "rankings/<framework>/<edition>"
_RANKING = "rankings/<slug:framework>/<slug:edition>"
KEYED: dict[str, Keys] = {
    **{f"practices/<slug:slug>{rest}": _PRACTICES for rest in _OF_PRACTICES},
    **{f"{V1}practices/<slug>{rest}": _PRACTICES for rest in _OF_RECORDS},
    **{
        f"initiatives/<slug:key>{rest}": _of(Initiative, "key")
        for rest in (
            *("", "/edit", "/stage", "/team", "/plan", "/costs", "/transfer"),
            *("/documents", "/milestones.ics", "/progress", "/handover"),
        )
    },
    "initiatives/<slug:key>/documents/<slug:which>.<slug:ending>": lambda world: [
        (one.key, "action-plan", "docx") for one in world.of(Initiative)
    ],
    "initiatives/<slug:key>/plan/<slug:part>": _in_plans(),
    "initiatives/<slug:key>/plan/<slug:part>/new": _in_plans(),
    "initiatives/<slug:key>/plan/<slug:part>/<int:line_id>": _lines_of_plans,
    "initiatives/<slug:key>/costs/<int:line_id>": lambda world: [
        (one.plan.initiative.key, one.pk) for one in world.of(BudgetLine)
    ],
    **{
        f"{V1}initiatives/<key>{rest}": _of(Initiative, "key")
        for rest in (
            *("", "/plan", "/plan/gone", "/costs", "/transfer"),
            *("/documents", "/milestones.ics", "/progress"),
        )
    },
    f"{V1}initiatives/<key>/documents/<which>": lambda world: [
        (one.key, "hand-over") for one in world.of(Initiative)
    ],
    f"{V1}initiatives/<key>/documents/<which>.<ending>": lambda world: [
        (one.key, "action-plan", "docx") for one in world.of(Initiative)
    ],
    f"{V1}initiatives/<key>/lines/<kind>/<int:line_id>": lambda world: [
        (row.plan.initiative.key, kind.value, row.pk)
        for kind, model in MODELS.items()
        for row in world.of(model)
    ],
    f"{V1}initiatives/<key>/lines/cost/<int:line_id>/comparables": lambda world: [
        (one.plan.initiative.key, one.pk) for one in world.of(BudgetLine)
    ],
    "documents/<slug:slug>": _DOCUMENTS,
    "documents/<slug:slug>/edit": _DOCUMENTS,
    f"{V1}documents/<slug>": _DOCUMENTS,
    f"{V1}documents/<slug>/record": _DOCUMENTS,
    "technologies/<slug:slug>": _of(Technology, "slug"),
    f"{V1}technologies/<slug>": _of(Technology, "slug"),
    "organisations/<slug:slug>": _of(Organisation, "slug"),
    f"{V1}organisations/<slug>": _of(Organisation, "slug"),
    "staff/circles/<slug:slug>": _of(Circle, "slug"),
    f"{V1}circles/<slug>": _of(Circle, "slug"),
    "files/<slug:key>": _of(File, "key"),
    **{
        f"boards/<slug:key>{rest}": _of(Board, "key")
        for rest in ("", "/votes", "/find", "/link", "/history")
    },
    "boards/<slug:key>/notes/<slug:note>": lambda world: [
        (one.key, note_of(one)) for one in world.of(Board)
    ],
    "boards/<slug:key>/photos/<slug:photo>": lambda world: [
        (one.board.key, one.file.key) for one in world.of(Photo)
    ],
    "boards/<slug:key>/export.<str:ending>": lambda world: [
        (one.key, ending) for one in world.of(Board) for ending in ("csv", "json", "svg")
    ],
    "staff/canvases/<slug:slug>": _of(Template, "slug"),
    **{
        f"{V1}canvases/<slug>{rest}": _of(Template, "slug")
        for rest in ("", "/versions/<int:number>")
    },
    **{
        f"{V1}boards/<key>{rest}": _of(Board, "key")
        for rest in ("", "/round", "/snapshots", "/history", "/history/<int:number>")
    },
    f"{V1}boards/<key>/notes/<note>": lambda world: [
        (one.key, note_of(one)) for one in world.of(Board)
    ],
    f"{V1}boards/<key>/photos/<photo>": lambda world: [
        (one.board.key, one.file.key) for one in world.of(Photo)
    ],
    f"{V1}boards/<key>/export.<ending>": lambda world: [
        (one.key, ending) for one in world.of(Board) for ending in ("csv", "json", "svg")
    ],
    "cities/<int:city_id>-<str:slug>": _CITIES,
    "cities/<int:city_id>/peers": _CITIES,
    f"{V1}cities/<int:city_id>": _CITIES,
    "people/<int:person_id>": _PEOPLE,
    f"{V1}people/<int:person_id>": _PEOPLE,
    "people/hats/<int:hat_id>/decide": _of(Hat),
    "staff/indicators/<int:upload_id>": _of(Upload),
    f"{V1}staff/uploads/<int:upload_id>": _of(Upload),
    "indicators/<slug:code>": _of(Indicator),
    f"{V1}indicators/<code>": _of(Indicator),
    f"{V1}indicators/<code>/series": lambda world: [
        (one.pk, f"?city={world.of(City)[0].pk}") for one in world.of(Indicator)
    ],
    f"{V1}cities/<int:city_id>/figures": _CITIES,
    "staff/requests/<int:person_id>": _PEOPLE,
    f"{V1}staff/people/<int:person_id>": _PEOPLE,
    "contribute/drafts/<int:draft_id>": _of(Draft),
    f"{V1}drafts/<int:draft_id>": _of(Draft),
    "contribute/suggestions/<int:number>": _of(Suggestion),
    f"{V1}suggestions/<int:number>": _of(Suggestion),
    "desk/calls/<int:call_id>": _of(CallRequest),
    f"{V1}calls/<int:call_id>": _of(CallRequest),
    "desk/notices/<int:notice_id>/open": _of(Notice),
    "staff/rankings/<int:edition_id>": _of(Edition),
    "staff/rankings/<int:edition_id>/recipe": _of(Edition),
    "staff/rankings/<int:edition_id>/weights": _of(Edition),
    **{
        f"staff/rankings/frameworks/<slug:slug>.{ending}": _of(Framework, "slug")
        for ending in ("jsonl", "xlsx")
    },
    "staff/rankings/replies/<int:reply_id>": _of(Reply),
    "assessments/<int:edition_id>": _of(Edition),
    "assessments/<int:edition_id>/<str:code>": lambda world: [
        (one.edition_id, one.code) for one in world.of(Entrant)
    ],
    _RANKING: _in_rankings(),
    f"{_RANKING}/method": _in_rankings(),
    f"{_RANKING}/compare": _in_rankings(),
    f"{_RANKING}/files/<str:name>": _in_rankings("results.csv"),
    f"{_RANKING}/<str:code>": _cities_in_rankings,
    f"{_RANKING}/<str:code>/reply": _cities_in_rankings,
    f"{_RANKING}/<str:code>/marks/<int:criterion_id>": _criteria_in_rankings,
    "cities/<int:city_id>-<str:slug>/theory": _CITIES,
    "cities/<int:city_id>-<str:slug>/theory/edit": _CITIES,
    "cities/<int:city_id>/theory.svg": _CITIES,
    "cities/<int:city_id>/theory.json": _CITIES,
    "cities/<int:city_id>-<str:slug>/theory/new": _CITIES,
    "cities/<int:city_id>-<str:slug>/theory/<slug:chain>": _theories("dayton"),
    "cities/<int:city_id>-<str:slug>/theory/<slug:chain>/edit": _theories("dayton"),
    "cities/<int:city_id>/theory/<slug:chain>.svg": _theories(),
    "cities/<int:city_id>/theory/<slug:chain>.json": _theories(),
    f"{V1}cities/<int:city_id>/theory": _CITIES,
    f"{V1}cities/<int:city_id>/theories": _CITIES,
    f"{V1}cities/<int:city_id>/theories/<slug>": _theories(),
    f"{V1}frameworks/<slug>": _of(Framework, "slug"),
    f"{V1}frameworks/<slug>/years": _of(Framework, "slug"),
    **{
        f"rankings/<slug:framework>/years{ending}": _of(Framework, "slug")
        for ending in ("", ".csv", ".json")
    },
    **{f"{V1}{_TOLD}{rest}": _in_rankings() for rest in ("", "/recipe", "/replies")},
    f"{V1}{_TOLD}/compare": lambda world: [
        (one.framework.slug, one.slug, f"?city=stranger&city={world.of(City)[0].pk}")
        for one in world.of(Edition)
    ],
    f"{V1}{_TOLD}/cities/<code>": _cities_in_rankings,
    f"{V1}{_TOLD}/cities/<code>/marks": _cities_in_rankings,
}
REST = {  # what else stands in an address
    "<int:before>": "1",
    "<int:after>": "2",
    "<int:number>": "1",
    "-<str:slug>": "-dayton",
    "/differences": "/differences?before=1&after=2",
}

# What holds nothing of a world: words of the program, figures of cities, one's own account.
LEFT_OUT = (
    *("boards/worker.js", "boards/<slug:key>/read"),  # a link opens one board to whoever has it
    *("about", "accessibility", "sources", "style", "sign-in", "sign-out", "welcome", "profile"),
    *("account/", "people/me/photo", "cities/choose", "desk/notices/rhythms", "calls/<"),
    *("notices/unsubscribe", "invitations/<", "cities/<int:city_id>"),
    "staff/indicators/template",
    *("brief.pdf", "brief.docx", "contribute/drafts/<int:draft_id>/discard"),
    *(f"{V1}{rest}" for rest in ("health", "countries", "initiatives/kinds")),
    *(f"{V1}cities/suggest", f"{V1}cities/<int:city_id>/"),
)


def routes_walked() -> set[str]:
    """Return the routes at which a world is looked at."""
    return {*PLAIN, *KEYED}


def addresses(world: World, hidden: str, share: float) -> Iterator[tuple[str, str]]:
    """Yield routes with their addresses in a world.

    Parameters
    ----------
    hidden
        A word that the reader may not know; it is searched for.
    share
        Of the keys of each kind, how many are walked: from 0 to 1.
    """
    dice = world.dice
    told = {"city": world.of(City)[0].pk, "hidden": hidden}
    for route, ends in PLAIN.items():
        for end in ends:
            yield route, f"/{route}{end.format(**told)}"
    for route, keys in KEYED.items():
        held = keys(world)
        for key in dice.random.sample(held, max(1, round(len(held) * share))):
            yield route, f"/{_filled(route, key)}"


def _filled(route: str, key: object) -> str:
    first, *others = key if isinstance(key, tuple) else (key,)
    start, _bracket, rest = route.partition("<")
    rest = rest.partition(">")[2]
    start = f"{start}{first}"
    for other in others:
        middle, _bracket, rest = rest.partition("<")  # without one it stands at the end
        start, rest = f"{start}{middle}{other}", rest.partition(">")[2]
    for name, value in REST.items():
        rest = rest.replace(name, value)
    return f"{start}{rest}"
