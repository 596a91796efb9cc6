#!/usr/bin/env python3
"""Sends events to a function that serves pipelines/types.yaml by the CloudEvents SDK; ends with 1 at the first difference.

    python cloudevents_sdk.py http://HOST:PORT     (pip install -r cloudevents_sdk.txt)
"""

import sys
import urllib.request

from cloudevents.core.bindings.http import (
    HTTPMessage,
    from_http_event,
    to_binary_event,
    to_structured_event,
)
from cloudevents.core.v1.event import CloudEvent

DATA = {"features": [3, 10], "count": 255, "big": 7, "flag": True, "text": "\u00c9"}
ANSWER = {"scaled": [1.0, 2.0], "count": 255, "big": 7.0, "flag": 1, "text": "\u00e9"}


def check(what, right):
    if not right:
        sys.exit(f"wrong: {what}")


def send(message):
    request = urllib.request.Request(sys.argv[1] + "/", data=message.body, headers=message.headers)
    with urllib.request.urlopen(request) as answer:
        return HTTPMessage(headers=dict(answer.headers), body=answer.read())


event = CloudEvent(
    {
        "type": "any.thing",
        "source": "/sdk",
        "id": "4711",
        "specversion": "1.0",
        "datacontenttype": "application/json",
        "subject": "caf\u00e9 100%",
        "partitionkey": "\u00e9 1",
    },
    DATA,
)
for mode, convert in ("binary", to_binary_event), ("structured", to_structured_event):
    message = send(convert(event))
    answer = from_http_event(message)
    structured = message.headers.get("content-type", message.headers.get("Content-Type", "")).startswith("application/cloudevents")
    check(f"{mode}: answered in its own mode", structured == (mode == "structured"))
    check(f"{mode}: type {answer.get_type()}", answer.get_type() == "types.answered")
    check(f"{mode}: source", answer.get_source() == "/types")
    check(f"{mode}: id", answer.get_id() not in ("", "4711"))
    check(f"{mode}: time", answer.get_time() is not None)
    check(f"{mode}: cause", answer.get_extension("causationid") == "4711")
    check(f"{mode}: extension", answer.get_extension("partitionkey") == "\u00e9 1")
    check(f"{mode}: data {answer.get_data()}", answer.get_data() == ANSWER)
print("all right")
