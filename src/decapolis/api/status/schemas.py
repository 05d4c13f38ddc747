"""What the API tells of itself."""

from pydantic import Field

from decapolis.api.shapes import Out


class Health(Out):
    """Whether requests can be answered."""

    status: str = Field(description="ok.")


class Held(Out):
    """How many records you may see."""

    practices: int
    documents: int
    technologies: int
    organisations: int
    cities: int
    countries: int
    indicators: int
    observations: int
    sources: int


class Status(Out):
    """What this Decapolis is and holds."""

    version: str
    api: str = Field(description="Version of the interface.")
    held: Held
