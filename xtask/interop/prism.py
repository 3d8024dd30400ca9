"""Sees what Prism says of the generated clients' calls and of every documented example.

usage: prism.py CALLS CASES SERVICE=URL=BUNDLE…

Prism runs with --errors. A request that violates the bundle is answered with a status that is no success.
An example that violates its schema is answered with a 500 and the violations; so each is asked for by
status and name, and has to come back as it stands in the bundle. Those requests are made of the
parameters' documented examples, which Prism holds against their schemas too.
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

# What Prism has to refuse, so that what it accepts means something.
REFUSED = {"operation": "ShowVpcepConnection", "id": "4f3deec3-efa8-4598-bf91", "query": [["limit", 0]]}


def resolved(bundle, node):
    """What a reference points to, or the node itself."""
    while "$ref" in node:
        reference, node = node["$ref"], bundle
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def examples(bundle):
    """Method, target, status, name and value of every example."""
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
            for status, response in operation["responses"].items():
                content = resolved(bundle, response).get("content", {})
                for name, example in content.get("application/json", {}).get("examples", {}).items():
                    yield method.upper(), target, int(status), name, resolved(bundle, example)["value"]


def answer(method, url, prefer):
    """Status, headers and body of Prism's answer, whatever the status."""
    headers = {"Authorization": "SDK-HMAC-SHA256 Access=AK", "Prefer": prefer}
    # No proxy: it could not reach this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        response = opener.open(urllib.request.Request(url, method=method, headers=headers), timeout=30)
    except urllib.error.HTTPError as error:
        response = error
    return response.status, response.headers, response.read()


def violating(bundle, url):
    """The number of examples, and the targets of those that Prism does not give out as they are."""
    number, wrong = 0, []
    for method, target, status, name, value in examples(bundle):
        number += 1
        got, headers, body = answer(method, url + target, f"code={status}, example={name}")
        violations = headers.get("sl-violations")
        try:
            same = json.loads(body) == value
        except ValueError:
            same = False
        if (got, violations, same) != (status, None, True):
            wrong.append(target)
            print(f"{method} {target}: example {name} of {status}: Prism answers {got} {violations or ''}")
            print("    " + body.decode(errors="replace"))
    return number, wrong


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
        number, wrong = violating(bundle, url)
        if service == BROKEN:
            remark = "refused" if wrong else "accepted"
            verdict(len(wrong) == number > 0, "a document with a wrong example", remark)
        else:
            good = number > 0 and not wrong
            subject = f"{number} documented {'example' if number == 1 else 'examples'} of {service}"
            verdict(good, subject, "as the schemas say" if good else f"{len(wrong)} not as the schemas say")


main()
