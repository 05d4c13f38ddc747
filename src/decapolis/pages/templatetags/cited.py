"""Numbers of sources as the brief prints them: several in a row as a range."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()


@register.simple_tag
def cited(sources: Sequence[int]) -> SafeString:
    """Lead to numbered sources; a range leads to the first of them."""
    return _links(tuple(sources), get_language()) if sources else SafeString()


@lru_cache(maxsize=2000)  # a brief has sixty of them, mostly alike
def _links(sources: tuple[int, ...], _language: str | None) -> SafeString:
    from decapolis.briefs.exports.labels import DASH, cite_runs  # noqa: PLC0415 -- slow import

    spoken = {True: gettext("sources %s"), False: gettext("source %s")}
    links = ((first, spoken[DASH in text] % text, text) for first, text in cite_runs(sources))
    joined = format_html_join(", ", '<a href="#s{}" aria-label="{}">{}</a>', links)
    return format_html('<sup class="cite">{}</sup>', joined)
