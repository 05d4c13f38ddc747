"""Where lines wait for the database: a few threads, so that nobody else does."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")

_pool = ThreadPoolExecutor(2, thread_name_prefix="live")


async def in_thread(call: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Call a function that reads or writes the database."""

    def work() -> T:
        try:
            return call(*given, **named)
        finally:
            connection.close()

    return await asyncio.get_running_loop().run_in_executor(_pool, work)
