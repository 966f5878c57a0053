"""One call, again and again by several clients: what each was answered and how long it took."""

import collections
import http.client
import threading
import time

BROKEN = "broken"   # no answer at all


class Pulse:
    """Context manager: `send()` is called from its beginning to its end. `pause` is between two calls of a client, in
    seconds."""

    def __init__(self, send, clients=2, pause=0.01):
        self.send, self.pause = send, pause
        self.samples = []        # (begun, seconds, status, Answer or None)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(clients)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a call hangs"

    def _work(self):
        while not self._stop.wait(self.pause):
            begun, answer = time.monotonic(), None
            try:
                answer = self.send()
            except (OSError, http.client.HTTPException):
                pass
            self.samples.append((begun, time.monotonic() - begun, answer.status if answer else BROKEN, answer))

    def between(self, begin, end=None):
        return [one for one in list(self.samples) if one[0] >= begin and (end is None or one[0] + one[1] <= end)]

    def statuses(self, *when):
        return collections.Counter(status for _, _, status, _ in (self.between(*when) if when else list(self.samples)))

    def longest(self):
        return max((seconds for _, seconds, _, _ in self.samples), default=0.0)

    def p99(self, *when):
        """In seconds."""
        times = sorted(seconds for _, seconds, _, _ in (self.between(*when) if when else list(self.samples)))
        return times[len(times) * 99 // 100]

    def first(self, status, after):
        """When the first such answer came, of a call begun after that moment; None where there is none yet."""
        return next((begun + seconds for begun, seconds, seen, _ in list(self.samples)
                     if begun >= after and seen == status), None)
