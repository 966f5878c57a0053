"""Bytes that flip on the photos' disk."""

from deployment import wait_until
from invariants import photo_file


def test_flipped_bytes_are_found(deployment, chance, rounds, measured):
    """X022: one byte anywhere in a photo: `nrmm verify` names it, whoever asks for it hears that it is damaged, and the log says
    so. A photo that is sent again is whole again."""
    owner = deployment.city("linfen").owner()
    photos = dict(zip(owner.photos(rounds(6, 60)), deployment.sql("select sha256 from photo order by id")))
    kept = {photo: photo_file(deployment, sha256).read_bytes() for photo, sha256 in photos.items()}
    for photo, sha256 in photos.items():
        flipped = bytearray(kept[photo])
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        photo_file(deployment, sha256).write_bytes(flipped)
    found = deployment.nrmm("verify", check=False)
    assert found.returncode == 1 and f"I5 photos: {len(photos)} rows, 0 whole" in found.stdout, found.stdout
    assert f"BROKEN {len(photos)}" in found.stdout
    for photo, sha256 in list(photos.items())[:5]:
        assert f"photo {photo} is damaged ({sha256})" in found.stdout
    for photo in photos:
        answer = owner.get(f"photos/{photo}")
        assert answer.status == 500 and answer.body["code"] == "photo.damaged", answer
    log = deployment.home / "log" / "nrmm.log"
    wait_until(lambda: log.read_text().count('"photo.damaged"') >= len(photos), 10, "each is in the log")
    for photo, sha256 in photos.items():
        photo_file(deployment, sha256).write_bytes(kept[photo])
    assert deployment.nrmm("verify").returncode == 0
    measured(f"{len(photos)} bytes flipped", f"{len(photos)} named by nrmm verify", f"{len(photos)} refused as damaged")
