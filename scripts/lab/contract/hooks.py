"""Adds to schemathesis what an OpenAPI file cannot express: how to sign in, and which values fit together."""

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


def token_of_new_person() -> str:
    """Signs up, each time from another address: sign-ups from one address are limited."""
    origin = {"origin": BASE, "x-forwarded-for": ".".join(str(random.randint(1, 254)) for _ in range(4))}
    browser = requests.Session()
    person = {"email": f"{uuid.uuid4()}@example.com", "password": PASSWORD}
    browser.post(f"{BASE}/api/auth/sign-up/email", json=person, headers=origin, timeout=30).raise_for_status()
    answer = browser.get(f"{BASE}/api/auth/token", timeout=30)
    answer.raise_for_status()
    return answer.json()["token"]


class Bearer:
    def get(self, case, context):
        return token_of_new_person()

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.auth(refresh_interval=600).skip_for(path="/api/me", method="DELETE")
class SamePerson(Bearer):
    """A token lives 15 minutes."""


@schemathesis.auth(refresh_interval=None).apply_to(path="/api/me", method="DELETE")
class NewPerson(Bearer):
    """A request that deletes the account needs a new one each time."""


# Values for our formats. The server knows more zones and rules, but a valid case needs one that it knows.
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
    """Corrects a case whose fields are valid only one by one, so that the server must accept it. Invalid cases stay."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    # Only the server can make a cursor. The columns of a CSV are JSON within a string.
    for name in ("cursor", "columns"):
        if case.query:
            case.query.pop(name, None)
    if case.media_type == "text/calendar":
        case.body = CALENDAR
    correct(case.body)


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nEND:VCALENDAR\r\n"
DATE = {"date": "2026-11-23", "zone": "UTC"}
KEYS = {  # The example of RFC 8291.
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
HOURS = {"from": "22:00", "to": "07:00"}


def correct(value):
    if isinstance(value, list):
        for inner in value:
            correct(inner)
    if not isinstance(value, dict):
        return
    # A text that matches the pattern may still be no zone and no rule.
    if isinstance(value.get("zone"), str) and value["zone"] not in ZONES:
        value["zone"] = "UTC"
    if isinstance(value.get("rule"), str) and value["rule"] not in RULES:
        value["rule"] = "FREQ=DAILY"
    # A patch completes an existing value; without one it must be complete.
    if isinstance(value.get("due"), dict):
        value["due"] = {**DATE, **value["due"]}
    if isinstance(value.get("quietHours"), dict):
        value["quietHours"] = dict(HOURS)
    # A series needs a start date, and its rule must have an occurrence on or after it.
    if isinstance(value.get("repeat"), dict):
        value["repeat"] = {"rule": "FREQ=DAILY", **value["repeat"], "start": dict(DATE)}
        value["due"] = dict(DATE)
    # The interval of a repeating reminder has a narrower range, and a snooze must end in the future.
    if "every" in value:
        value["every"] = "PT5M"
    if "until" in value:
        value["until"] = "2199-01-01T00:00:00.000Z"
    # A push subscription needs valid keys. A URL needs a host, and this one does not exist.
    if "keys" in value:
        value["keys"] = dict(KEYS)
    for name in ("url", "endpoint"):
        if name in value:
            value[name] = "https://nobody.invalid/hook"
    for inner in value.values():
        correct(inner)
