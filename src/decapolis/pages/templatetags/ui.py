"""Components of the pages, each with a signature.

How to use them is shown in docs/reference/components.md.

What a component's template may use is what its function takes. A keyword that is not known is an
error when the template is compiled.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from django import template
from django.contrib.staticfiles import finders
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from decapolis.kernel import charts, numbers
from decapolis.kernel.money import Recipe
from decapolis.pages.components import (
    Chip,
    CompareRow,
    Crumb,
    Facet,
    Fault,
    Hit,
    Pager,
    Source,
    Tab,
    Topic,
)

register = template.Library()

Tone = Literal["plain", "good", "warn", "bad"]
Values = dict[str, Any]

for _filter in (numbers.number, numbers.people, numbers.percent, numbers.money, numbers.compact):
    register.filter(_filter.__name__, _filter)
for _wordy in (numbers.quantity, numbers.ordinal, numbers.day, numbers.listing, numbers.years):
    register.filter(_wordy.__name__, _wordy)


def _render(name: str, values: Values) -> SafeString:
    """Fill a component's template; ``content`` is what a template rendered before."""
    if "content" in values:
        values = {**values, "content": _as_is(values["content"])}
    return _as_is(render_to_string(f"ui/{name}.html", values))


def _as_is(rendered: str) -> SafeString:
    """Pass on what a template or a chart has escaped already."""
    return mark_safe(rendered.strip())  # noqa: S308 -- comes from our own templates alone


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file, with a mark that changes when the file does."""
    mark = _mark_of(path)
    return f"{static(path)}?v={mark}" if mark else static(path)


@cache
def _mark_of(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return ""
    with open(found, "rb") as file:  # noqa: PTH123 -- a path that the finder gave
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]


# page furniture


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*, items: Sequence[Crumb]) -> Values:
    """Show the way to this page."""
    return {"items": items}


@register.inclusion_tag("ui/head.html")
def page_head(*, title: str, lead: str = "", kicker: str = "") -> Values:
    """Open a page with its heading."""
    return {"title": title, "lead": lead, "kicker": kicker, "lang": "", "content": ""}


@register.simple_block_tag
def head(content: str, *, title: str, kicker: str = "", lang: str = "") -> SafeString:
    """Open a page with its heading and a body of your own; ``lang`` is the title's, if another."""
    values = {"title": title, "lead": "", "kicker": kicker, "lang": lang}
    return _render("head", {**values, "content": content})


@register.simple_block_tag
def section(
    content: str,
    *,
    title: str,
    id: str = "",  # noqa: A002 -- the attribute's own name
    lead: str = "",
    side: bool = False,
    quiet: bool = False,
) -> SafeString:
    """Open a section under a rule; ``side`` puts the heading at the left on a wide screen."""
    values = {"title": title, "id": id or slugify(title), "lead": lead, "content": content}
    return _render("section", {**values, "side": side, "quiet": quiet})


@register.simple_block_tag
def finding(content: str, *, title: str = "", small: str = "") -> SafeString:
    """Say in one serif sentence what the figures below show, beside the section's heading."""
    return _render("finding", {"title": title, "small": small, "content": content})


@register.inclusion_tag("ui/ask.html")
def ask(
    *,
    question: str = "",
    city: str = "",
    action: str = "/find",
    button: str = "",
    id: str = "ask",  # noqa: A002 -- the attribute's own name
) -> Values:
    """Ask the one question: a challenge and a city."""
    word = button or gettext("Compare")
    return {"question": question, "city": city, "action": action, "button": word, "id": id}


@register.inclusion_tag("ui/city_field.html")
def city_field(  # noqa: PLR0913 -- a field has these parts
    *,
    name: str = "city",
    label: str = "",
    value: str = "",
    hint: str = "",
    error: str = "",
    optional: bool = False,
    id: str = "",  # noqa: A002 -- the attribute's own name
) -> Values:
    """Take the name of a city, with suggestions where there is JavaScript."""
    word = label or gettext("Your city")
    about = id or f"id_{name}"
    values = {"name": name, "label": word, "value": value, "hint": hint, "error": error}
    return {**values, "about": about, "optional": optional}


@register.inclusion_tag("ui/themes.html")
def themes(*, items: Sequence[Topic], label: str = "") -> Values:
    """Offer themes to begin with."""
    words = label or gettext("Or begin with a theme; the number counts practices")
    return {"items": items, "label": words}


@register.inclusion_tag("ui/button.html")
def button(
    label: str,
    *,
    url: str = "",
    line: bool = False,
    block: bool = False,
    name: str = "",
    value: str = "",
) -> Values:
    """Show a link as a button, or without an address the button of a form; one main one in view."""
    css = "btn" + (" btn--line" if line else "") + (" btn--block" if block else "")
    return {"label": label, "url": url, "css": css, "name": name, "value": value}


@register.simple_block_tag
def note(content: str) -> SafeString:
    """Say in small letters how something was made."""
    return format_html('<p class="note">{}</p>', _as_is(content))


@register.simple_block_tag
def notice(content: str, *, title: str = "", tone: Tone = "plain") -> SafeString:
    """Tell the reader something about what they just did or asked."""
    return _render("notice", {"title": title, "tone": tone, "content": content})


@register.simple_block_tag
def empty(content: str, *, action: str = "", url: str = "", title: str = "") -> SafeString:
    """Say what will stand here and how to begin."""
    return _render("empty", {"title": title, "action": action, "url": url, "content": content})


@register.inclusion_tag("ui/faults.html")
def faults(*, items: Sequence[Fault], focus: bool = True) -> Values:
    """List what is to be mended in a form; each leads to its control, and reading begins there."""
    return {"items": items, "focus": focus}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, hint: str = "", at_times: bool = False) -> Values:
    """Show one field of a Django form: label, hint, errors, control.

    ``at_times`` tells that its hint says when it may be left out.
    """
    about = bound.auto_id or bound.html_name
    described = [f"{about}-hint"] if hint or bound.help_text else []
    described += [f"{about}-error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    attrs |= {"aria-invalid": "true"} if bound.errors else {}
    return {
        "label": bound.label,
        "about": about,
        "hint": hint or bound.help_text,
        "errors": bound.errors,
        "control": bound.as_widget(attrs=attrs),
        "optional": not (bound.field.required or at_times),
    }


@register.inclusion_tag("ui/checks.html")
def checks(bound: BoundField, *, hint: str = "", fold: int = 0, more: str = "") -> Values:
    """Show a form field of several choices as boxes to tick, in columns.

    ``fold`` shows so many and those that are ticked; the others unfold under the words ``more``.
    """
    about = bound.auto_id or bound.html_name
    boxes: list[tuple[str, str, str]] = []
    folded: list[tuple[str, str, str]] = []
    for index, box in enumerate(bound):
        is_shown = not fold or index < fold or box.data["selected"]
        part = boxes if is_shown else folded
        part.append((box.tag(), box.choice_label, box.id_for_label))
    return {
        "label": bound.label,
        "about": about,
        "hint": hint or bound.help_text,
        "errors": bound.errors,
        "boxes": boxes,
        "folded": folded,
        "more": more,
    }


@register.inclusion_tag("ui/pagination.html")
def pagination(*, pager: Pager, label: str = "") -> Values:
    """Lead through a long list."""
    return {"pager": pager, "label": label or gettext("Pages")}


@register.inclusion_tag("ui/chips.html")
def chips(*, items: Sequence[Chip], clear_url: str = "", label: str = "") -> Values:
    """Show the words that were understood; each can be taken away."""
    return {"items": items, "clear_url": clear_url, "label": label or gettext("Understood as")}


@register.inclusion_tag("ui/tabs.html")
def tabs(*, items: Sequence[Tab], label: str, shown: bool = False) -> Values:
    """Offer several views of the same things; ``shown`` writes the label before them."""
    return {"items": items, "label": label, "shown": shown}


@register.inclusion_tag("ui/facets.html")
def facets(*, items: Sequence[Facet], label: str = "") -> Values:
    """Show the ways to narrow a list."""
    used = sum(option.chosen for item in items for option in item.options)
    return {"items": items, "label": label or gettext("Narrow the list"), "used": used}


@register.simple_block_tag
def hits(content: str) -> SafeString:
    """Hold search results."""
    return format_html('<ol class="hits" role="list">{}</ol>', _as_is(content))


@register.inclusion_tag("ui/hit.html")
def hit(*, item: Hit) -> Values:
    """Show one search result, and why it was found."""
    return {"item": item}


# facts


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Hold the facts of a rail."""
    return format_html('<dl class="facts">{}</dl>', _as_is(content))


@register.simple_block_tag
def fact(
    content: str,
    *,
    label: str,
    big: str = "",
    strong: str = "",
    note: str = "",
    full: bool = False,
) -> SafeString:
    """Show one fact; ``big`` or ``strong`` is its figure, the content says what it is."""
    values = {"label": label, "big": big, "strong": strong, "note": note, "full": full}
    return _render("fact", {**values, "content": content})


@register.inclusion_tag("ui/evidence.html")
def evidence(*, level: int, label: str, ground: str = "", url: str = "") -> Values:
    """Show how well it is known that something works, on five levels; 0: nobody has reviewed it."""
    words = gettext("Level %(level)d of 5: %(label)s") % {"level": level, "label": label}
    steps = [step <= level for step in (1, 2, 3, 4, 5)]
    spoken = words if level else label
    return {"steps": steps, "label": label, "words": spoken, "ground": ground, "url": url}


@register.inclusion_tag("ui/recipe.html")
def recipe(made: Recipe) -> Values:
    """Show, one click away, how an amount was converted: each step with its number."""
    steps = [
        (step.what, numbers.number(step.value, _places(step.value)), step.unit)
        for step in made.steps
    ]
    return {"steps": steps, "attribution": made.attribution}


def _places(value: Decimal) -> int:
    """Return as many decimals as leave a reader able to do the sum again."""
    return 0 if abs(value) >= 1000 else 2 if abs(value) >= 100 else 4  # noqa: PLR2004 -- as said


@register.simple_block_tag
def claim(content: str) -> SafeString:
    """Mark what the seller says of its own thing."""
    return format_html('<span class="claim">{}</span>', _as_is(content))


@register.simple_tag
def unknown(words: str = "") -> SafeString:
    """Write out that nobody has stated it."""
    return format_html('<span class="none">{}</span>', words or numbers.unknown())


@register.simple_tag
def cite(*sources: int | Sequence[int]) -> SafeString:
    """Lead to numbered sources: one by one, or as a list."""
    numbers_of = [n for one in sources for n in ((one,) if isinstance(one, int) else one)]
    links = ((number, gettext("source %s") % number, number) for number in numbers_of)
    joined = format_html_join(", ", '<a href="#s{}" aria-label="{}">{}</a>', links)
    return format_html('<sup class="cite">{}</sup>', joined) if numbers_of else SafeString()


@register.inclusion_tag("ui/sources.html")
def sources(*, items: Sequence[Source]) -> Values:
    """List sources under their numbers."""
    return {"items": items}


@register.simple_block_tag
def went_wrong(content: str, *, title: str = "", is_told: bool = True) -> SafeString:
    """Tell what went wrong, as wide as what worked; plain where the record tells of nothing."""
    values = {"title": title or gettext("What went wrong"), "is_told": is_told}
    return _render("went_wrong", {**values, "content": content})


@register.simple_block_tag
def rows(content: str, *, kind: Literal["plain", "key", "action"] = "plain") -> SafeString:
    """Hold rows with a rule between."""
    css = {"plain": "rows", "key": "rows rows--k", "action": "rows rows--btn"}[kind]
    return format_html('<ul class="{}" role="list">{}</ul>', css, _as_is(content))


@register.simple_block_tag
def row(  # noqa: PLR0913 -- a row has these parts
    content: str,
    *,
    title: str,
    url: str = "",
    key: str = "",
    aside: str = "",
    wrong: bool = False,
    action: str = "",
    action_url: str = "",
    lang: str = "",
) -> SafeString:
    """Show one row: a key at the left, a title, a sentence, an action at the right.

    ``lang`` is the title's language where that is not the page's.
    """
    values = {"title": title, "url": url, "key": key, "aside": aside, "wrong": wrong, "lang": lang}
    return _render(
        "row", {**values, "action": action, "action_url": action_url, "content": content}
    )


@register.inclusion_tag("ui/comparison.html")
def comparison(
    *, rows: Sequence[CompareRow], city: str, caption: str, unit: str = "", about: str = ""
) -> Values:
    """Set practices side by side; on a phone each becomes a short record.

    ``about`` says what cities were compared for: ``for energy and light``.
    """
    prices = [row.price for row in rows if row.price and row.price.amount and row.price.most]
    scale = numbers.money_range(0, prices[0].most, prices[0].currency) if prices else ""
    return {
        "rows": rows,
        "city": city,
        "caption": caption,
        "unit": unit,
        "about": about,
        "scale": scale,
    }


@register.inclusion_tag("ui/data_table.html")
def data_table(*, table: charts.Table, caption: str = "", hidden_caption: bool = False) -> Values:
    """Show the figures behind a chart."""
    heads = [(text, place in table.numeric) for place, text in enumerate(table.headers)]
    body = [
        [(text, place in table.numeric) for place, text in enumerate(row)] for row in table.rows
    ]
    return {"heads": heads, "body": body, "caption": caption, "hidden": hidden_caption}


@register.simple_block_tag
def sheet(
    content: str, *, number: int, of: int, date: str, foot: str = "", foot_end: str = ""
) -> SafeString:
    """Show one page of a brief as a sheet of paper."""
    values = {"number": number, "of": of, "date": date, "foot": foot, "foot_end": foot_end}
    return _render("sheet", {**values, "content": content})


# charts


@register.simple_tag
def chart(
    figure: charts.Chart | None,
    *,
    title: str = "",
    sentence: bool = False,
    table: bool | None = None,
) -> SafeString:
    """Show a chart with what belongs to it: key, words, and the table behind it."""
    if figure is None:
        return SafeString()
    name = _PARTIALS.get(type(figure), "figure")
    if table is None:
        table = isinstance(figure, charts.CostRange | charts.WorldMap)
    if isinstance(figure, charts.WorldMap | charts.CityMap):
        figure = _with_outline(figure)
    values = {"figure": figure, "title": title, "sentence": sentence, "table": table}
    return _render(f"chart/{name}", values)


def _with_outline(figure: charts.WorldMap | charts.CityMap) -> charts.WorldMap | charts.CityMap:
    """Let a map refer to the drawing of land, where it was laid out with the static files."""
    name = "world" if isinstance(figure, charts.WorldMap) else "region"
    path = f"built/{name}.svg"
    return replace(figure, outline=asset(path)) if _mark_of(path) else figure


_PARTIALS: dict[type, str] = {
    charts.BarList: "bar_list",
    charts.CityMap: "city_map",
    charts.Closeness: "closeness",
    charts.DotPlot: "dot_plot",
    charts.FundingBar: "funding_bar",
    charts.MoneyYears: "money_years",
    charts.PeerPlot: "peer_plot",
    charts.Price: "price",
    charts.RankPlot: "rank_plot",
    charts.ScorePlot: "score_plot",
    charts.WorldMap: "world_map",
}


@register.simple_block_tag
def outcome_figure(content: str, *, figure: charts.Outcome) -> SafeString:
    """Show an outcome: a large figure, its bars, and a caption with source and kind."""
    return _render("outcome", {"figure": figure, "content": content})


@register.filter
def picture(figure: charts.Chart) -> SafeString:
    """Draw a chart that words or a table stand beside."""
    return _as_is(charts.draw(figure, spoken=False))


@register.filter
def spoken_picture(figure: charts.Chart) -> SafeString:
    """Draw a chart that is read out by its sentence."""
    return _as_is(charts.draw(figure))


@register.filter
def joined(items: Iterable[str]) -> str:
    """Join words with commas."""
    return ", ".join(items)
