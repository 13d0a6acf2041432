"""Sends one command as a CloudEvent, with the CloudEvents SDK of Python: over http or kafka, binary or structured."""

import json
import sys
import urllib.request

from cloudevents.core.bindings import http, kafka
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

command = json.load(sys.stdin)
event = CloudEvent(attributes=command["attributes"], data=command["data"])

if command["by"] == "http":
    encode = http.to_binary if command["mode"] == "binary" else http.to_structured
    message = encode(event, JSONFormat())
    headers = {**message.headers, "authorization": f"Bearer {command['token']}"}
    request = urllib.request.Request(command["to"], data=message.body, headers=headers, method="POST")
    with urllib.request.urlopen(request) as response:
        print(response.status)
else:
    from kafka import KafkaProducer

    encode = kafka.to_binary if command["mode"] == "binary" else kafka.to_structured
    message = encode(event, JSONFormat())
    key = message.key.encode() if isinstance(message.key, str) else message.key
    producer = KafkaProducer(bootstrap_servers=command["to"], acks="all")
    sent = producer.send(command["topic"], key=key, value=message.value, headers=list(message.headers.items()))
    print(sent.get(timeout=30).offset)
    producer.close()
