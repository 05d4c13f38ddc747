"""What can go wrong when a city is named."""

from typing import TYPE_CHECKING

from decapolis.kernel.errors import NotFound

if TYPE_CHECKING:
    from decapolis.cities.models import City


class UnknownCity(NotFound):
    """No city of the gazetteer goes by that name; ``near`` holds close spellings."""

    code = "cities.unknown"

    def __init__(self, message: str, *, near: "list[City]") -> None:
        super().__init__(message, field="city")
        self.near = near


class AmbiguousCity(NotFound):
    """Several cities go by that name; ``candidates`` holds them, largest first."""

    code = "cities.ambiguous"

    def __init__(self, message: str, *, candidates: "list[City]") -> None:
        super().__init__(message, field="city")
        self.candidates = candidates
