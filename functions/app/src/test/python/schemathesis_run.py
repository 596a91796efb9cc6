#!/usr/bin/env python3
"""Runs Schemathesis over all operations of a function's OpenAPI document, with a fixed seed; ends with 1 if it finds anything.

    python schemathesis_run.py http://HOST:PORT FOLDER     (pip install -r schemathesis_run.txt; FOLDER takes its files)

Asked of every answer: no 5xx, status, content type, headers and body as the document has them; 405 with Allow for other
methods; what violates the document is refused. Not asked, as our doors take more than their documents say:
- /NAME and events: the first dim may be left out of inputs, and is left out of the outputs then;
- /v2/.../infer: data in nested lists; any body with Inference-Header-Content-Length, which makes it binary tensors;
- /eval: shapes are resolved from the number of elements, names of no input are passed over, as OVH's server does.
The positive check of Schemathesis is left out: that a shape fits its data is more than a schema can say.
Batches of events, which the document tells in words only (OpenApiEvents says why), are added here.
"""

import json
import os
import re
import subprocess
import sys
import urllib.request

DOCUMENT = "DORMOUSE_DOCUMENT"
EXAMPLES = "40"
SEED = "20261125"
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "missing_required_header",
    "schema_of_answer",
    "refuses_what_violates",
]


def widened(schema):
    """UINT64 has int64's format, as generators of clients know no wider one; here it is as large as it is."""
    if isinstance(schema, list):
        return [widened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    unsigned = schema.get("format") == "int64" and schema.get("minimum") == 0
    return {name: widened(value) for name, value in schema.items() if not (unsigned and name == "format")}


def batches(document):
    """The document with batches of events."""
    operation = document["paths"]["/"]["post"]

    def many(one):
        return {"schema": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/" + one}}}

    operation["requestBody"]["content"]["application/cloudevents-batch+json"] = many("event")
    failed = {"anyOf": [{"$ref": "#/components/schemas/event-answer"}, {"type": "object", "required": ["specversion", "id", "source", "type", "data"]}]}
    operation["responses"]["200"]["content"]["application/cloudevents-batch+json"] = {"schema": {"type": "array", "items": failed}}
    return document


def main(base, folder):
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "openapi.json")
    document = batches(widened(json.loads(urllib.request.urlopen(base + "/openapi.json").read())))
    with open(path, "w") as file:
        json.dump(document, file)
    operations = sum(len(item) for item in document["paths"].values())
    command = [os.path.join(os.path.dirname(sys.executable), "st"), "run", path, "--url", base, "--seed", SEED]
    command += ["-n", EXAMPLES, "--phases", "examples,coverage,fuzzing", "-c", ",".join(CHECKS), "--continue-on-failure"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": os.path.abspath(__file__), DOCUMENT: path}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    print(run.stdout, run.stderr)
    tested = re.search(r"Tested: (\d+)", run.stdout)
    if run.returncode != 0 or not tested or int(tested[1]) != operations:
        sys.exit(f"wrong: status {run.returncode}, {tested and tested[0]} of {operations} operations")
    print("all right")


def hooks():
    import jsonschema_rs
    import schemathesis
    from schemathesis.specs.openapi import checks

    with open(os.environ[DOCUMENT]) as file:
        document = json.load(file)
    schemas = document["components"]["schemas"]

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

    def is_right(name, value):
        whole = {"$ref": "#/components/schemas/" + name, "components": {"schemas": plain(schemas)}}
        return jsonschema_rs.Draft4Validator(whole).is_valid(value)

    def depth(value):
        return 1 + depth(value[0]) if isinstance(value, list) and value else int(isinstance(value, list))

    def rank(schema):
        return 1 + rank(schema["items"]) if schema.get("type") == "array" else 0

    def is_row(name, value):
        """Whether inputs are right once the first dim is put back."""
        if not isinstance(value, dict):
            return False
        whole = {}
        for port, given in value.items():
            full = rank(schemas[name]["properties"].get(port, {}))
            whole[port] = [given] if depth(given) == full - 1 else given
        return whole != value and is_right(name, whole)

    def flat(data):
        return [element for item in data for element in flat(item)] if isinstance(data, list) else [data]

    def is_nested(name, value):
        """Whether a request of the Open Inference Protocol is right once its data are flat."""
        try:
            inputs = [{**tensor, "data": flat(tensor["data"])} for tensor in value["inputs"]]
            return is_right(name, {**value, "inputs": inputs})
        except (TypeError, KeyError):
            return False

    def body_schema(case):
        content = case.operation.definition.raw["requestBody"]["content"]["application/json"]
        return content["schema"]["$ref"].rsplit("/", 1)[1]

    def is_taken(case):
        """Whether the door says in its own documentation that it takes this, though the OpenAPI document does not."""
        path = case.path
        if path == "/eval":
            return True
        if path.endswith("/infer"):
            return "Inference-Header-Content-Length" in case.headers or is_nested(body_schema(case), case.body)
        if path.startswith("/v2"):
            return False
        if case.media_type == "application/cloudevents-batch+json":
            return isinstance(case.body, list)
        if case.media_type == "application/cloudevents+json":
            return isinstance(case.body, dict) and is_row(body_schema(case), case.body.get("data"))
        return path != "/describe" and is_row(body_schema(case), case.body)

    @schemathesis.check
    def schema_of_answer(ctx, response, case):
        if case.path == "/eval" or case.path.startswith("/v2") or not is_taken(case):
            checks.response_schema_conformance(ctx, response, case)

    @schemathesis.check
    def refuses_what_violates(ctx, response, case):
        if not is_taken(case):
            checks.negative_data_rejection(ctx, response, case)


if __name__ == "__main__":
    main(*sys.argv[1:])
else:
    hooks()
