"""What the OpenAPI file cannot say about Zerodue: who asks, and what goes with what."""

import datetime
import os
import random
import uuid

import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

BASE = os.environ["ZERODUE_URL"]
PASSWORD = "correct horse battery"


def token_of_somebody_new() -> str:
    """Signs up, as somebody at another address each time: one address may not sign up all the world."""
    origin = {"origin": BASE, "x-forwarded-for": ".".join(str(random.randint(1, 254)) for _ in range(4))}
    browser = requests.Session()
    person = {"email": f"{uuid.uuid4()}@example.com", "password": PASSWORD}
    browser.post(f"{BASE}/api/auth/sign-up/email", json=person, headers=origin, timeout=30).raise_for_status()
    answer = browser.get(f"{BASE}/api/auth/token", timeout=30)
    answer.raise_for_status()
    return answer.json()["token"]


class Bearer:
    def get(self, case, context):
        return token_of_somebody_new()

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.auth(refresh_interval=600).skip_for(path="/api/me", method="DELETE")
class SamePerson(Bearer):
    """A token lives 15 minutes."""


@schemathesis.auth(refresh_interval=None).apply_to(path="/api/me", method="DELETE")
class SomebodyWhoLeaves(Bearer):
    """Whoever deletes the account is gone after it, so each time it is another one."""


# What our formats mean. The server knows more names and rules than these; a case that is right needs one that it knows.
ZONES = ["UTC", "Asia/Karachi", "America/New_York", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Apia"]
RULES = [
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=MO,WE",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
    "freq=monthly;byday=2tu;count=5",
    "RRULE:FREQ=DAILY;INTERVAL=3",
]
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
TIMES = st.datetimes(datetime.datetime(1900, 1, 2), datetime.datetime(2199, 12, 30))

for name, strategy in {
    "time-zone": st.sampled_from(ZONES),
    "recurrence-rule": st.sampled_from(RULES),
    "date": DAYS.map(lambda day: day.isoformat()),
    "date-time": TIMES.map(lambda at: at.isoformat(timespec="milliseconds") + "Z"),
    "duration": st.sampled_from(["PT0M", "PT30M", "P1D", "P2W", "P1DT2H", "P366D"]),
    "email": st.uuids().map(lambda name: f"{name}@example.com"),
}.items():
    schemathesis.openapi.format(name, strategy)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes a case right that is right only field by field, so that it must be accepted. A wrong one stays as it is."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    # A cursor comes from the page before, and nobody else can make one. The columns of a CSV are JSON within a string.
    for name in ("cursor", "columns"):
        if case.query:
            case.query.pop(name, None)
    if case.media_type == "text/calendar":
        case.body = CALENDAR
    make_right(case.body)


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nEND:VCALENDAR\r\n"
DATE = {"date": "2026-11-23", "zone": "UTC"}
KEYS = {  # The example of RFC 8291.
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
HOURS = {"from": "22:00", "to": "07:00"}


def make_right(value):
    if isinstance(value, list):
        for inner in value:
            make_right(inner)
    if not isinstance(value, dict):
        return
    # The longest text that the pattern allows is no zone and no rule.
    if isinstance(value.get("zone"), str) and value["zone"] not in ZONES:
        value["zone"] = "UTC"
    if isinstance(value.get("rule"), str) and value["rule"] not in RULES:
        value["rule"] = "FREQ=DAILY"
    # A patch of a part completes what is there; where nothing is there it has to be whole.
    if isinstance(value.get("due"), dict):
        value["due"] = {**DATE, **value["due"]}
    if isinstance(value.get("quietHours"), dict):
        value["quietHours"] = dict(HOURS)
    # What repeats begins on a date, and its rule must come on that date or after it.
    if isinstance(value.get("repeat"), dict):
        value["repeat"] = {"rule": "FREQ=DAILY", **value["repeat"], "start": dict(DATE)}
        value["due"] = dict(DATE)
    # How often a reminder comes again is a duration of a narrower range, and what is put off is put off into the future.
    if "every" in value:
        value["every"] = "PT5M"
    if "until" in value:
        value["until"] = "2199-01-01T00:00:00.000Z"
    # A subscription of a browser has keys of a curve; a URL needs a host, and this one nobody has.
    if "keys" in value:
        value["keys"] = dict(KEYS)
    for name in ("url", "endpoint"):
        if name in value:
            value[name] = "https://nobody.invalid/hook"
    for inner in value.values():
        make_right(inner)
