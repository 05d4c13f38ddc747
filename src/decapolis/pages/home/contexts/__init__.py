"""What the first page shows."""

from decapolis.pages.home.contexts.page import EXAMPLE_CITY, HomePage, home_page

__all__ = ["EXAMPLE_CITY", "HomePage", "home_page"]
