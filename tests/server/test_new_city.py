"""A city from nothing: `nrmm pack new`, activated, files a machine to its code (rule 2: no rebuild, no restart)."""

import re

from deployment import wait_until
from filing import approve, case_id, file_machine


def test_a_new_city_is_served_as_it_was_made(deployment):
    """F085, F204: sign-up, filing, review, code and its look-up in a city that was a folder a moment ago."""
    folder = deployment.cities / "newtown"
    deployment.nrmm("pack", "new", folder, "--name", "新设市", "--adcode", "370900", "--from", "2025-01-01")
    deployment.nrmm("pack", "activate", folder)
    city = deployment.city("newtown")
    served = wait_until(lambda: (answer := city.get("city")).status == 200 and answer.body, 20, "the new city is served")
    assert served["name"] == "新设市"
    (district,) = served["districts"]
    owner, officer = city.owner(), city.officer(districts=[district["code"]])
    machine, _ = file_machine(owner, district["code"])
    approve(officer, case_id(machine))
    code = owner.get(f"machines/{machine['id']}").body["code"]
    assert re.match(r"^[1-4DX]-001[0-9A-HJ-NP-Z]{5}$", code), code
    assert city.code(code).body["city"] == "newtown"


def test_what_cannot_be_made_is_said(deployment):
    """Exit 1 and one sentence; the folder that was there stays as it was."""
    folder = deployment.cities / "linfen"
    before = (folder / "pack.yaml").read_bytes()
    result = deployment.nrmm("pack", "new", folder, "--name", "新设市", "--adcode", "370900", check=False)
    assert result.returncode == 1 and result.stderr == f"nrmm: {folder} is there already: nothing was changed\n"
    assert (folder / "pack.yaml").read_bytes() == before
    result = deployment.nrmm("pack", "new", deployment.cities / "other", "--adcode", "370900", check=False)
    assert result.returncode == 2 and "missing: --name" in result.stderr
