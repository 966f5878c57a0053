"""What is sent as a photo and is none, or too much of one; and how many one account may send."""

import concurrent.futures
import contextlib
import time
import uuid

import pytest

import pictures
import store as stores
import values
import vitals
from client import assert_problem
from deployment import FOR_TESTS, Deployment

SCRIPT = b"<script>alert(document.domain)</script>"


@pytest.fixture(scope="module")
def quota(request):
    return 1000 if request.config.getoption("long") else 25


@pytest.fixture(scope="module")
def deployment(quota):
    """The quota is not a day's of an office, so that a test reaches it."""
    with Deployment({**FOR_TESTS, "photos": {"per_account_day": quota}}) as running:
        yield running


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.city("linfen")


@pytest.fixture
def owner(city):
    return city.owner()


@pytest.fixture
def jpeg(owner):
    return owner.get(f"photos/{owner.upload(values.picture(size=(320, 240))).body['id']}").bytes


def hostile(jpeg):
    """name → (bytes, what it may be answered)"""
    return {
        "HTML": (b"<!DOCTYPE html><html><body>" + SCRIPT, {415}),
        "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", {415}),
        "PHP": (b"<?php system($_GET['c']); ?>", {415}),
        "a program called .jpg": (b"MZ\x90\0" + bytes(4000), {415}),
        "a GIF of ten thousand frames": (pictures.gif(60_000, 60_000, 10_000), {415}),
        "a PNG of 30,000 x 30,000": (pictures.png(30_000, 30_000, depth=1), {422}),
        "a PNG of 50,000 x 2,000": (pictures.png(50_000, 2_000, depth=1), {422}),
        "a JPEG that says 65,500 x 65,500": (jpeg.replace(b"\x00\xf0\x01\x40", b"\xff\xdc\xff\xdc", 1), {422}),
        "half a JPEG": (jpeg[:len(jpeg) // 2], {422}),
        "a JPEG without its last bytes": (jpeg[:-20], {422}),
        "an empty file": (b"", {400, 415}),
        "50 MB": (jpeg + bytes(50 << 20), {413}),
        "13 MB": (jpeg + bytes(13 << 20), {413}),
    }


def test_what_is_no_photo(deployment, owner, jpeg, measured):
    """X083: by content, within bounds of time and memory; nothing of it is kept."""
    folder, slowest, most = deployment.home / "photos", 0, 0
    before, rss = set(stores.files(folder)), vitals.memory(deployment.process.pid)
    kinds = hostile(jpeg)
    for name, (bytes_, statuses) in kinds.items():
        began = time.monotonic()
        try:
            answer = owner.upload(bytes_)
        except (BrokenPipeError, ConnectionResetError):  # cut while sending far more than is taken
            assert 413 in statuses, name
            continue
        spent = time.monotonic() - began
        assert answer.status in statuses, (name, answer)
        assert_problem(answer, answer.status)
        slowest, most = max(slowest, spent), max(most, vitals.memory(deployment.process.pid))
    assert set(stores.files(folder)) == before
    assert slowest < 3 and most < rss + 64, (slowest, rss, most)
    measured(f"{len(kinds)} kinds refused", "0 kept", f"the slowest in {slowest * 1000:.0f} ms", f"RSS +{max(0, most - rss):.0f} MiB")


def test_what_is_kept_of_a_photo(owner, jpeg, measured):
    """X083, X084, X085: of two things in one only the picture, upright, without notes; served as an image, whatever it was."""
    sent = {"JPEG and HTML": jpeg + SCRIPT,
            "a script in a comment": jpeg[:2] + b"\xff\xfe" + (len(SCRIPT) + 2).to_bytes(2, "big") + SCRIPT + jpeg[2:],
            "PNG and HTML": values.picture() + SCRIPT,
            "notes of a camera": values.with_camera_notes(jpeg),
            "on its side": pictures.turned(jpeg, 6)}
    for name, bytes_ in sent.items():
        taken = owner.upload(bytes_)
        assert taken.status == 201, (name, taken)
        served = owner.get(f"photos/{taken.body['id']}")
        assert served.headers["content-type"] == "image/jpeg" and served.headers["x-content-type-options"] == "nosniff"
        assert not any(trace in served.bytes for trace in (b"script", b"Exif", b"HUAWEI")), name
        if name == "on its side":
            assert (taken.body["width"], taken.body["height"]) == (240, 320)
    measured(f"{len(sent)} kinds kept as pictures only")


def test_who_may_not_upload(city, owner, quota, measured):
    """X082: nobody without a session, nobody with a ticket that is not his; told before the picture is worked on."""
    large = pictures.png(7_000, 7_000)
    began = time.monotonic()
    assert owner.upload(large).status == 201
    work = time.monotonic() - began
    longest = 0
    for token, ticket, status in ((None, None, 401), (str(uuid.uuid4()), None, 401), (owner.token, "x" * 43, 422)):
        began = time.monotonic()
        assert_problem(city.upload(large, token, ticket=ticket), status)
        longest = max(longest, time.monotonic() - began)
    assert longest < work / 2, (longest, work)
    measured("3 refused", f"in {longest * 1000:.0f} ms where the picture takes {work * 1000:.0f} ms")


def test_many_photos_of_one_account(deployment, city, quota, measured):
    """X023: not one more than the day's quota, however many at once; a repetition is answered, others are not concerned."""
    owner, other, key = city.owner(), city.owner(), str(uuid.uuid4())
    before = len(stores.files(deployment.home / "photos"))
    picture = values.picture()
    first = owner.upload(picture, key=key)
    assert first.status == 201
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: owner.upload(values.picture(size=(9, 6))), range(quota + quota // 2)))
    refused = [answer for answer in answers if answer.status != 201]
    assert len(answers) - len(refused) == quota - 1
    for answer in refused:
        assert_problem(answer, 429, "photo.quota")
        assert int(answer.headers["retry-after"]) > 0
    again = owner.upload(picture, key=key)
    assert again.status == 201 and again.body == first.body
    assert other.upload(picture).status == 201
    rows = int(deployment.sql("select count(*) from photo where uploaded_by = :'who'", who=owner.get("account").body["id"])[0])
    kept = len(stores.files(deployment.home / "photos")) - before
    assert rows == quota and kept <= quota + 16, "files of refused ones are swept after a day"
    large, began = pictures.png(7_000, 7_000), time.monotonic()
    assert_problem(owner.upload(large), 429, "photo.quota")
    measured(f"{len(answers) + 1} sent by 16 at once", f"{rows} kept", f"{len(refused)} refused",
             f"a large one refused in {(time.monotonic() - began) * 1000:.0f} ms")


def test_refused_pictures_count_too(city, owner, quota, measured):
    """X023: work for nothing is bounded: damaged pictures, twice the quota of them, then none."""
    damaged = values.picture()[:-40]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: owner.upload(damaged), range(2 * quota + 10)))
    looked = sum(answer.status == 422 for answer in answers)
    assert looked == 2 * quota and {answer.status for answer in answers} == {422, 429}
    measured(f"{looked} looked at", f"{len(answers) - looked} refused unseen")
