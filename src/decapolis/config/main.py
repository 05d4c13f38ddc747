"""The installed command line: ``decapolis COMMAND``."""

import gc
import os
import sys
from io import TextIOWrapper

from django.core.management import execute_from_command_line
from django.db import OperationalError

from decapolis.config.env import SettingError
from decapolis.kernel.errors import DomainError

ALLOCATIONS = 20_000  # between two looks for garbage; Python's 700 cost a tenth of a start

USAGE = """decapolis: what cities like yours did, what it cost, what went wrong, and whom to call.

  decapolis run                     serve http://127.0.0.1:8000
  decapolis work                    run mail and other jobs in a process of their own
  decapolis find QUERY              search the library
  decapolis peers CITY              cities like this one, and why
  decapolis brief CITY QUESTION     a sourced brief as PDF, Word or JSON
  decapolis load FILE...            take in record files
  decapolis index                   bring the search index in step with the records
  decapolis staff EMAIL             give someone the rights to run the network
  decapolis status                  what is held, and by which versions
  decapolis test | lint | bench     check the program itself

  decapolis COMMAND --help          tells the rest
"""


def main() -> None:
    """Run one command; a wrong setting or a database that refuses is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decapolis.config.settings")
    gc.set_threshold(ALLOCATIONS)
    if len(sys.argv) == 1 or sys.argv[1:] in (["-h"], ["--help"], ["help"]):
        sys.stdout.write(USAGE)
        return
    for stream in (sys.stdout, sys.stderr):  # a narrow terminal gets marks, not an error
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (SettingError, DomainError, OperationalError, KeyboardInterrupt) as error:
        sys.exit(_last_words(error))


def _last_words(error: BaseException) -> str | int:
    match error:
        case SettingError():
            return f"Wrong setting. {error}"
        case DomainError():
            return error.message
        case OperationalError():
            return (
                f"The database cannot do this now: {error}. Nothing was changed. "
                "See that it runs, that the disk has room, and that no other program holds it."
            )
        case _:
            return 130  # interrupted


if __name__ == "__main__":
    main()
