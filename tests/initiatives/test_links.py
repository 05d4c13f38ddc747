"""Links of lines: offered by name, found by name or address, kept when the line is saved again."""

from datetime import UTC, datetime

import pytest

from decapolis.indicators.choices import Direction
from decapolis.indicators.models import Indicator
from decapolis.initiatives.actions import lines
from decapolis.initiatives.errors import LineFaulty
from decapolis.initiatives.models import Activity, BudgetLine
from decapolis.initiatives.queries.drafting import kept
from decapolis.initiatives.queries.links import MOST_OFFERED, offered
from decapolis.library.models import Document
from tests.factories import initiatives as make
from tests.factories import library, organisations
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


def put(by, of, what, /, line=None, **values):
    return lines.put_line(by=by, plan=of.plan, kind=what, values=values, line=line)


def costing(by, of, document):
    """The document of a new budget line, linked by what was typed."""
    line = put(by, of, "cost", title="Lamps", kind="capital", document=document)
    return BudgetLine.objects.get(pk=line.pk).document


def many(number, **fields):
    """So many documents, whose names come before all others'."""
    one = library.document(title="A", **fields)
    rows = [
        Document(**{each.attname: getattr(one, each.attname) for each in one._meta.concrete_fields
                    if each.name not in {"id", "slug", "title"}},
                 slug=f"a-{n}", title=f"A {n:03}")
        for n in range(number)
    ]  # fmt: skip
    Document.objects.bulk_create(rows)


def test_a_name_with_a_slash_is_a_name_and_no_address():
    one, owner = make.owned()
    library.document(slug="energy")
    plan = library.document(title="Plan water/energy")
    assert costing(owner, one, "plan WATER/energy ") == plan


@pytest.mark.parametrize(
    "typed",
    [
        "energy",
        "/documents/energy",
        "/documents/energy/",
        "https://network.example/documents/energy?page=2#top",
        "Plan of energy",
    ],
)
def test_a_link_is_told_by_address_by_its_last_part_or_by_name(typed):
    one, owner = make.owned()
    document = library.document(slug="energy", title="Plan of energy")
    assert costing(owner, one, typed) == document


@pytest.mark.parametrize(
    "typed",
    [
        "/",
        "x/",
        "nowhere/energy",
        "/practices/energy",
        "a\0b",
        "\0",
        "\ud800",
        pytest.param("x" * 60_000, id="long"),
        ["energy"],
    ],
)
def test_what_leads_nowhere_is_told_and_nothing_is_written(typed):
    one, owner = make.owned()
    library.document(slug="energy")
    with pytest.raises(LineFaulty, match="no such document") as told:
        costing(owner, one, typed)
    assert list(told.value.faults) == ["document"]
    assert not BudgetLine.objects.exists()


def test_of_two_of_a_name_each_is_told_by_its_address():
    one, owner = make.owned()
    twins = [library.document(title=title) for title in ("Climate plan", "climate Plan")]
    with pytest.raises(LineFaulty, match="no such document"):
        costing(owner, one, "Climate plan")
    labels = dict(offered("document", plan=one.plan, reader=owner))
    assert labels == {each.slug: each.slug for each in twins}
    assert [costing(owner, one, labels[each.slug]) for each in twins] == twins


def test_a_name_that_is_the_address_of_another_leads_to_the_other():
    one, owner = make.owned()
    named, addressed = library.document(title="Energy"), library.document(slug="energy")
    labels = dict(offered("document", plan=one.plan, reader=owner))
    assert costing(owner, one, labels[named.slug]) == named
    assert costing(owner, one, labels[addressed.slug]) == addressed


def test_what_is_offered_first_is_of_the_city_and_named_as_in_the_whole_library():
    one, owner = make.owned()
    many(MOST_OFFERED)
    here = library.document(title="Climate plan", slug="here", city=one.city)
    alone = library.document(title="Street plan", slug="alone", city=one.city)
    library.document(title="Climate plan", slug="there", city=city("Elsewhere"))
    found = offered("document", plan=one.plan, reader=owner)
    assert found[:2] == (("here", "here"), ("alone", "Street plan"))
    assert len(found) == MOST_OFFERED
    assert [costing(owner, one, label) for _key, label in found[:2]] == [here, alone]


def test_indicators_are_found_by_code_in_small_letters_or_large(indicator):
    one, owner = make.owned()
    for typed in (indicator.pk.upper(), f"/indicators/{indicator.pk}", indicator.name):
        assert put(owner, one, "measure", title="M", indicator=typed).indicator == indicator
    assert offered("indicator", plan=one.plan, reader=owner) == ((indicator.pk, indicator.name),)


@pytest.fixture
def indicator():
    return Indicator.objects.create(
        code="heat",
        name="Hot days",
        unit="days",
        direction=Direction.LOWER,
        theme="climate",
        level="city",
    )


def test_what_is_closed_to_others_is_linked_by_its_address_and_listed_nowhere():
    one, owner = make.owned()
    own = library.practice(visibility="team", city=one.city, title="Quiet lamps")
    held = put(owner, one, "risk", title="R", kind="social", practice=own.slug)
    assert held.practice == own
    assert kept(held, reader=owner)["practice"] == own.slug
    assert not offered("practice", plan=one.plan, reader=owner)
    with pytest.raises(LineFaulty, match="no such practice"):
        put(owner, one, "risk", title="R", kind="social", practice="Quiet lamps")


def test_an_activity_that_was_taken_out_is_kept_as_a_predecessor_when_the_other_is_saved():
    one, owner = make.owned()
    gone, stays, other = (put(owner, one, "activity", title=name) for name in "ABC")
    line = put(owner, one, "activity", title="D", after=[gone.pk, stays.pk])
    lines.take_out(by=owner, line=gone)
    values = kept(line, reader=owner)
    assert values["after"] == [stays.pk]
    version = put(owner, one, "activity", line=line, **values).version
    assert version == 1
    put(owner, one, "activity", line=line, **values | {"after": [other.pk]})
    assert set(line.after.all()) == {gone, other}
    with pytest.raises(LineFaulty, match="no such activity"):
        put(owner, one, "activity", line=line, after=[gone.pk])
    lines.bring_back(by=owner, line=gone)
    assert kept(line, reader=owner)["after"] == [gone.pk, other.pk]


@pytest.mark.parametrize("kind", ["activity", "cost", "milestone", "risk", "measure", "evidence"])
def test_a_line_sent_back_as_it_was_read_is_not_changed(kind, indicator):
    one, owner = make.owned()
    step = make.line(one, "activity")
    links = {
        "activity": {"organisation": organisations.organisation("Works"), "after": [step.pk]},
        "cost": {"document": library.document(), "activity": step},
        "milestone": {"activity": step},
        "risk": {"practice": library.practice()},
        "measure": {"indicator": indicator},
        "evidence": {"practice": library.practice(), "document": library.document()},
    }
    more = {"kind": "capital"} if kind == "cost" else {"kind": "social"} if kind == "risk" else {}
    line = put(owner, one, kind, title="L", **links[kind], **more)
    assert put(owner, one, kind, line=line, **kept(line, reader=owner)).version == 1


def test_what_a_line_leads_to_and_its_writer_does_not_see_stays():
    one, owner = make.owned()
    hidden = library.document(visibility="staff")
    step = make.line(one, "activity", gone=datetime(2027, 1, 1, tzinfo=UTC))
    line = make.line(one, "cost", title="L", document=hidden, activity=step)
    values = kept(line, reader=owner)
    assert (values["document"], values["activity"]) == (None, None)
    put(owner, one, "cost", line=line, **values)
    line.refresh_from_db()
    assert (line.document, line.activity) == (hidden, step)
    assert not Activity.objects.standing().exists()


def test_a_word_that_is_no_longer_listed_stays_until_another_is_chosen():
    one, owner = make.owned()
    line = make.line(one, "cost", scope="poles and lamps")
    put(owner, one, "cost", line=line, **kept(line, reader=owner) | {"title": "Poles"})
    assert BudgetLine.objects.get().scope == "poles and lamps"
    with pytest.raises(LineFaulty, match="Choose one"):
        put(owner, one, "cost", line=line, scope="poles")
    put(owner, one, "cost", line=line, scope="running")
    with pytest.raises(LineFaulty, match="Choose one"):
        put(owner, one, "cost", line=line, scope="poles and lamps")
    assert BudgetLine.objects.get().scope == "running"
