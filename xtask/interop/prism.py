"""Sees what Prism says of the generated clients' calls and of every documented example.

usage: prism.py CALLS CASES SERVICE=URL=BUNDLE…

Prism runs with --errors. A request that violates the bundle is answered with a status that is no success.
An example that violates its schema is answered with a 500 and the violations; so each is asked for by
status and name, and has to come back as it stands in the bundle. Those requests are made of the
documented examples of parameters and bodies, which Prism holds against their schemas too.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from sdk import sent, verdict

# The name that the document with the wrong example is served under.
BROKEN = "broken"

# JavaScript holds no larger whole numbers, so Prism cannot tell of an example what it says.
LARGEST = 2**53 - 1

# What Prism has to refuse, so that what it accepts means something.
REFUSED = {"operation": "ShowVpcepConnection", "id": "4f3deec3-efa8-4598-bf91", "query": [["limit", 0]]}


def resolved(bundle, node):
    """What a reference points to, or the node itself."""
    while "$ref" in node:
        reference, node = node["$ref"], bundle
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def documented(bundle, node):
    """The examples of a body of JSON, by name."""
    content = resolved(bundle, node).get("content", {})
    named = content.get("application/json", {}).get("examples", {})
    return {name: resolved(bundle, example)["value"] for name, example in named.items()}


def examples(bundle):
    """Method, target, body, status, name and value of every example of an answer; and of every example of
    a request the same for an answer that has none, without name and value."""
    for path, item in bundle["paths"].items():
        for method in set(item) & {"get", "put", "post", "delete", "head", "patch"}:
            operation = item[method]
            parameters = item.get("parameters", []) + operation.get("parameters", [])
            target, query = path, {}
            for it in (resolved(bundle, it) for it in parameters):
                if it["in"] == "path":
                    target = target.replace("{%s}" % it["name"], urllib.parse.quote(str(it["example"]), safe=""))
                elif it["in"] == "query" and "example" in it:
                    query[it["name"]] = it["example"]
            if query:
                target += "?" + urllib.parse.urlencode(query)
            bodies = documented(bundle, operation.get("requestBody", {}))
            unsent = dict(bodies)
            for status, response in operation["responses"].items():
                for name, value in documented(bundle, response).items():
                    # The request of the same name, or else one that was not sent yet.
                    request = name if name in bodies else next(iter(unsent or bodies), None)
                    unsent.pop(request, None)
                    yield method.upper(), target, bodies.get(request), int(status), name, value
            success = int(next(status for status in operation["responses"] if status.startswith("2")))
            for body in unsent.values():
                yield method.upper(), target, body, success, None, None


def readable(value):
    """Whether all numbers of a value are such that Prism can read them."""
    if isinstance(value, dict | list):
        return all(map(readable, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, int) or abs(value) <= LARGEST


def answer(method, url, body, prefer):
    """Status, headers and body of Prism's answer, whatever the status."""
    headers = {"Authorization": "SDK-HMAC-SHA256 Access=AK", "Prefer": prefer}
    data = None
    if body is not None:
        headers["Content-Type"], data = "application/json", json.dumps(body).encode()
    # No proxy: it could not reach this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        response = opener.open(urllib.request.Request(url, data, headers, method=method), timeout=30)
    except urllib.error.HTTPError as error:
        response = error
    return response.status, response.headers, response.read()


def violating(bundle, url):
    """The number of examples that Prism can read, the targets of those that it does not give out as they
    are, and the number of those that it cannot read."""
    number, wrong, unread = 0, [], 0
    for method, target, sent_body, status, name, value in examples(bundle):
        if not (readable(value) and readable(sent_body)):
            unread += 1
            continue
        number += 1
        prefer = f"code={status}" if name is None else f"code={status}, example={name}"
        got, headers, body = answer(method, url + target, sent_body, prefer)
        violations = headers.get("sl-violations")
        try:
            same = name is None or json.loads(body) == value
        except ValueError:
            same = False
        if (got, violations, same) != (status, None, True):
            wrong.append(target)
            print(f"{method} {target}: example {name or 'of the request'} of {status}: Prism answers {got} {violations or ''}")
            print("    " + body.decode(errors="replace"))
    return number, wrong, unread


def main():
    calls, documented, *served = sys.argv[1:]
    # What has to be refused, last.
    served = sorted((it.split("=", 2) for it in served), key=lambda it: (it[0] == BROKEN, it[0]))
    endpoints = [f"{service}={url}" for service, url, _ in served]
    cases = json.loads(Path(documented).read_text(encoding="utf-8"))
    accepted = sum("error" not in it and it["violations"] is None for it in sent(calls, cases, *endpoints))
    good = accepted == len(cases)
    remark = "2xx, no violation" if good else f"{accepted} accepted"
    verdict(good, f"{len(cases)} calls of the generated clients", remark)
    status = sent(calls, [REFUSED], *endpoints)[0]["status"]
    verdict(status == 400, "a call with limit=0 where 1 is the least", f"answered with {status}")
    for service, url, file in served:
        bundle = json.loads(Path(file).read_text(encoding="utf-8"))
        number, wrong, unread = violating(bundle, url)
        if service == BROKEN:
            remark = "refused" if wrong else "accepted"
            verdict(len(wrong) == number > 0, "a document with a wrong example", remark)
        else:
            good = number > 0 and not wrong
            subject = f"{number} documented {'example' if number == 1 else 'examples'} of {service}"
            remark = "as the schemas say" if good else f"{len(wrong)} not as the schemas say"
            if unread:
                remark += f"; {unread} beside, with numbers past 2^53, cannot be judged by JavaScript"
            verdict(good, subject, remark)


main()
