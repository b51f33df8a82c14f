import threading
import time
from typing import Any, NamedTuple


class Kept(NamedTuple):
    value: Any
    since: float  # seconds since 1970


class TimedCache:
    """Results that a worker process keeps for some minutes, computed by the first who asks.

    Every worker has its own; they agree because time is cut into the same pieces for all of them:
    the pieces begin at whole multiples of their length. So a result is computed at most once in
    each piece and worker, nothing is written (a read-only replica can answer), and nothing has to
    be told to other workers. See docs/decisions on the public register.
    """

    def __init__(self):
        self._kept = {}
        self._lock = threading.Lock()

    def get(self, key, seconds, build):
        """The result of ``build()`` for ``key`` as :class:`Kept`; 0 ``seconds``: always a new one."""
        now = time.time()
        since = now - now % seconds if seconds else now
        with self._lock:  # one thread builds, the others wait for it
            kept = self._kept.get(key)
            if kept is None or kept.since != since or not seconds:
                kept = self._kept[key] = Kept(build(), since)
            return kept

    def clear(self):
        with self._lock:
            self._kept.clear()
