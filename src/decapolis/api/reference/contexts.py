"""What the documentation shows: made from the OpenAPI document, so that the two cannot differ."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from decapolis.access.choices import ABOUT, Scope
from decapolis.api.interface import api
from decapolis.api.limits import OF_A_TOKEN, OF_AN_ADDRESS
from decapolis.api.openapi import described, operations
from decapolis.api.paging import MOST, USUAL
from decapolis.api.scopes import is_open, needed
from decapolis.benchmarks.models import Edition
from decapolis.cities.models import Country
from decapolis.cities.queries import all_cities
from decapolis.indicators.models import Indicator
from decapolis.initiatives.choices import Opened
from decapolis.initiatives.models import BudgetLine, Initiative
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document, Practice, Technology
from decapolis.organisations.models import Organisation

DEEPEST = 4
WIDE = 1_000_000  # a limit from here up is no help to anybody
SAMPLES = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}
# What an example asks for, so that its answer is short and tells something.
ASKED = {
    "find": "q=street+lighting&limit=3",
    "list_practices": "theme=energy&failed=true&limit=2",
    "list_documents": "kind=toolkit&limit=2",
    "list_technologies": "theme=mobility&limit=2",
    "list_organisations": "sector=nonprofit&limit=2",
    "list_cities": "q=san&limit=3",
    "suggest_cities": "q=valen",
    "list_peers": "theme=energy&limit=3",
    "list_observations": "limit=3",
    "list_countries": "region=Europe&limit=2",
    "list_indicators": "theme=housing&limit=3",
    "list_sources": "limit=3",
    "list_initiatives": "limit=3",
    "compare_versions": "before=1&after=1",
}
OF_A_RANKING = (
    "get_ranking",
    "get_recipe",
    "compare_in_ranking",
    "list_replies",
    "get_city_in_ranking",
    "list_marks",
)
OF_A_CITY = ("get_city", "list_figures", "list_peers", "compare_cities", "list_theories")
# Beside `get_practice`: what is told of the same practice.
OF_A_PRACTICE = (
    "get_record",
    "list_versions",
    "get_version",
    "compare_versions",
    "list_provenance",
    "get_grade",
    "list_adoptions",
    "list_answers",
)


OF_AN_INITIATIVE = ("get_initiative", "get_plan", "get_costs", "list_transfers")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a route."""

    name: str
    kind: str  # in the path, after the question mark, or in the body
    type: str
    about: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of the interface, as the list names it."""

    id: str
    method: str
    path: str
    title: str
    scope: str  # that a token needs
    is_open: bool  # anybody may ask


@dataclass(frozen=True, slots=True)
class Route(Entry):
    """One address of the interface, told whole."""

    about: str
    parameters: tuple[Parameter, ...]
    example: str  # an address that answers; empty: there is no record to show
    answer: str  # the shape of the answer, as JSON; of a file its kinds


@dataclass(frozen=True, slots=True)
class Area:
    """Routes that belong together."""

    name: str
    id: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class AreaPage:
    """Every route of one area, with its parameters, an example and the shape of its answer."""

    template: ClassVar[str] = "api/area.html"
    name: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """How a program asks and writes, and which routes there are."""

    template: ClassVar[str] = "api/reference.html"
    origin: str
    areas: tuple[Area, ...]
    problem: str
    scopes: tuple[tuple[str, str, str], ...]  # name, what it lets do, what that is
    limits: tuple[int, int]  # requests a minute of a token, of an address
    usual: int = USUAL
    most: int = MOST


def reference_page(*, origin: str) -> ReferencePage:
    """Return the page of the whole interface; it asks the database nothing.

    Parameters
    ----------
    origin
        The address of this Decapolis, without a slash at the end.
    """
    document = described(api)
    areas: dict[str, list[Entry]] = {}
    for path, method, operation in operations(api):
        areas.setdefault(operation["tags"][0], []).append(_entry(method, path, operation))
    return ReferencePage(
        origin=origin,
        areas=tuple(Area(name, name.lower(), tuple(entries)) for name, entries in areas.items()),
        problem=_shown(document["components"]["schemas"]["Problem"]["examples"][0]),
        scopes=tuple((scope.value, str(scope.label), str(ABOUT[scope])) for scope in Scope),
        limits=(OF_A_TOKEN, OF_AN_ADDRESS),
    )


def area_page(reader: Reader | None, area: str) -> AreaPage | None:
    """Return one area in a constant number of queries; None where there is none such."""
    document = described(api)
    own = [one for one in operations(api) if one[2]["tags"][0].lower() == area]
    if not own:
        return None
    samples = _samples(reader)
    name = own[0][2]["tags"][0]
    return AreaPage(
        name=name,
        routes=tuple(
            _route(document, (method, path), operation, samples) for path, method, operation in own
        ),
    )


def _entry(method: str, path: str, operation: dict[str, Any]) -> Entry:
    name = operation["operationId"]
    return Entry(name, method, path, _title(name), needed(operation), is_open(operation))


def _samples(reader: Reader | None) -> Mapping[str, str]:
    """Return for each route with a place in its path one that is there."""
    records = {
        "get_practice": Practice.objects.visible_to(reader).order_by("-evidence", "pk"),
        "get_document": Document.objects.visible_to(reader).order_by("pk"),
        "get_technology": Technology.objects.visible_to(reader).order_by("pk"),
        "get_organisation": Organisation.objects.visible_to(reader).order_by("pk"),
    }
    found = {name: held.values_list("slug", flat=True).first() for name, held in records.items()}
    told = visible_city(reader)
    found |= {
        "get_indicator": Indicator.objects.visible_to(reader).values_list("code", flat=True).first()
    }
    found |= {"get_indicator_series": found["get_indicator"]}
    found |= _of_a_ranking(reader)
    found |= _of_an_initiative(reader)
    found |= {"get_country": Country.objects.values_list("iso2", flat=True).first()}
    found |= {"get_document_record": found["get_document"]}
    found |= dict.fromkeys(OF_A_PRACTICE, found["get_practice"])
    found |= dict.fromkeys(OF_A_CITY, told)
    return {name: value for name, value in found.items() if value}


def _of_a_ranking(reader: Reader | None) -> dict[str, str]:
    """Return the newest ranking as a place in a path, and two of its cities."""
    edition = Edition.objects.visible_to(reader).published().select_related("framework").last()
    if edition is None:
        return {}
    codes = list(edition.entrants.order_by("pk").values_list("code", flat=True)[:2])
    place = f"{edition.framework.slug}/{edition.slug}"
    return {
        **dict.fromkeys(OF_A_RANKING, place),
        "get_framework": edition.framework.slug,
        "get_framework_over_years": edition.framework.slug,
        "code": codes[0] if codes else "",
        "two": "&".join(f"city={code}" for code in codes),
    }


def _of_an_initiative(reader: Reader | None) -> dict[str, str]:
    """Return an initiative that was opened to the reader with its plan, and a budget line of it."""
    told = Initiative.objects.plans_open_to(reader).exclude(opened=Opened.TEAM).first()
    if told is None:
        return {}
    line = BudgetLine.objects.filter(plan__initiative=told, gone=None).first()
    of_line = {"get_comparables": told.key, "line": str(line.pk)} if line else {}
    return dict.fromkeys(OF_AN_INITIATIVE, told.key) | of_line


def visible_city(reader: Reader | None) -> str | None:
    """Return the id of the city with the newest practice, else of the largest one."""
    told = (
        Practice.objects.visible_to(reader)
        .exclude(city=None)
        .order_by("-pk")
        .values_list("city_id", flat=True)
    )
    city = told.first() or all_cities().values_list("pk", flat=True).first()
    return str(city) if city else None


def _route(
    document: Mapping[str, Any],
    at: tuple[str, str],
    operation: dict[str, Any],
    samples: Mapping[str, str],
) -> Route:
    method, path = at
    schemas = document["components"]["schemas"]
    answers = operation["responses"]
    done = next(answers[code] for code in ("200", "201") if code in answers)
    entry = _entry(method, path, operation)
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    fields = _fields(body["schema"], schemas) if body else ()
    is_shown = method == "GET" and entry.is_open
    return Route(
        **asdict(entry),
        about=_plain(operation.get("description", "")),
        parameters=(*_parameters(operation["parameters"], schemas), *fields),
        example=_example(path, entry.id, samples) if is_shown else "",
        answer=_answer(done["content"], schemas),
    )


def _answer(content: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """Return the shape of an answer; of a file, of what kind it is."""
    if "application/json" not in content:
        return "\n".join(content)
    return _shown(_sample(content["application/json"]["schema"], schemas, DEEPEST))


def _fields(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the fields of what is sent."""
    shape = _resolved(schema, schemas)
    needed_ones = shape.get("required", ())
    return tuple(
        Parameter(
            name=name,
            kind="body",
            type=_type(one, schemas),
            about=_plain(one.get("description") or ""),
            is_needed=name in needed_ones,
        )
        for name, one in shape.get("properties", {}).items()
    )


def _title(name: str) -> str:
    words = name.removeprefix("list_").removeprefix("get_").replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


def _example(path: str, name: str, samples: Mapping[str, str]) -> str:
    if name == "compare_cities":
        return f"/api/v1/cities/{samples[name]}/peers/2643743" if name in samples else ""
    path = path.replace("{framework}/{edition}", "{edition}")
    if "{" in path:
        if name not in samples:
            return ""
        path = path[: path.index("{")] + samples[name] + path[path.index("}") + 1 :]
        path = path.replace("{number}", "1").replace("{code}", samples.get("code", ""))
        path = path.replace("{line_id}", samples.get("line", ""))
    if name == "compare_in_ranking":
        return f"{path}?{samples.get('two', '')}"
    if name == "get_indicator_series":
        return f"{path}?city={samples.get('get_city', '')}"
    if name == "brief":
        return f"{path}?city={samples.get('get_city', 'Dayton, OH')}&q=street+lighting"
    return f"{path}?{ASKED[name]}" if name in ASKED else path


def _parameters(
    parameters: Sequence[Mapping[str, Any]], schemas: Mapping[str, Any]
) -> Iterator[Parameter]:
    for one in parameters:
        if one["in"] in {"path", "query"}:
            yield Parameter(
                name=one["name"],
                kind=one["in"],
                type=_type(one["schema"], schemas),
                about=_plain(one.get("description") or _path_words(one["name"])),
                is_needed=one["required"],
            )


def _plain(words: str) -> str:
    """Return words without the marks of Markdown."""
    return words.replace("`", "")


def _path_words(name: str) -> str:
    words = {
        "slug": "Slug of the record.",
        "code": "Code of the indicator.",
        "iso2": "ISO code.",
        "city_id": "GeoNames id.",
        "other_id": "GeoNames id.",
        "key": "Key of the record.",
        "note": "Id of the note.",
        "photo": "Key of the photo.",
        "ending": "Which kind of file.",
        "kind": "Which kind of record.",
        "line_id": "Id of the line.",
        "day": "Days after approval.",
    }
    return words.get(name, "Its number.")


def _type(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """Return a type in a few words: ``one of a, b``, ``whole number, 1 to 200``."""
    schema = _resolved(schema, schemas)
    if "anyOf" in schema:
        known = [one for one in schema["anyOf"] if one.get("type") != "null"]
        return _type(known[0], schemas)
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return _type(schema["items"], schemas)
    words = {
        "integer": "whole number",
        "number": "number",
        "string": "text",
        "boolean": "true or false",
    }
    least, most = schema.get("minimum"), schema.get("maximum")
    is_told = least is not None and most is not None and most < WIDE
    span = f", {least} to {most}" if is_told else ""
    return words.get(schema.get("type", ""), "text") + span


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    found: Mapping[str, Any] = schemas[reference.rsplit("/", 1)[-1]] if reference else schema
    return found


def _sample(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 -- JSON is any
    """Return a value of the shape that a schema describes."""
    schema = _resolved(schema, schemas)
    if "anyOf" in schema:
        return _sample(schema["anyOf"][0], schemas, depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "array":
            return [_sample(schema["items"], schemas, depth)] if depth else ["…"]
        case "object":
            return _object(schema, schemas, depth)
        case kind:
            return SAMPLES.get(kind or "", "text")


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 -- JSON is any
    if not depth:
        return "…"
    if "properties" in schema:
        return {
            name: _sample(one, schemas, depth - 1) for name, one in schema["properties"].items()
        }
    values = schema.get("additionalProperties")
    return {"name": _sample(values, schemas, depth - 1)} if isinstance(values, dict) else {}


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
