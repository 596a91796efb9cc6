#!/usr/bin/env python3
"""Makes an image of one layer from files and pushes it to a plain HTTP registry, without a daemon.

    image.py HOST:PORT/NAME:TAG [--user U] [--env K=V]... [--entry PATH] FILE=PATH...

A FILE that is a folder is taken whole. What the registry has is not sent again. Prints the reference with its digest.
"""
import argparse
import hashlib
import json
import os
import tarfile
import tempfile
import urllib.error
import urllib.request


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("reference")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--user", default="65532")
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--entry")
    return parser.parse_intermixed_args()


def pairs(files):
    for pair in files:
        source, target = pair.split("=", 1)
        if not os.path.isdir(source):
            yield source, target
            continue
        for folder, folders, names in os.walk(source):
            folders.sort()
            for name in sorted(names):
                yield os.path.join(folder, name), os.path.normpath(os.path.join(target, os.path.relpath(folder, source), name))


def write_layer(files, file):
    """Times, owners and order are fixed, so that the same files give the same digest."""
    made = set()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as layer:
        def folder(path, mode=0o755):
            path = path.strip("/")
            if path and path not in made:
                folder(os.path.dirname(path))
                made.add(path)
                entry = tarfile.TarInfo(path)
                entry.type, entry.mode = tarfile.DIRTYPE, mode
                layer.addfile(entry)
        folder("tmp", 0o1777)
        for source, target in pairs(files):
            folder(os.path.dirname(target))
            entry = tarfile.TarInfo(target.lstrip("/"))
            entry.size = os.path.getsize(source)
            entry.mode = 0o755 if os.access(source, os.X_OK) else 0o644
            with open(source, "rb") as content:
                layer.addfile(entry, content)
    file.flush()
    return file.tell()


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest_of_file(file):
    sha = hashlib.sha256()
    file.seek(0)
    while block := file.read(1 << 20):
        sha.update(block)
    file.seek(0)
    return "sha256:" + sha.hexdigest()


def send(method, url, data=None, **headers):
    request = urllib.request.Request(url, data=data, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)


def send_blob(base, sha, data, size):
    try:
        send("HEAD", f"{base}/blobs/{sha}")
        return
    except urllib.error.HTTPError as absent:
        if absent.code != 404:
            raise
    place = send("POST", f"{base}/blobs/uploads/", data=b"").headers["Location"]
    if place.startswith("/"):
        place = base.split("/v2/")[0] + place
    send("PUT", place + ("&" if "?" in place else "?") + "digest=" + sha, data=data,
         Content_Type="application/octet-stream", Content_Length=str(size))


def main():
    options = arguments()
    host, rest = options.reference.split("/", 1)
    name, tag = rest.rsplit(":", 1)
    base = f"http://{host}/v2/{name}"
    with tempfile.NamedTemporaryFile(prefix="layer") as layer:
        size = write_layer(options.files, layer)
        layer_sha = digest_of_file(layer)
        send_blob(base, layer_sha, layer, size)
    config = json.dumps({
        "architecture": "amd64", "os": "linux",
        "config": {"User": options.user, "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"] + options.env, "WorkingDir": "/"}
        | ({"Entrypoint": [options.entry]} if options.entry else {}),
        "rootfs": {"type": "layers", "diff_ids": [layer_sha]}, "history": [{"created_by": "image.py"}]}).encode()
    send_blob(base, digest(config), config, len(config))
    kind = "application/vnd.oci.image.manifest.v1+json"
    manifest = json.dumps({
        "schemaVersion": 2, "mediaType": kind,
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest(config), "size": len(config)},
        "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": layer_sha, "size": size}]}).encode()
    send("PUT", f"{base}/manifests/{tag}", data=manifest, Content_Type=kind)
    print(f"{options.reference}@{digest(manifest)} {size}")


if __name__ == "__main__":
    main()
