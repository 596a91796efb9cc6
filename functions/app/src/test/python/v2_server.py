"""A server of the Open Inference Protocol V2 from Python's standard library alone: one model, 'sums', JSON only.

FP32 rows in, their sums and how many numbers they have out. Prints its port, then serves until it is ended.
"""
import http.server
import json


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v2/models/sums/infer":
            return self.answer(404, {"error": "no such model"})
        if self.headers.get("X-Team") != "ml":
            return self.answer(401, {"error": "who are you?"})
        tensor = request["inputs"][0]
        rows, width = tensor["shape"]
        data = tensor["data"]
        if min(data) < 0:
            return self.answer(400, {"error": "a number is negative"})
        sums = [sum(data[i * width:(i + 1) * width]) for i in range(rows)]
        outputs = {
            "sum": {"name": "sum", "datatype": "FP32", "shape": [rows], "data": sums},
            "text": {"name": "text", "datatype": "BYTES", "shape": [rows], "data": ["%g" % s for s in sums]},
        }
        self.answer(200, {"model_name": "sums", "outputs": [outputs[o["name"]] for o in request["outputs"]]})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
