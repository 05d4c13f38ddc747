"""Where a figure is from, beside the figure."""

from typing import Any

from django import template

from decapolis.pages.components import Added

register = template.Library()


@register.inclusion_tag("ui/added.html")
def added(mark: Added | None) -> dict[str, Any]:
    """Tell, one press away, who added or last changed a figure; nothing where that is not known."""
    return {"mark": mark}
