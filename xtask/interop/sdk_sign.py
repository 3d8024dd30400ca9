"""Signs generated requests with the official SDK's signer and with ours.

usage: sdk_sign.py CALLS NUMBER

The requests follow from a fixed seed: any method, paths of text that had to be encoded, queries whose
names repeat or have no value, headers with blanks around their values, bodies of any bytes.

Left out is what the SDK signs in a way of its own: an encoded slash in a path (as `/`, against the
published rule), a Content-Type other than JSON (the body unsigned), a header with `_` in its name
(unsigned).
"""

import json
import random
import re
import sys
from urllib.parse import quote, quote_plus

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

from sdk import signed, verdict

SEED = 20240617
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]
# Letters often, so that names repeat and sort close to each other; then all that encoding is about.
PLAIN = "abcABC012-._~"
ODD = " %+&=?#:;,@!$'()*[]{}|^`\"<>\\\t\n\r\x00\x7füß名前é\u0301€😀\uffff"


def text(of, longest, alphabet=PLAIN * 4 + ODD):
    return "".join(of.choice(alphabet) for _ in range(of.randint(0, longest)))


def in_lower_case(decoded):
    """Encoded with lower-case hexadecimal."""
    return re.sub("%..", lambda code: code[0].lower(), quote(decoded, safe=""))


def generated(of):
    """A request as our signer is told of it, with the decoded pairs of its query."""
    path = "".join("/" + quote(text(of, 12), safe="") for _ in range(of.randint(1, 6)))
    names = [text(of, 3) for _ in range(of.randint(0, 4))]
    pairs = [(of.choice(names), text(of, 10)) for _ in range(of.randint(0, 6))] if names else []
    date = "%04d%02d%02dT%02d%02d%02dZ" % (
        of.randint(1970, 9999),
        of.randint(1, 12),
        of.randint(1, 28),
        of.randint(0, 23),
        of.randint(0, 59),
        of.randint(0, 59),
    )
    host = of.choice(["vpn.cn-north-4.myhuaweicloud.com", "127.0.0.1:4010", "[::1]:80"])
    headers = {"Host": host, "X-Sdk-Date": date}
    if of.random() < 0.5:
        headers["content-type"] = of.choice(["application/json", "application/json;charset=utf-8"])
    for name in ["X-Project-Id", "x-domain-id", "X-SECURITY-TOKEN", "x-a", "X-A-b", "x-ab", "User-Agent"]:
        if of.random() < 0.3:
            headers[name] = of.choice(["", " ", "\t"]) + text(of, 20, PLAIN + " ;:,/ü") + of.choice(["", "  "])
    items = list(headers.items())
    of.shuffle(items)
    # As servers read it: a blank also as `+`, an empty value also without `=`, hexadecimal in any case.
    encode = of.choice([lambda it: quote(it, safe=""), quote, quote_plus, in_lower_case])
    query = "&".join(
        encode(name) if not value and name and of.random() < 0.3 else f"{encode(name)}={encode(value)}"
        for name, value in pairs
    )
    body = of.randbytes(of.choice([0, 0, 1, 40, 2000]))
    return {
        "method": of.choice(METHODS),
        "path": path + of.choice(["", "", "/"]),
        "query": query,
        "headers": items,
        "body": body.hex(),
        "access_key": text(of, 20, PLAIN) + "K",
        "secret_key": text(of, 40, PLAIN + "+/=") + "S",
        "date": date,
    }, pairs


def signed_by_sdk(request, pairs):
    unsigned = SdkRequest(
        method=request["method"],
        resource_path=request["path"],
        query_params=list(pairs),
        header_params=dict(request["headers"]),
        body=bytes.fromhex(request["body"]),
    )
    keys = BasicCredentials(request["access_key"], request["secret_key"])
    return Signer(keys).sign(unsigned).header_params["Authorization"]


def main():
    calls, number = sys.argv[1], int(sys.argv[2])
    of = random.Random(SEED)
    requests = [generated(of) for _ in range(number)]
    theirs = [signed_by_sdk(request, pairs) for request, pairs in requests]
    ours = signed(calls, [request for request, _ in requests])
    subject = f"{number} generated requests, signed by both signers"
    different = [it for it in zip(requests, theirs, ours) if it[1] != it[2]]
    for (request, pairs), their, our in different[:20]:
        print(f"{subject}:\n    {json.dumps(request)}\n    {pairs}\n    the SDK: {their}\n    ours:    {our}")
    same = len(theirs) == len(ours) and not different
    verdict(same, subject, "equal Authorization" if same else f"{len(different)} differ")


main()
