"""What the last few files showed that were looked at, so that going from page to page does not look at a whole file anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from service.records.masking.model import Looked

MOST = 8


class Memory:
    """What files show, by digest: a file that is another has another digest. Kept in this process alone, never written down."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._seen, self._lock = most, OrderedDict[str, Looked](), Lock()

    def of(self, digest: str, look: Callable[[], Looked]) -> Looked:
        """Return what the file with a digest shows, looked at by `look` if it is not remembered."""
        with self._lock:
            found = self._seen.get(digest)
            if found is not None:
                self._seen.move_to_end(digest)
        if found is None:
            found = look()
            with self._lock:
                self._seen[digest] = found
                while len(self._seen) > self._most:
                    self._seen.popitem(last=False)
        return found
