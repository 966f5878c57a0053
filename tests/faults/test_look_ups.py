"""A stranger who reads the codes of a city one after the other (X057)."""

import collections
import time

import senders

HARMLESS = True

BURST, A_SECOND = 120, 2  # nginx-http.conf.in


def test_codes_are_not_read_one_after_the_other(deployment, rounds, measured):
    """X057: after the first of them two a second are answered; who looks up one code of his own does not notice."""
    reader, other = next(senders.ADDRESSES), next(senders.ADDRESSES)
    heard, began = collections.Counter(), time.monotonic()
    for number in range(rounds(600, 5000)):
        status, _ = senders.request(deployment, reader, "GET", f"/chongqing/v1/codes/3-N07{number:05d}")
        heard[status] += 1
        if number % 100 == 99:
            assert senders.request(deployment, other, "GET", "/chongqing/v1/codes/3-N0700001")[0] == 404
    seconds = time.monotonic() - began
    assert set(heard) == {404, 429}, heard
    assert heard[404] <= BURST + A_SECOND * seconds + 2, heard
    by_code = "/chongqing/v1/codes/3-N0700001/changes"
    assert 429 in {senders.request(deployment, reader, "POST", by_code, {})[0] for _ in range(20)}, "the same by another way"
    assert senders.request(deployment, reader, "GET", "/chongqing/v1/city")[0] == 200
    measured(f"{sum(heard.values())} look-ups in {seconds:.0f} s", f"{heard[404]} answered, {heard[429]} refused")
