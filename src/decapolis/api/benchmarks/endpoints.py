"""Rankings: what they judge, how they come out, and what cities say to it."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from decapolis.access.choices import Scope
from decapolis.api.benchmarks.schemas import (
    AnswerIn,
    CardOut,
    ComparisonOut,
    CriterionOut,
    EditionItem,
    FrameworkDetail,
    FrameworkItem,
    MarkOut,
    MarksIn,
    RankingOut,
    ReplyIn,
    ReplyOut,
    TheoryIn,
    TheoryItem,
    TheoryOut,
    WeighedOut,
    WeightsIn,
)
from decapolis.api.callers import caller
from decapolis.api.scopes import READS, ScopedRouter
from decapolis.api.shapes import CityId, RowId
from decapolis.benchmarks import actions
from decapolis.benchmarks.actions import Answer, Box, Evidence, Said, Scored, Thought
from decapolis.benchmarks.bridge.lately import run_lately
from decapolis.benchmarks.bridge.weighing import reweighed
from decapolis.benchmarks.errors import NoRun
from decapolis.benchmarks.exports import recipe
from decapolis.benchmarks.models import Criterion, Edition, Reply, Run
from decapolis.benchmarks.queries.desk import reply_to_read
from decapolis.benchmarks.queries.editions import edition_to_read, editions, entrant_to_read
from decapolis.benchmarks.queries.frameworks import (
    criteria_of,
    framework_to_read,
    frameworks,
)
from decapolis.benchmarks.queries.marks import marked_leaves, marks_of, replies_of
from decapolis.benchmarks.queries.ranking import city_card, comparison, ranking
from decapolis.benchmarks.queries.theories import theories_of, theory_of
from decapolis.cities.models import City
from decapolis.kernel.errors import NotFound

router = Router(tags=["Rankings"])
marking = ScopedRouter(Scope.CONTRIBUTE, tags=["Rankings"])
deciding = ScopedRouter(Scope.DECIDE, tags=["Rankings"])
ONE = "/rankings/{framework}/{edition}"


@router.get("/frameworks", response=list[FrameworkItem])
def list_frameworks(request: HttpRequest) -> list[FrameworkItem]:
    """What rankings judge, by name."""
    return list(map(FrameworkItem.model_validate, frameworks(reader=request.user)))


@router.get("/frameworks/{slug}", response=FrameworkDetail)
def get_framework(request: HttpRequest, slug: str) -> FrameworkDetail:
    """A framework with its criteria, and its editions."""
    found = framework_to_read(slug, reader=request.user)
    facts = next(one for one in frameworks(reader=request.user) if one.slug == slug)
    return FrameworkDetail(
        **FrameworkItem.model_validate(facts).model_dump(),
        criteria_listed=list(map(CriterionOut.model_validate, criteria_of(found))),
        editions_listed=_items(request, slug),
    )


@router.get("/rankings", response=list[EditionItem])
def list_rankings(request: HttpRequest) -> list[EditionItem]:
    """The editions of all frameworks, newest first within each."""
    return _items(request)


@router.get(ONE, response=RankingOut)
def get_ranking(request: HttpRequest, framework: str, edition: str) -> RankingOut:
    """Places with their intervals, and who cannot be told apart."""
    found, run = _run(request, framework, edition)
    return RankingOut.model_validate(ranking(found, run))


@router.get(f"{ONE}/recipe", response=dict[str, Any])
def get_recipe(request: HttpRequest, framework: str, edition: str) -> dict[str, Any]:
    """All that is needed to make it again, beside its data: the whole recipe and the seed."""
    return recipe(*_run(request, framework, edition))


@router.get(f"{ONE}/compare", response=ComparisonOut)
def compare_in_ranking(
    request: HttpRequest,
    framework: str,
    edition: str,
    city: Annotated[list[str], Query(description="A code; two to six of them.", max_length=20)],
) -> ComparisonOut:
    """Two to six cities side by side."""
    found, run = _run(request, framework, edition)
    return ComparisonOut.model_validate(comparison(found, run, city))


@router.get(f"{ONE}/replies", response=list[ReplyOut])
def list_replies(request: HttpRequest, framework: str, edition: str) -> list[ReplyOut]:
    """What cities said of their scores, and what came of it, newest first."""
    found = edition_to_read(framework, edition, reader=request.user)
    return list(map(ReplyOut.model_validate, replies_of(found, reader=request.user)))


@router.get(f"{ONE}/cities/{{code}}", response=CardOut)
def get_city_in_ranking(request: HttpRequest, framework: str, edition: str, code: str) -> CardOut:
    """One city against the others: the index, each pillar, each criterion."""
    found, run = _run(request, framework, edition)
    return CardOut.model_validate(city_card(found, run, code))


@router.get(f"{ONE}/cities/{{code}}/marks", response=list[MarkOut])
def list_marks(request: HttpRequest, framework: str, edition: str, code: str) -> list[MarkOut]:
    """The marks of a city that count, with their proofs; what is blind stays so."""
    entrant = entrant_to_read(edition_to_read(framework, edition, reader=request.user), code)
    found = marks_of(entrant, reader=request.user)
    return [MarkOut.model_validate(mark) for marks in found.values() for mark in marks]


@router.post(f"{ONE}/weigh", response=list[WeighedOut], openapi_extra=READS)
def weigh_anew(
    request: HttpRequest, framework: str, edition: str, body: WeightsIn
) -> list[WeighedOut]:
    """Places under other weights, best first. It reads: nothing is kept, and no token is needed."""
    _found, run = _run(request, framework, edition)
    made = reweighed(run, weights=body.weights, off=body.off, among=body.among or None)
    return list(map(WeighedOut.model_validate, made))


@marking.post(f"{ONE}/cities/{{code}}/marks", response={201: list[MarkOut]})
def give_marks(
    request: HttpRequest, framework: str, edition: str, code: str, body: MarksIn
) -> Status[list[MarkOut]]:
    """Mark your own city with proof, or another blind, as a reviewer. All are taken or none."""
    found = edition_to_read(framework, edition, reader=request.user)
    entrant = entrant_to_read(found, code)
    scored = [
        Scored(_leaf(found, one.criterion), one.value, one.note, _proofs(one)) for one in body.marks
    ]
    act = actions.mark_self if body.hand == "self" else actions.mark_blind
    act(by=caller(request), entrant=entrant, scored=scored)
    return Status(201, list_marks(request, framework, edition, code))


@marking.post(f"{ONE}/cities/{{code}}/replies", response={201: ReplyOut})
def reply_to_score(
    request: HttpRequest, framework: str, edition: str, code: str, body: ReplyIn
) -> Status[ReplyOut]:
    """Reply to a published score of your own city; another value needs a proof."""
    found = edition_to_read(framework, edition, reader=request.user)
    entrant = entrant_to_read(found, code)
    said = Said(body.text, body.wants, Evidence(body.document, body.url, body.page))
    criterion = _leaf(found, body.criterion)
    made = actions.reply(by=caller(request), entrant=entrant, criterion=criterion, said=said)
    return Status(201, _reply(request, found, made.pk))


@deciding.post("/replies/{int:number}/answer", response=ReplyOut)
def answer_reply(request: HttpRequest, number: Path[RowId], body: AnswerIn) -> ReplyOut:
    """Uphold a city's reply, which changes the score, or not, and say why. Staff alone."""
    held = _held(request, number)
    answer = Answer(is_upheld=body.is_upheld, text=body.text, value=body.value)
    made = actions.answer_reply(by=caller(request), reply=held, answer=answer)
    return _reply(request, made.edition, made.pk)


@router.get("/cities/{int:city_id}/theory", response=TheoryOut)
def get_theory(request: HttpRequest, city_id: Path[CityId]) -> TheoryOut:
    """How a city thinks that change comes about."""
    return _theory(request, _city(city_id))


@marking.put("/cities/{int:city_id}/theory", response=TheoryOut)
def put_theory(request: HttpRequest, city_id: Path[CityId], body: TheoryIn) -> TheoryOut:
    """Write how your city thinks that change comes about, as its next version."""
    return _written(request, _city(city_id), body)


@router.get("/cities/{int:city_id}/theories", response=list[TheoryItem])
def list_theories(request: HttpRequest, city_id: Path[CityId]) -> list[TheoryItem]:
    """A city's theories of change: its own first, then those for initiatives-to-be by title."""
    found = theories_of(_city(city_id), reader=request.user)
    return list(map(TheoryItem.model_validate, found))


@router.get("/cities/{int:city_id}/theories/{slug}", response=TheoryOut)
def get_theory_of_initiative(request: HttpRequest, city_id: Path[CityId], slug: str) -> TheoryOut:
    """How an initiative-to-be is thought to bring change about."""
    return _theory(request, _city(city_id), slug)


@marking.put("/cities/{int:city_id}/theories/{slug}", response=TheoryOut)
def put_theory_of_initiative(
    request: HttpRequest, city_id: Path[CityId], slug: str, body: TheoryIn
) -> TheoryOut:
    """Write the theory of an initiative-to-be, as its next version; a new slug begins one."""
    return _written(request, _city(city_id), body, slug)


def _city(city_id: int) -> City:
    """Return a city.

    Raises
    ------
    NotFound
        There is none.
    """
    found = City.objects.filter(pk=city_id).first()
    if found is None:
        raise NotFound(_("There is no such city."))
    return found


def _written(request: HttpRequest, city: City, body: TheoryIn, slug: str = "") -> TheoryOut:
    """Write a theory as it was sent, and tell it as it stands."""
    columns = {
        name: [Box(one.text, one.indicator, tuple(one.leads_to), one.id) for one in boxes]
        for name, boxes in body.columns.items()
    }
    thought = Thought(body.title, columns, body.visibility, body.base)
    actions.write_theory(by=caller(request), city=city, thought=thought, slug=slug)
    return _theory(request, city, slug)


def _theory(request: HttpRequest, city: City, slug: str = "") -> TheoryOut:
    """Return a theory of change of a city.

    Raises
    ------
    NotFound
        There is none that may be read.
    """
    found = theory_of(city, reader=request.user, slug=slug)
    if found is None:
        raise NotFound(_("There is no such theory of change that you may read."))
    return TheoryOut.model_validate(found)


def _held(request: HttpRequest, number: int) -> Reply:
    """Return a reply that may be read.

    Raises
    ------
    NotFound
        There is none.
    """
    found = reply_to_read(number, reader=request.user)
    if found is None:
        raise NotFound(_("There is no such reply."))
    return found


def _items(request: HttpRequest, framework: str = "") -> list[EditionItem]:
    found = editions(reader=request.user, framework=framework)
    return list(map(EditionItem.model_validate, found))


def _run(request: HttpRequest, framework: str, edition: str) -> tuple[Edition, Run]:
    """Return an edition and the run that counts.

    Raises
    ------
    NoRun
        There is none that may be seen.
    """
    found = edition_to_read(framework, edition, reader=request.user)
    run = run_lately(found, reader=request.user)
    if run is None:
        raise NoRun(_("There is no index of this edition yet."))
    return found, run


def _leaf(edition: Edition, code: str) -> Criterion:
    """Return a criterion that is marked.

    Raises
    ------
    NotFound
        There is none of this code.
    """
    leaves: Sequence[Criterion] = marked_leaves(edition)
    for leaf in leaves:
        if leaf.code == code:
            return leaf
    raise NotFound(_("No criterion {code} is marked in this edition.").format(code=code))


def _proofs(one: Any) -> tuple[Evidence, ...]:  # noqa: ANN401 -- a mark as it was sent
    first = Evidence(one.document, one.url, one.page)
    further = (Evidence(each.document, each.url, each.page, each.note) for each in one.proofs)
    return (*((first,) if first else ()), *further)


def _reply(request: HttpRequest, edition: Edition, number: int) -> ReplyOut:
    replies = replies_of(edition, reader=request.user)
    return ReplyOut.model_validate(next(one for one in replies if one.reply_id == number))
