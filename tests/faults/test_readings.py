"""An officer who reads far more personal values than his work asks (X110)."""

import json

from cast import DISTRICTS, Cast
from filing import case_id, file_machine

HARMLESS = True


def test_reading_thousands_is_recorded_and_told(deployment, rounds, measured):
    """X110: masked wherever nobody asks in particular; each reading in full has its row with the purpose; beyond the city's number in
    an hour the city and the operator are told, once."""
    city = deployment.city("linfen")
    cast, district = Cast(deployment), DISTRICTS["linfen"][0]
    owner, officer = cast.owner("linfen"), cast.officer("linfen")
    machine, _ = file_machine(owner, district)
    case = case_id(machine)
    field, number = next((name, value) for name, value in machine["answers"].items() if name.endswith("_phone") and value)
    shown = [json.dumps(officer.get(path).body) for path in ("cases", f"cases/{case}", f"machines/{machine['id']}")]
    assert "*" in str(number) and not any(owner.phone in text for text in shown)

    times = rounds(100, 5000)
    for _ in range(times):
        answer = officer.post(f"cases/{case}/disclosure", {"fields": [field], "purpose": "核实申请人身份"})
        assert answer.status == 200 and "*" not in answer.body["values"][field], answer
    recorded = int(deployment.sql("select count(*) from audit where action = 'case.disclosure' and result = 'done'")[0])
    assert recorded == times
    told = deployment.sql("select count(*) from audit where action = 'disclosure.alarm'")
    lines = (deployment.home / "log" / "nrmm.log").read_text().count("unusually many")
    hours = 2 if times == 5000 else 1  # the long run may begin in one hour and end in the next
    assert 1 <= int(told[0]) <= hours + 1 and lines == int(told[0])
    alarm = cast.city_officer("linfen", "city_auditor").items("audit?action=disclosure.alarm")[0]["after"]
    assert alarm["values"] == alarm["allowed"] + 1
    measured(f"{times} readings, {recorded} rows", f"told after {alarm['values']}", f"{told[0]} alarm")
