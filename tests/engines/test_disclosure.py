"""What the members of a network may read of a failure: tables of examples in seven languages."""
# ruff: noqa: RUF001 -- other scripts and typographic signs are what is tested

import pytest

from decapolis.engines.disclosure import DisclosureInputError, redact, remains

DAYTON = {
    "Dayton": "city",
    "City of Dayton": "city",
    "Daytonian": "city",
    "Ohio": "place",
    "United States": "place",
    "US": "place",
    "Regional Transit Authority of Dayton": "organisation",
    "Nan Whaley": "person",
}
MANNHEIM = {
    "Mannheim": "city",
    "Baden-Württemberg": "place",
    "Stadtwerke Mannheim GmbH": "organisation",
    "Peter Kurz": "person",
}
MEDELLIN = {
    "Medellín": "city",
    "Antioquia": "place",
    "Colombia": "place",
    "Empresas Públicas de Medellín": "organisation",
}
SAINT_ETIENNE = {"Saint-Étienne": "city", "Stéphanois": "city", "Loire": "place", "France": "place"}
SAO_PAULO = {"São Paulo": "city", "Prefeitura de São Paulo": "organisation", "Brasil": "place"}
YOKOHAMA = {"横浜市": "city", "Yokohama": "city", "神奈川県": "place", "日本": "place"}
RIYADH = {"الرياض": "city", "السعودية": "place"}
JAPANESE = {"city": "都市", "place": "地域", "date": "日付", "amount": "金額", "about": "約"}

STORIES = [
    (
        DAYTON,
        (
            "In Dayton, Ohio, we bought 1,234 LED lamps for $1.2 million in March 2019. The "
            "supplier, BrightCo Ltd, went bankrupt on 3 May 2020. Mayor Nan Whaley's office "
            "stopped the pilot."
        ),
        (
            "In [city], [place], we bought about 1,000 LED lamps for [amount] in [date]. The "
            "supplier, [name], went bankrupt on [date]. Mayor [person]'s office stopped the "
            "pilot."
        ),
    ),
    (
        DAYTON,
        (
            "The City Council of Kettering refused. Open Oakland helped us. I think we were too "
            "fast. On Monday the Smart Parking Project stopped. The DAYTONIANS were angry."
        ),
        (
            "The City Council of [name] refused. [name] helped us. I think we were too fast. On "
            "[date] the [name] stopped. The [city] were angry."
        ),
    ),
    (
        MANNHEIM,
        (
            "Die Stadt Mannheim hat 2019 insgesamt 12.345 Straßenlaternen für 4,5 Mio. € "
            "umgerüstet. Leider ging der Lieferant in die Insolvenz. Oberbürgermeister Peter "
            "Kurz stoppte das Projekt im März 2020. Die Mannheimer Stadtverwaltung verlor 37 % "
            "der Fördermittel. Die Stadtwerke konnten die Steuerung von Schréder nicht warten. "
            "Herr Lange kündigte."
        ),
        (
            "Die Stadt [city] hat [year] insgesamt about 10.000 Straßenlaternen für [amount] "
            "umgerüstet. Leider ging der Lieferant in die Insolvenz. Oberbürgermeister [person] "
            "stoppte das Projekt im [date]. Die [city] Stadtverwaltung verlor about 40 % der "
            "Fördermittel. Die Stadtwerke konnten die Steuerung von [name] nicht warten. [name] "
            "kündigte."
        ),
    ),
    (
        MEDELLIN,
        (
            "En Medellín compramos 1.234 sensores por 3.500 millones de pesos en abril de 2018. "
            "La empresa Telvent no cumplió el contrato. La Alcaldía de MEDELLIN perdió dinero. "
            "El lunes el alcalde Federico Gutiérrez canceló el proyecto."
        ),
        (
            "En [city] compramos about 1.000 sensores por [amount] en [date]. La empresa [name] "
            "no cumplió el contrato. La [name] de [city] perdió dinero. El [date] el alcalde "
            "[name] canceló el proyecto."
        ),
    ),
    (
        SAINT_ETIENNE,
        (
            "À Saint-Étienne, nous avons acheté 1 234 lampes pour 2,5 M€ en janvier 2017. Les "
            "stéphanois étaient mécontents. Le prestataire Suez n'a pas respecté les délais. "
            "L'échec était prévisible : 63 % des capteurs sont tombés en panne."
        ),
        (
            "À [city], nous avons acheté about 1 000 lampes pour [amount] en [date]. Les [city] "
            "étaient mécontents. Le prestataire [name] n'a pas respecté les délais. L'échec "
            "était prévisible : about 60 % des capteurs sont tombés en panne."
        ),
    ),
    (
        SAO_PAULO,
        (
            "Em São Paulo gastamos R$ 12,5 milhões em 2.345 luminárias em março de 2016. A "
            "fornecedora Philips atrasou a entrega. Na segunda-feira o sistema parou. A "
            "prefeitura cancelou o edital nº 123/2015 (SaoPaulo, sao_paulo)."
        ),
        (
            "Em [city] gastamos [amount] em about 2.000 luminárias em [date]. A fornecedora "
            "[name] atrasou a entrega. Na [date] o sistema parou. A prefeitura cancelou o edital "
            "[number] ([city], [city])."
        ),
    ),
    (
        RIYADH,
        (
            "في الرياض اشترينا ١٬٢٣٤ مصباحًا بمبلغ ٢٫٥ مليون ريال في مارس ٢٠١٩. وبالرياض تعطلت "
            "٣٧٪ منها، وللرياض خطة."
        ),
        (
            "في [city] اشترينا about ١٬٠٠٠ مصباحًا بمبلغ [amount] في [date]. [city] تعطلت about "
            "٤٠٪ منها، [city] خطة."
        ),
    ),
]


@pytest.mark.parametrize(("names", "story", "told"), STORIES)
def test_a_story_stays_readable_and_names_nobody(names, story, told):
    assert redact(story, names=names).text == told
    assert remains(told, names=names) == ()


def test_japanese_names_are_found_in_the_row_and_the_caller_gives_the_words():
    story = (
        "横浜市は2019年4月に1,234基の灯を3億5千万円で換えた。37％が壊れ、"
        "横浜の1万2千人が神奈川県に訴えた。"
    )
    told = (
        "[都市]は[日付]に約1,000基の灯を[金額]で換えた。約40％が壊れ、"
        "[都市]の約1万人が[地域]に訴えた。"
    )
    assert redact(story, names=YOKOHAMA, words=JAPANESE).text == told


def test_what_was_taken_out_is_told_in_order():
    found = redact("Dayton paid €5,000 in 2019 for 37 lamps from Schréder.", names=DAYTON)
    assert found.hidden == ("Dayton", "€5,000", "2019", "37", "Schréder")


@pytest.mark.parametrize(
    "written",
    [
        "dayton", "DAYTON", "Dáytön", "Day-ton", "D a y t o n", "day_ton", "Dayton’s", "Daytons",
        "#OpenDayton", "@cityofdayton", "dayton.gov", "OpenDaytonData", "cityofdayton", "Daytn",
        "www.dayton.example", "Ｄａｙｔｏｎ", "Day\u00adton", "someone@dayton.example",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(written):
    found = redact(f"there {written} was", names=["Dayton"])
    assert found.text.startswith("there [")
    assert "ayton" not in found.text.casefold()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Köln", "koeln"),
        ("Koeln", "Köln"),
        ("Ålesund", "aalesund"),
        ("Gießen", "GIESSEN"),
        ("Москва", "в москве"),
        ("Αθήνα", "της αθηνας"),
        ("Varšava", "varšavou"),
        ("القاهرة", "بالقاهره"),
        ("서울특별시", "서울의"),
        ("東京都", "東京で"),
        ("กรุงเทพ", "ในกรุงเทพมี"),
        ("Ulm", "die ulmer"),
        ("Lyon", "lyoncity"),
        ("New York", "newyorkers"),
        ("L'Aquila", "l aquila"),
        ("Philadelphia", "philadephia"),
    ],
)
def test_other_spellings_endings_and_scripts_are_the_same_name(name, written):
    assert written.split()[-1] not in redact(f"x {written}", names=[name]).text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Paris", "a comparison of lamps"),
        ("Lima", "the climate is warm"),
        ("Halle", "a challenge for us"),
        ("Turin", "manufacturing is slow"),
        ("US", "it helped us"),
        ("La Paz", "la luz"),
        ("Will Smith", "it will work"),
        ("Clean Water Partners", "the water was clean, our partners left"),
        ("Stadtwerke Mannheim GmbH", "die stadtwerke zahlten"),
    ],
)
def test_ordinary_words_that_look_like_a_name_stay(name, kept):
    assert redact(kept, names=[name]).text == kept
    assert remains(kept, names=[name]) == ()


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("Stadtwerke Mannheim GmbH", "organisation", "mannheim"),
        ("Anna Müller-Schmidt", "person", "schmidt"),
        ("Universidad de Antioquia", "organisation", "antioquia"),
        ("Li Wei", "person", "Li"),
    ],
)
def test_the_distinctive_word_of_a_longer_name_is_hidden_too(name, kind, written):
    assert redact(f"told by {written} here", names={name: kind}).text == f"told by [{kind}] here"


def test_the_kind_of_the_whole_name_goes_before_that_of_a_part():
    names = {"Stadtwerke Mannheim GmbH": "organisation", "Mannheim": "city"}
    told = "[city] and [organisation]"
    assert redact("mannheim and Stadtwerke Mannheim GmbH", names=names).text == told


@pytest.mark.parametrize(
    ("mark", "word"),
    [
        ("https://www.example.org/a?b=c", "link"),
        ("smartcity.example.com/plan", "link"),
        ("jane.doe+x@example.org", "contact"),
        ("jane (at) example.org", "contact"),
        ("@smartlights", "contact"),
        ("+49 (0)621 293-9999", "contact"),
        ("(937) 333-3333", "contact"),
        ("tel. 333 44 55", "contact"),
        ("39.7589, -84.1916", "place"),
        ("49°29′20″N", "place"),
        ("1700 Main Street", "place"),
        ("Hauptstraße 12a", "place"),
        ("12 rue de la République", "place"),
        ("Calle 44 # 52-165", "place"),
        ("Avenida Paulista, 1578", "place"),
        ("OH 45402", "place"),
        ("SW1A 1AA", "place"),
        ("01310-100", "place"),
        ("RFP-2019-0043", "number"),
        ("2019/S 123-456789", "number"),
        ("No. 12/345", "number"),
        ("10.1000/xyz.123", "number"),
        ("ISBN 978-3-16-148410-0", "number"),
        ("0043", "number"),
        ("C40", "number"),
        ("192.168.10.1", "number"),
        ("2019-04-01", "date"),
        ("1.4.2019", "date"),
        ("4/15/2019", "date"),
        ("3rd of April 2019", "date"),
        ("am Dienstag", "date"),
        ("le 14 juillet 2016", "date"),
        ("Q3 2019", "date"),
        ("14:30", "date"),
        ("2015-2018", "year"),
        ("1990s", "year"),
        ("£5m", "amount"),
        ("USD 1.5 billion", "amount"),
        ("3 Millionen Euro", "amount"),
        ("12,000 Swiss francs", "amount"),
        ("5 crore rupees", "amount"),
        ("2 000 Kč", "amount"),
    ],
)
def test_what_leads_to_somebody_is_hidden_whole(mark, word):
    small = mark.split()[0] if mark.split()[0] in {"am", "le"} else ""
    expected = f"it was {small} [{word}], then".replace("  ", " ")
    assert redact(f"it was {mark}, then", names=[]).text == expected


@pytest.mark.parametrize(
    ("exact", "round_one"),
    [
        ("1,234 lamps", "about 1,000 lamps"),
        ("1.234,5 Lampen", "about 1.000 Lampen"),
        ("1 234 lampes", "about 1 000 lampes"),
        ("1'234 lamps", "about 1'000 lamps"),
        ("12,34,567 lamps", "about 10,00,000 lamps"),
        ("23456 lamps", "about 20\u00a0000 lamps"),
        ("1.75 million trips", "about 2 million trips"),
        ("0.0355 grams", "about 0.04 grams"),
        ("9.6 metres", "about 10 metres"),
        ("15-year plan", "about 20-year plan"),
        ("12km of pipes", "about 10km of pipes"),
        ("roughly 350 calls", "roughly 400 calls"),
        ("37% of them", "about 40% of them"),
        ("37,5 Prozent", "about 40 Prozent"),
        ("96 percent", "over 90 percent"),  # not all of them
        ("100 percent", "100 percent"),
        ("3.5 % of them", "about 4 % of them"),
        ("7% of them", "7% of them"),
        ("40 % of them", "40 % of them"),
        ("3 lamps, 500 pumps, 20,000 taps", "3 lamps, 500 pumps, 20,000 taps"),
        ("CO2, PM2.5, 5G and 24/7", "CO2, PM2.5, 5G and 24/7"),
        ("the 3rd time", "the 3rd time"),
        ("the 21st district", "the [number] district"),
        ("12 lakh lamps", "[number] lamps"),
    ],
)
def test_numbers_keep_one_significant_digit_in_their_own_layout(exact, round_one):
    text = f"we had {exact}"
    expected = f"we had {round_one}"
    if "12,34,567" in exact:  # groups of three are safe enough
        expected = "we had about 1,000,000 lamps"
    assert redact(text, names=[], known=["Lampen", "Prozent"]).text == expected


@pytest.mark.parametrize(
    ("exact", "told"),
    [
        ("the 5,300 lamps, its 19,700 poles", "the roughly 5,000 lamps, its roughly 20,000 poles"),
        ("a 15-year plan, an 18% cut", "a roughly 20-year plan, a roughly 20% cut"),
        ("from 95 to 100 people", "from about 100 people"),
        ("1,100 to 1,160 works", "about 1,000 works"),
        ("12–37 days", "about 10–40 days"),
        ("10 to 15 days", "10 to about 20 days"),
        ("more than 21,000 jobs", "about 20,000 jobs"),
        ("well over 160,000 cameras", "about 200,000 cameras"),
        ("nearly 97% of them", "over 90% of them"),
        ("it over 15 months", "it over about 20 months"),
        ("no more than 25", "no more than about 30"),
        ("a 2030 plan from 2011 to 2017", "a [year] plan from [year] to [year]"),
    ],
)
def test_a_rounded_number_still_reads_in_its_sentence(exact, told):
    assert redact(f"we had {exact}", names=[]).text == f"we had {told}"


def test_a_sentence_that_begins_with_a_rounded_number_has_a_capital():
    told = redact("93% of them met it. 15 did not.", names=[]).text
    assert told == "About 90% of them met it. About 20 did not."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("we bought 2000 lamps", "we bought 2000 lamps"),
        ("over 1850 lamps", "about 2\u00a0000 lamps"),
        ("in 2000 lamps failed", "in [year] lamps failed"),
        ("the 2016 results", "the [year] results"),
        ("in 2016 residents voted", "in [year] residents voted"),
        ("we met 2016 residents", "we met [year] residents"),
    ],
)
def test_four_digits_are_a_year_unless_they_count_something(written, told):
    assert redact(f"so {written}", names=[]).text == f"so {told}"


@pytest.mark.parametrize("word", ["Define", "Expectations", "Rubble", "Hiring", "Frame"])
def test_ordinary_words_may_begin_a_sentence(word):
    assert redact(f"{word} of the lamps came first.", names=[]).hidden == ()


def test_what_the_caller_knows_may_keep_its_capitals_but_no_listed_name_may():
    text = "we used LoRaWAN Sensors and Digital Twins of Dayton"
    found = redact(text, names=["Dayton"], known=["LoRaWAN", "sensor", "digital twin", "Dayton"])
    assert found.text == "we used LoRaWAN Sensors and Digital Twins of [name]"


def test_a_word_that_begins_a_sentence_stays_if_it_is_ordinary_or_used_small_elsewhere():
    text = "Lamps failed. Gizmos failed, the gizmos burnt. Acme failed."
    assert (
        redact(text, names=[]).text
        == "Lamps failed. Gizmos failed, the gizmos burnt. [name] failed."
    )


def test_rows_of_names_become_one_bracket():
    text = "it was the Bank of America and Sierra de la Plata with J. Smith"
    assert redact(text, names=[]).text == "it was the [name] and [name] with [name]"


def test_empty_text_and_empty_names_change_nothing():
    assert redact("", names=["", "-", "Dayton"]).text == ""
    assert redact("all was well", names=["", "-", "  "]).hidden == ()
    assert remains("all was well", names=["", "-"]) == ()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("Dayton", None),
        ({"Dayton": "town"}, None),
        ({"Dayton": "about"}, None),
        ([], {"town": "town"}),
        ([], {"city": "[city]"}),
        ([], {"city": " "}),
    ],
)
def test_what_makes_no_sense_is_refused(names, words):
    with pytest.raises(DisclosureInputError):
        redact("Dayton", names=names, words=words)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("we of dayton", ("Dayton",)),
        ("we of DAY  TON", ("Dayton",)),
        ("opendaytondata", ("Dayton",)),
        ("the stadtwerke of mannheim", ("mannheim",)),
        ("in the US", ("US",)),
        ("it helped us, [city] day by ton", ()),
        ("we of day[city]ton", ()),
    ],
)
def test_what_is_left_is_found_in_another_way(text, left):
    names = ["Dayton", "Stadtwerke Mannheim GmbH", "US"]
    assert remains(text, names=names) == left
