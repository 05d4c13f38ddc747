"""A mayor of Dayton, between two meetings, is to decide on her street lights."""

import io
import re

import docx
import pikepdf

from tests.journeys.visitor import variants

CHALLENGE = "street lighting"
DAYTON = "Dayton, Ohio, United States"


def ask_by_keyboard(mayor):
    """Type the challenge, begin to type the city, and take the suggestion; no mouse."""
    page = mayor.page
    page.get_by_label("The challenge, in your words").focus()
    page.keyboard.type(CHALLENGE)
    page.keyboard.press("Tab")
    page.keyboard.type("dayto")
    page.get_by_role("option", name=DAYTON).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    city = page.get_by_role("combobox", name="Your city")
    assert city.input_value() == DAYTON
    mayor.arrive(lambda: page.keyboard.press("Enter"))


def ask_without_scripts(mayor):
    page = mayor.page
    page.get_by_label("The challenge, in your words").fill(CHALLENGE)
    page.get_by_role("textbox", name="Your city").fill("Dayton, OH")
    mayor.arrive(lambda: page.keyboard.press("Enter"))


def compare(mayor):
    """Read the answers side by side."""
    page = mayor.page
    assert page.get_by_text("Comparing with").is_visible()
    mayor.follow(mayor.link("Side by side"))
    table = page.get_by_role("table", name="Practices compared for Dayton")
    columns = table.locator("th[scope=col]").all_text_contents()
    assert ["Cost per lamp" in column for column in columns].count(True) == 1, columns
    assert table.get_by_role("row").count() > 5
    prices = re.findall(r"Int\$[\d,]+\b", table.inner_text())
    assert len(prices) >= 3, table.inner_text()


def open_detroit(mayor):
    mayor.follow(mayor.link("Detroit", within=mayor.page.get_by_role("table")))
    assert mayor.page.url.endswith("/practices/detroit-relighting")


def weigh_up(mayor):
    """See how close the city of the practice is to hers, and what differs."""
    page = mayor.page
    close = page.get_by_role("region", name="How close is Detroit to Dayton?")
    assert re.search(r"nearest to Dayton .*of [\d,]+ cities", close.inner_text())
    figures = close.get_by_role("table")
    assert "Population" in figures.inner_text()
    assert "136,741" in figures.inner_text()
    assert page.get_by_role("heading", name="Whom to call").is_visible()
    sources = page.get_by_role("region", name="Sources").get_by_role("link")
    assert sources.count() >= 2


def read_the_brief(mayor):
    """Find the parts of the brief, and its source behind every raised number."""
    page = mayor.page
    assert "Dayton" in mayor.heading()
    assert "street lighting" in mayor.heading().lower()
    for part in ("Whom to call", "What is not known", "What others did, closest first"):
        assert page.get_by_role("heading", name=part).is_visible(), part
    leading = page.locator("main a[href^='#']")
    targets = {leading.nth(i).get_attribute("href") for i in range(leading.count())}
    assert len(targets) > 10
    for target in targets:
        assert page.locator(f"[id='{target[1:]}']").count() == 1, f"{target} leads nowhere."


def take_as_pdf(mayor):
    """Fetch the file behind the link as the browser would; viewers differ in what a press does."""
    link = mayor.link("PDF", exact=True)
    answer = mayor.context.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert "brief-dayton" in answer.headers["content-disposition"]
    with pikepdf.open(io.BytesIO(answer.body())) as pdf:
        assert len(pdf.pages) <= 3  # two, and the sources of a well-answered question
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert "Dayton" in str(pdf.docinfo.Title)


def take_as_word(mayor):
    with mayor.page.expect_download() as begun:
        mayor.link("Word", exact=True).click()
    document = docx.Document(begun.value.path())
    headings = [part.text for part in document.paragraphs if part.style.name.startswith("Heading")]
    assert "Whom to call" in headings
    words = [part.text for part in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("Detroit" in text for text in words)


@variants(("screen", "scheme"), ("phone", "dark"), ("desktop", "light"))
def test_a_mayor_leaves_with_a_sourced_brief(visit, picture, screen, scheme):
    mayor = visit(screen, scheme)
    take = picture if screen == "desktop" else lambda *_nothing: None
    mayor.open("/")
    take(mayor, "home", 1500)
    ask_by_keyboard(mayor)
    answers = mayor.page.url
    compare(mayor)
    take(mayor, "find", 1300)
    open_detroit(mayor)
    take(mayor, "practice")
    weigh_up(mayor)
    mayor.open(answers.removeprefix(mayor.address))
    mayor.follow(mayor.link("Brief for Dayton"))
    take(mayor, "brief", 1300)
    read_the_brief(mayor)
    take_as_pdf(mayor)
    take_as_word(mayor)


def test_all_of_it_works_without_scripts(visit):
    mayor = visit("phone", scripts=False)
    mayor.open("/")
    ask_without_scripts(mayor)
    answers = mayor.page.url
    compare(mayor)
    open_detroit(mayor)
    weigh_up(mayor)
    mayor.open(answers.removeprefix(mayor.address))
    mayor.follow(mayor.link("Brief for Dayton"))
    read_the_brief(mayor)
    take_as_pdf(mayor)
    take_as_word(mayor)
