"""Compares what the official SDK and the generated clients send for the same inputs at the same time.

usage: sdk_compare.py CALLS CASES…

Both call a server on loopback that writes down what arrives. Compared is, for every case:

- the request line: method and path byte by byte, and the encoded pairs of the query byte by byte. Their
  order is left out: the SDK sorts them before it sends them, ours stand in the order of the setters.
  The signature does not depend on it.
- the headers that both sign, name and value byte by byte. The SDK signs two more: User-Agent, which
  proxies may change, and `Content-Type: application/json`, which it sends though a GET has no body. Ours
  signs none that the SDK does not.
- the signatures. Other headers make another signature, so each side signs again what the other has
  sent, with the headers that the other has signed, and has to come to the same Authorization header.

Ids with a slash are left out: the SDK signs `%2F` in a path as `/`, against the published rule.
"""

import json
import os
import sys
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer import signer

from sdk import call, sent, signed, verdict

NOW = "20240617T065346Z"
ONLY_THE_SDK_SIGNS = {"content-type", "user-agent"}
SERVICES = ["apig", "css", "vpcep", "vpn"]


class Clock(datetime):
    """The SDK's clock, stopped."""

    @classmethod
    def utcnow(cls):
        return datetime.strptime(NOW, "%Y%m%dT%H%M%SZ")


class Captured:
    """A request as it arrived."""

    def __init__(self, line, headers):
        self.line = line
        self.method, self.target, _ = line.split(" ")
        self.path, _, self.query = self.target.partition("?")
        self.headers = {name.lower(): value for name, value in headers}
        self.authorization = self.headers.get("authorization", "")
        parts = dict(part.split("=", 1) for part in self.authorization.partition(" ")[2].split(", "))
        self.signed = parts["SignedHeaders"].split(";")


def listen():
    """Starts a server that answers `{}` to everything and keeps it in the list that is given back too."""
    captured = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            captured.append(Captured(self.requestline, self.headers.items()))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", captured


def signed_by_sdk(request):
    """The Authorization header that the SDK's signer computes for a request, with the same headers."""
    unsigned = SdkRequest(
        method=request.method,
        resource_path=request.path,
        query_params=parse_qsl(request.query, keep_blank_values=True),
        header_params={name: request.headers[name] for name in request.signed},
    )
    keys = BasicCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])
    return signer.Signer(keys).sign(unsigned).header_params["Authorization"]


def signed_by_us(calls, requests):
    """The Authorization headers that our signer computes for requests, with the same headers."""
    described = [
        {
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "headers": [[name, request.headers[name]] for name in request.signed],
            "body": "",
            "access_key": os.environ["HUAWEICLOUD_SDK_AK"],
            "secret_key": os.environ["HUAWEICLOUD_SDK_SK"],
            "date": request.headers["x-sdk-date"],
        }
        for request in requests
    ]
    return signed(calls, described)


def judged(subject, remark, pairs, same):
    """One verdict over all pairs of requests; those that differ go to the log."""
    different = [(theirs, ours) for theirs, ours in pairs if not same(theirs, ours)]
    for theirs, ours in different:
        for who, request in (("the SDK", theirs), ("ours", ours)):
            print(f"{subject}: {who}: {request.line}")
            for name in sorted(set(request.signed) | {"authorization"}):
                print(f"    {name}: {request.headers.get(name)}")
    verdict(not different, subject, f"{len(different)} of {len(pairs)} differ" if different else remark)


def same_line(theirs, ours):
    def query(request):
        return sorted(request.query.split("&"))

    return (theirs.method, theirs.path, query(theirs)) == (ours.method, ours.path, query(ours))


def same_headers(theirs, ours):
    both = set(ours.signed)
    values = all(theirs.headers[name] == ours.headers[name] for name in both if name in theirs.headers)
    return values and set(theirs.signed) - both == ONLY_THE_SDK_SIGNS and both <= set(theirs.signed)


def main():
    calls, files = sys.argv[1], sys.argv[2:]
    cases = [case for file in files for case in json.load(open(file, encoding="utf-8"))]
    signer.datetime = Clock
    url, captured = listen()
    for case in cases:
        call(case, url)
    theirs = captured[:]
    captured.clear()
    sent(calls, cases, *[f"{service}={url}" for service in SERVICES], "--clock", NOW)
    ours = captured[:]
    if not len(theirs) == len(ours) == len(cases):
        verdict(False, "calls with the same inputs", f"of {len(cases)}, it sent {len(theirs)} and we {len(ours)}")
        return
    pairs = list(zip(theirs, ours))
    shared = ", ".join(sorted({name for request in ours for name in request.signed}))
    number = len(cases)
    judged(f"{number} calls: request lines", "equal to ours, but for the order of a query", pairs, same_line)
    judged(f"{number} calls: headers that both sign", f"equal: {shared}", pairs, same_headers)
    by_sdk = {id(request): signed_by_sdk(request) for request in ours}
    judged(
        f"{number} calls of ours, signed by its signer",
        "Authorization as it was sent",
        pairs,
        lambda _, ours: by_sdk[id(ours)] == ours.authorization,
    )
    by_us = {id(request): header for request, header in zip(theirs, signed_by_us(calls, theirs))}
    judged(
        f"{number} calls of its own, signed by our signer",
        "Authorization as it was sent",
        pairs,
        lambda theirs, _: by_us[id(theirs)] == theirs.authorization,
    )


main()
