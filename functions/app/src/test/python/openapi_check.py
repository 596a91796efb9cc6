"""The OpenAPI document of a running function is valid, says the same in YAML, and its examples are of its schemas and are answered as it says."""
import json
import sys
import urllib.request

import yaml
from jsonschema import Draft4Validator
from openapi_spec_validator import validate

base = sys.argv[1]


def get(path):
    return urllib.request.urlopen(base + path).read()


def post(path, value):
    request = urllib.request.Request(base + path, json.dumps(value).encode(), {"Content-Type": "application/json"})
    return json.loads(urllib.request.urlopen(request).read())


def plain(schema):
    """OpenAPI 3.0's nullable in JSON Schema's words."""
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: plain(value) for name, value in schema.items()}
    if schema.pop("nullable", False):
        schema["type"] = [schema["type"], "null"]
    return schema


def check(schema, value):
    Draft4Validator({"components": plain(document["components"]), **plain(schema)}).validate(value)


document = json.loads(get("/openapi.json"))
validate(document)
assert yaml.safe_load(get("/openapi.yaml")) == document
examples = 0
for path in ["/" + document["info"]["title"], "/eval"]:
    operation = document["paths"][path]["post"]
    request = operation["requestBody"]["content"]["application/json"]
    answer = operation["responses"]["200"]["content"]["application/json"]
    for name, example in request["examples"].items():
        check(request["schema"], example["value"])
        given = post(path, example["value"])
        check(answer["schema"], given)
        if "examples" in answer:
            check(answer["schema"], answer["examples"][name]["value"])
            assert given == answer["examples"][name]["value"], given
        examples += 1
assert examples == 2, examples
print("all right")
