"""The people of a run, each signed up at the first use and kept: most tests only need somebody in a role."""

import functools

# The district that tests file in, another of the same city, and how codes of the first look.
DISTRICTS = {"linfen": ("141002", "141024"), "chongqing": ("500106", "500107")}
EVERY_CITY = ("national", "tianjin", "linfen", "liaocheng", "chongqing")
CODES = {
    "national": r"^[1-4DX]-[0-9A-HJ-NP-Z]Z[0-9A-HJ-NP-Z]{6}$",
    "tianjin": r"^[1-4DX]-2[0-9A-HJ-NP-Z]{7}$",
    "linfen": r"^[1-4DX]-4L1[0-9A-HJ-NP-Z]{5}$",
    "liaocheng": r"^[1-4DX]-F[0-9A-HJ-NP-Z]{7}$",
    "chongqing": r"^[1-4DX]-N07[0-9A-HJ-NP-Z]{5}$",
}
# What a stranger who looks a code up is shown (R31); nothing at all where the city shows it to nobody.
PUBLIC = {
    "national": {"code", "machine_state"},
    "tianjin": {"machine_state", "emission_stage", "test_result"},
    "linfen": {"code", "machine_state"},
    "liaocheng": set(),
    "chongqing": {"code", "machine_state"},
}


class Cast:
    def __init__(self, deployment):
        self.deployment = deployment
        self.owner = functools.cache(self._owner)
        self.officer = functools.cache(self._officer)
        self.city_officer = functools.cache(self._city_officer)

    def _owner(self, city, name="甲", kind="person", role="owner"):
        return self.deployment.city(city).owner(kind, role)

    def _officer(self, city, district=None):
        """An auditor of the first district, or of the one given."""
        district = district or DISTRICTS[city][0]
        return self.deployment.city(city).officer(districts=[district], name=f"审核{district}")

    def _city_officer(self, city, role):
        return self.deployment.city(city).officer(role, name=f"市级{role}")
