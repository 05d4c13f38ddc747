"""The installed command line: ``decapolis COMMAND``."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from decapolis.config.env import SettingError
from decapolis.kernel.errors import DomainError

USAGE = """decapolis: what cities like yours did, what it cost, what went wrong, and whom to call.

  decapolis run                     serve http://127.0.0.1:8000
  decapolis find QUERY              search the library
  decapolis peers CITY              cities like this one, and why
  decapolis brief CITY QUESTION     a sourced brief as PDF, Word or JSON
  decapolis load FILE...            take in record files
  decapolis status                  what is held, and by which versions
  decapolis test | lint | bench     check the program itself

  decapolis COMMAND --help          tells the rest
"""


def main() -> None:
    """Run one command; a wrong setting or a database that refuses is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decapolis.config.settings")
    if len(sys.argv) == 1 or sys.argv[1:] in (["-h"], ["--help"], ["help"]):
        sys.stdout.write(USAGE)
        return
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except SettingError as error:
        sys.exit(f"Wrong setting. {error}")
    except DomainError as error:
        sys.exit(error.message)
    except OperationalError as error:
        sys.exit(
            f"The database cannot do this now: {error}. Nothing was changed. "
            "See that it runs, that the disk has room, and that no other program holds it."
        )
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
