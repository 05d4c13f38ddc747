"""The page on permissions says what the table says."""

from tests.permissions.reference import HOW, PAGE, as_markdown


def test_the_page_is_that_of_the_table():
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), f"Run: {HOW}"
