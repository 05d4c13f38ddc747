"""The questions that searches are timed with."""

from decapolis.ops.bench.relevance import HALVES, judged
from decapolis.ops.bench.timing import some

# Where the program is installed without its repository.
OWN = (
    "led street lights",
    "street lighting",
    "smart parking",
    "aparcamiento inteligente",
    "failed smart city projects",
    "participatory budgeting",
    "municipal fibre broadband",
    "how can we stop water leaking from our pipes",
    "elektrische Busse",
    "what does an electric bus cost",
    "homeless people sleeping in the streets, what helped",
    "open data portal of a small city",
    "cities under 100,000 people that built their own network",
    "flood warning sensors in Asia",
    "budget participatif",
    "bike sharing that went bankrupt",
    "congestion charge",
    "reciclagem e compostagem",
    "heat pumps for social housing",
    "low emission zone results measured",
    "ransomware attack on a city",
    "chatbot for residents",
    "police gunshot detection",
    "gunfire sensrs in the streat",
    "teleferico",
    "bus rapid transit Latin America since 2010",
    "one stop shop for permits",
    "digital skills for older people",
    "green roofs and sponge city",
    "kindergartens served with local food",
    "innovation district",
    "how do I pay for solar panels on schools",
    "traffic lights that adapt",
    "microtransit instead of a bus line",
    "waste bins with sensors",
    "air quality monitoring by citizens",
    "blockchain land registry",
    "data trust privacy backlash",
    "water meters that failed",
    "办公 停车",
)


def questions(most: int = 0) -> list[str]:
    """Return the judged questions of the repository, else our own; ``most`` evenly from them."""
    asked = [one.query for half in HALVES for one in judged(half)] or list(OWN)
    return some(asked, most) if most else asked
