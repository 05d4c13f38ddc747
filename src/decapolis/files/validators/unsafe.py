"""The one way in which a look at a file ends badly."""


class Unsafe(Exception):
    """It breaks a rule; ``why`` is a value of `files.choices.Refusal`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
