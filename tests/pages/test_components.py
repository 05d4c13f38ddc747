"""The parts that pages are put together from, and the frame around them."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import path

from decapolis.kernel.charts import (
    Closeness,
    CostGroup,
    CostPoint,
    CostRange,
    FundingBar,
    FundingPart,
    MapDot,
    Outcome,
    Price,
    WorldMap,
)
from decapolis.pages import http
from decapolis.pages.components import Chip, CompareRow, Facet, FacetOption, Fault, Pager, Source
from decapolis.pages.render import page
from decapolis.pages.style.views import brief, style

BUILT = Path(http.__file__).with_name("static") / "built"
MOST_KB = 60
HOSTILE = "<script>alert('x')</script>"


def filled(template, **values):
    return Template(template).render(Context(values))


def ask_for(address="/style", **headers):
    return RequestFactory().get(address, headers=headers)


@dataclass(frozen=True, slots=True)
class Sample:
    template: ClassVar[str] = "tests/page.html"
    word: str

    @property
    def loud(self):
        return self.word.upper()


@pytest.fixture
def sample_templates(settings, tmp_path):
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "page.html").write_text('whole: {% include "tests/_part.html" %} {{ page.loud }}')
    (folder / "_part.html").write_text("part of {{ word }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


@pytest.mark.usefixtures("sample_templates")
@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({}, "whole: part of tea TEA"),
        ({"HX-Request": "true"}, "part of tea"),
        ({"HX-Request": "true", "HX-Request-Type": "partial"}, "part of tea"),
        ({"HX-Request": "true", "HX-Request-Type": "full"}, "whole: part of tea TEA"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "whole: part of tea TEA"),
    ],
)
def test_htmx_gets_the_part_and_everyone_else_the_page(headers, text):
    response = page(ask_for(**headers), Sample("tea"), part="part", status=422)
    assert response.content.decode() == text
    assert response.status_code == 422
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    "template",
    [
        '{% button "Send" colour="red" %}',
        '{% section titel="x" %}{% endsection %}',
        "{% rows sort=1 %}{% endrows %}",
        "{% chart figure legend=True %}",
        "{% sources %}",
    ],
)
def test_a_misspelt_or_missing_keyword_is_an_error(template):
    with pytest.raises(TemplateSyntaxError):
        Template(template)


@pytest.mark.parametrize(
    "template",
    [
        "{% page_head title=x lead=x kicker=x %}",
        "{% section title=x lead=x %}{{ x }}{% endsection %}",
        "{% row title=x key=x aside=x %}{{ x }}{% endrow %}",
        "{% fact label=x big=x strong=x note=x %}{{ x }}{% endfact %}",
        "{% empty action=x url=x %}{{ x }}{% endempty %}",
        "{% ask question=x city=x action=x button=x %}",
        "{% city_field value=x error=x label=x hint=x %}",
        "{% notice title=x %}{{ x }}{% endnotice %}",
        "{% claim %}{{ x }}{% endclaim %}{% unknown x %}{% note %}{{ x }}{% endnote %}",
    ],
)
def test_what_people_wrote_is_escaped_once(template):
    html = filled(template, x=HOSTILE)
    assert "<script" not in html
    assert "&amp;lt;" not in html


def test_numbers_lead_to_their_sources():
    html = filled("{% cite 1 2 %}{% sources items=items %}", items=[Source(2, "A", year=2018)])
    assert '<a href="#s1" aria-label="source 1">1</a>, <a href="#s2"' in html
    assert '<li id="s2" value="2">A. 2018.</li>' in html
    assert "B. Undated." in filled("{% sources items=items %}", items=[Source(1, "B")])


def test_a_comparison_says_what_is_unknown():
    row = CompareRow("Calgary", "/c", "", Closeness("Dayton", None, 9, None), Price(None, 5), "")
    html = filled(
        '{% comparison rows=rows city="Dayton" unit="lamp" caption="Lamps" %}', rows=[row]
    )
    assert "Too few shared figures to say" in html
    assert html.count("unknown") == 2
    assert "not reported" in html
    assert "<svg" not in html


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "1 2 … 12"), (6, "1 … 5 6 7 … 12"), (12, "1 … 11 12"), (3, "1 2 3 4 … 12")],
)
def test_a_pager_shows_ends_and_neighbours(number, shown):
    pager = Pager.of(Paginator(range(230), 20).page(number), lambda n: f"?page={n}")
    words = [str(link.number) if link.url else "…" for link in pager.links]
    assert " ".join(words) == shown
    assert bool(pager.before) == (number > 1)
    assert bool(pager.after) == (number < 12)


def test_a_short_list_says_its_length_and_needs_no_way_through():
    pager = Pager.of(Paginator(range(3), 20).page(1), str)
    html = filled("{% pagination pager=pager %}", pager=pager)
    assert "1 to 3 of 3" in html
    assert "<ul" not in html


def test_understood_words_and_facets_can_be_taken_away():
    html = filled("{% chips items=chips %}", chips=[Chip("lamps", "/find?q=", "about")])
    assert '<a class="chip" href="/find?q=">' in html
    assert "take away" in html
    chosen = Facet("Theme", (FacetOption("Water", "/find", 3, chosen=True),))
    assert 'aria-current="true"' in filled("{% facets items=facets %}", facets=[chosen])
    assert not filled("{% chips items=chips %}{% faults items=chips %}", chips=[]).strip()


def test_a_fault_leads_to_its_field():
    html = filled("{% faults items=items %}", items=[Fault("Write a name.", "id_name")])
    assert '<a href="#id_name">Write a name.</a>' in html
    assert 'role="alert"' in html


def test_a_funding_bar_has_a_legend_and_says_what_does_not_add_up():
    bar = FundingBar("USD", (FundingPart("City", 3e6), FundingPart("Fund", None)), total=5e6)
    html = filled("{% chart bar %}", bar=bar)
    assert "The parts add up to $3M of the stated cost of $5M." in html
    assert re.findall(r"<b[^>]*>([^<]+)</b>", html) == ["$3M", "unknown"]


def test_an_outcome_shows_its_kind():
    figure = Outcome("Electricity", 37, "%", "measured", baseline=100, year=2013)
    html = filled(
        "{% outcome_figure figure=figure %}Less than half.{% cite 1 %}{% endoutcome_figure %}",
        figure=figure,
    )
    assert "Measured, 2013." in html
    assert 'Less than half.<sup class="cite">' in html


def test_charts_without_printed_values_have_a_table_behind_them():
    costs = CostRange("lamp", "USD", (CostGroup("Lamps", (CostPoint("Calgary", 420),)),))
    world = WorldMap((MapDot("Calgary", 51, -114),))
    for figure in (costs, world):
        assert "<details" in filled("{% chart figure %}", figure=figure)
        assert "<details" not in filled("{% chart figure table=False %}", figure=figure)
    assert not filled("{% chart figure %}", figure=None)


@pytest.mark.parametrize("view", [style, brief])
def test_the_workbench_obeys_the_content_policy_and_the_budget(view):
    response = http.SecurityHeaders(view)(ask_for())
    html = response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.findall(r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src)", html)
    parts = [BUILT / "app.css", BUILT / "app.js"]  # each once: beside them lie packed copies
    files = [response.content, *(file.read_bytes() for file in parts)]
    weight = sum(len(gzip.compress(content)) for content in files)
    assert weight < MOST_KB * 1000, f"{weight / 1000:.0f} kB compressed; {MOST_KB} are allowed."


def test_only_rooms_that_exist_are_shown(settings):
    settings.ROOT_URLCONF = __name__
    http.is_open.cache_clear()
    try:
        chrome = http.Chrome(ask_for("/cities/4509884-dayton"))
        assert [(item.label, item.current) for item in chrome.nav] == [("Cities", True)]
        assert chrome.section == "Cities"
        assert not chrome.foot
        assert not chrome.choose_url
    finally:
        http.is_open.cache_clear()


urlpatterns = [path("cities/", lambda _request: HttpResponse())]


@pytest.mark.parametrize("cookie", ["", "abc", "-1", "1; DROP", "9" * 40, "\u0664"])
def test_a_city_cookie_that_is_no_number_is_no_city(cookie):
    request = ask_for()
    request.COOKIES["city"] = cookie
    assert http.Chrome(request).city is None


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda r: http.bad_request(r, ValueError()), 400, "Nothing was changed."),
        (http.forbidden, 403, "Load the page again"),
        (lambda r: http.not_found(r, Http404("No city has this number.")), 404, "has this number"),
        (lambda r: http.not_found(r, Http404({"tried": []})), 404, "nothing at this address"),
        (http.server_error, 500, "Try again in a minute."),
    ],
)
def test_errors_say_what_happened_and_what_to_do(answer, status, words):
    response = answer(ask_for("/nowhere?q=<b>"))
    assert response.status_code == status
    assert words in response.content.decode()
    assert "<b>" not in response.content.decode()
