"""X115: text messages by the plugin sms_aliyun, against a gateway that speaks its protocol, well and badly."""

import json

import pytest
import yaml

import sms_gateway as gateways
import values
from cast import DISTRICTS
from deployment import FOR_TESTS, Deployment, wait_until
from filing import approve, case_id, file_machine

CITY = "chongqing"
PURPOSES = ["register", "sign_in", "reset_password", "change_password", "bind", "transfer_from", "transfer_to", "agent_filing"]
PACK_SETTINGS = {"signature": "重庆机械",
                 "codes": {"default": ["SMS_default", "code"], "register": ["SMS_register", "code", "minutes"]},
                 "notices": {"code_issued": ["SMS_code_issued", "code"], "default": ["SMS_notice", "text"]}}
DEPLOYMENT_SETTINGS = {"access_key_id": gateways.KEY_ID, "access_key_secret": gateways.SECRET, "sign_name": "本平台",
                       "connect_seconds": 1, "answer_seconds": 2}


class WithGateway(Deployment):
    """A platform whose text messages go to the gateway; one city has templates."""

    def __init__(self, gateway):
        self.gateway = gateway
        plugin = {**DEPLOYMENT_SETTINGS, "endpoint": f"http://127.0.0.1:{gateway.port}"}
        super().__init__({**FOR_TESTS, "sms": {"channel": "sms_aliyun"}, "plugins": {"sms_aliyun": plugin}})
        manifest = self.cities / CITY / "pack.yaml"
        pack = yaml.safe_load(manifest.read_text())
        pack.setdefault("plugins", {})["sms_aliyun"] = PACK_SETTINGS
        manifest.write_text(yaml.safe_dump(pack, allow_unicode=True, sort_keys=False))

    def messages(self, phone):
        """As the phone's owner reads them."""
        out = []
        for call in self.gateway.calls_for(phone):
            template = call["TemplateCode"].removeprefix("SMS_")
            parameters = json.loads(call.get("TemplateParam", "{}"))
            is_code = template in ("default", "register")
            out.append({"purpose": "register" if template == "register" else "sign_in" if is_code else "notice",
                        "code": parameters["code"] if is_code else "", "text": parameters.get("text", ""), "call": call})
        return out

    def stuck(self, city=CITY):
        listed = self.nrmm("outbox", "list", "--city", city, "--json").stdout
        return [json.loads(line) for line in listed.splitlines()]


@pytest.fixture(scope="module")
def gateway():
    with gateways.Gateway() as running:
        yield running


@pytest.fixture(scope="module")
def platform(gateway):
    with WithGateway(gateway) as running:
        yield running


@pytest.fixture
def city(platform):
    return platform.city(CITY)


@pytest.fixture
def phone():
    return values.new_phone()


@pytest.fixture
def stuck(platform):
    """The new lines of the operators' list, once there is one."""
    before = {line["id"] for line in platform.stuck()}
    def new(state):
        return wait_until(lambda: [line for line in platform.stuck() if line["id"] not in before and line["state"] == state],
                          30, f"a message that is {state}")
    return new


def ask(city, phone, purpose="sign_in"):
    answer = city.post("sms-codes", {"phone": phone, "purpose": purpose}, key=False)
    assert answer.status == 202, answer


def arrived(gateway, phone, count=1):
    return wait_until(lambda: gateway.calls_for(phone)[count - 1:] and gateway.calls_for(phone), 30, f"{count} calls for {phone}")


def settled(city, gateway, platform):
    """A message written later has gone, and nothing that could go waits: what was due before it was tried."""
    later = values.new_phone()
    ask(city, later)
    arrived(gateway, later)
    wait_until(lambda: not [line for line in platform.stuck() if line["state"] == "delayed"], 60, "nothing waits")


def test_a_code_goes_out_signed(city, gateway, phone, platform):
    """The pack's template and signature, the message's own values, its key as OutId; nothing was signed wrongly."""
    ask(city, phone, "register")
    call = arrived(gateway, phone)[0]
    parameters = json.loads(call["TemplateParam"])
    assert (call["TemplateCode"], call["SignName"]) == ("SMS_register", "重庆机械")
    assert parameters.keys() == {"code", "minutes"} and len(parameters["code"]) == 6 and parameters["minutes"] == "10"
    assert len(call["OutId"]) == 36
    ask(city, phone)
    assert arrived(gateway, phone, 2)[1]["TemplateCode"] == "SMS_default"
    assert gateway.faults == []


def test_nothing_personal_is_logged(city, gateway, phone, platform, stuck):
    """Neither secret nor phone nor code, when it goes well or not, in the log or in the operators' list."""
    gateway.plan(phone, gateways.error("isv.MOBILE_NUMBER_ILLEGAL"))
    ask(city, phone)
    code = json.loads(arrived(gateway, phone)[0]["TemplateParam"])["code"]
    refused = stuck("failed")
    assert [line["reason"] for line in refused] == ["isv.MOBILE_NUMBER_ILLEGAL"]
    log = (platform.home / "log" / "nrmm.log").read_text()
    assert "isv.MOBILE_NUMBER_ILLEGAL" in log and refused[0]["id"][:18] in log  # runs of digits are blotted
    for secret in (phone, f'"{code}"', gateways.SECRET):
        assert secret not in log and secret not in json.dumps(refused)


def test_while_the_gateway_is_down_the_message_waits(city, gateway, phone, platform, stuck):
    """X115: tried with longer and longer pauses, then sent once; sign-up, the business of it, ends well."""
    with gateway.down():
        ask(city, phone, "register")
        assert wait_until(lambda: [line for line in platform.stuck() if line["tries"] >= 2], 30, "a second try")[0]["reason"] == "connect"
        assert gateway.calls_for(phone) == []
    code = json.loads(arrived(gateway, phone)[0]["TemplateParam"])["code"]
    made = city.post("accounts", {"role": "owner", "kind": "person", "phone": phone, "sms_code": code,
                                  "password": "Qiaoliang-2049", "answers": city.account_answers("person")})
    assert made.status == 201, made
    settled(city, gateway, platform)
    assert len(gateway.calls_for(phone)) == 1


@pytest.mark.parametrize("busy", [gateways.error("Throttling.User", 400), gateways.error("isp.SYSTEM_ERROR"),
                                  gateways.plain(503), gateways.plain(429)], ids=["throttled", "system", "503", "429"])
def test_what_is_throttled_is_tried_again_under_the_same_key(city, gateway, phone, platform, busy):
    """X115: once per key, by a new call with a new nonce."""
    gateway.plan(phone, busy, busy)
    ask(city, phone)
    calls = arrived(gateway, phone, 3)
    settled(city, gateway, platform)
    assert len(gateway.calls_for(phone)) == 3
    assert len({call["OutId"] for call in calls}) == 1
    assert gateway.faults == []


@pytest.mark.parametrize("fault, reason", [(gateways.slow, "timeout"), (gateways.cut, "connection closed"),
                                           (gateways.half, "connection closed"), (gateways.unreadable, "unreadable answer"),
                                           (gateways.plain(502), "HTTP 502"), (gateways.error("SignatureNonceUsed", 400), "SignatureNonceUsed")],
                         ids=["slow", "cut", "half", "unreadable", "502", "repeated"])
def test_an_unknown_outcome_is_shown_and_not_repeated(city, gateway, phone, platform, stuck, fault, reason):
    """X115"""
    gateway.plan(phone, fault)
    ask(city, phone)
    assert [line["reason"] for line in stuck("unknown")] == [reason]
    settled(city, gateway, platform)
    assert len(gateway.calls_for(phone)) == 1


def test_a_second_answer_changes_nothing(city, gateway, phone, platform):
    """X115: a gateway that answers twice has sent once."""
    known = platform.stuck()
    gateway.plan(phone, gateways.twice)
    ask(city, phone)
    arrived(gateway, phone)
    settled(city, gateway, platform)
    assert len(gateway.calls_for(phone)) == 1
    assert platform.stuck() == known


@pytest.mark.parametrize("code", ["isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS", "isv.OUT_OF_SERVICE"])
def test_an_error_in_an_answer_of_200_is_read(city, gateway, phone, platform, stuck, code):
    """X115: refused for good, whatever the status; the operator reads the gateway's own code."""
    gateway.plan(phone, gateways.error(code))
    ask(city, phone)
    assert [line["reason"] for line in stuck("failed")] == [code]
    settled(city, gateway, platform)
    assert len(gateway.calls_for(phone)) == 1


def test_an_operator_may_try_again(city, gateway, phone, platform, stuck):
    """His decision, under the same key; nothing else is touched."""
    gateway.plan(phone, gateways.cut)
    ask(city, phone)
    line = stuck("unknown")[0]
    platform.nrmm("outbox", "retry", "--city", CITY, "--id", line["id"])
    calls = arrived(gateway, phone, 2)
    assert calls[0]["OutId"] == calls[1]["OutId"] == line["id"]
    wait_until(lambda: line["id"] not in {each["id"] for each in platform.stuck()}, 20, "it is out")
    again = platform.nrmm("outbox", "retry", "--city", CITY, "--id", line["id"], check=False)
    assert again.returncode == 1 and "was given up or is unknown" in again.stderr


@pytest.mark.parametrize("fault", [gateways.cut, gateways.error("isv.AMOUNT_NOT_ENOUGH")], ids=["unknown", "refused"])
def test_the_decision_and_the_in_app_message_stand(city, gateway, platform, stuck, fault):
    """X115: an SMS that never arrives undoes nothing; the owner reads the same in the app."""
    district = DISTRICTS[CITY][0]
    officer, owner = city.officer(districts=[district]), city.owner()
    machine, _ = file_machine(owner, district)
    gateway.plan(owner.phone, fault)
    assert approve(officer, case_id(machine))["phase"] == "approved"
    assert len(stuck("failed" if fault is not gateways.cut else "unknown")) == 1
    code = owner.get(f"machines/{machine['id']}").body["code"]
    assert code in " ".join(message["text"] for message in owner.get("messages").body["items"])
    notice = platform.messages(owner.phone)[-1]["call"]
    assert notice["TemplateCode"] == "SMS_code_issued" and json.loads(notice["TemplateParam"]) == {"code": code}


def test_a_city_without_templates_sends_nothing(platform, phone):
    """Its messages are refused and shown; the other cities go on."""
    other = platform.city("linfen")
    ask(other, phone)
    wait_until(lambda: platform.stuck("linfen"), 30, "refused")
    assert platform.stuck("linfen")[0]["reason"] == "the city does not name sms_aliyun"
