"""Somebody who calls at a steady pace while others do what they do, and what he felt of it."""

import threading
import time


class Pace:
    """Context manager: `call` every so many seconds in threads of its own. A call that is late because the one before took
    long counts from when it was due. What `call` returns is good when true; what it raises is a failure."""

    def __init__(self, call, every=0.1, threads=2):
        self.call, self.every = call, every
        self.seconds, self.failures = [], []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(number * every / threads,)) for number in range(threads)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, delay):
        due = time.monotonic() + delay
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            try:
                answer = self.call()
                if not answer:
                    self.failures.append(answer)
            except Exception as error:  # whatever it is, he was not served
                self.failures.append(error)
            self.seconds.append(time.monotonic() - due)
            due += self.every

    def quantile(self, part):
        """Of the seconds that calls took."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("inf")

    @property
    def p99(self):
        return self.quantile(0.99)

    def __str__(self):
        return (f"{len(self.seconds)} calls, p50 {self.quantile(0.5) * 1000:.0f} ms, p99 {self.p99 * 1000:.0f} ms, "
                f"max {self.quantile(1) * 1000:.0f} ms, {len(self.failures)} failed")
