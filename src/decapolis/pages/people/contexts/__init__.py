"""What the pages of people show."""

from decapolis.pages.people.contexts.directory import directory_page
from decapolis.pages.people.contexts.hats import decide_page, ended_lately, hat_line
from decapolis.pages.people.contexts.profile import edit_page, profile_page, welcome_page

__all__ = [
    "decide_page",
    "directory_page",
    "edit_page",
    "ended_lately",
    "hat_line",
    "profile_page",
    "welcome_page",
]
