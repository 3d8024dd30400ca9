"""Calls through the typed clients of the official Python SDK."""

import importlib
import json
import os
import subprocess
import tempfile
from pathlib import Path

from huaweicloudsdkcore.auth.credentials import BasicCredentials

# Where the SDK has each operation: package, client and method.
OPERATIONS = {
    "ListEndpointConnections": ("huaweicloudsdkapig.v2", "ApigClient", "list_endpoint_connections"),
    "ListP2cVgwConnections": ("huaweicloudsdkvpn.v5", "VpnClient", "list_p2c_vgw_connections"),
    "ListServiceConnections": ("huaweicloudsdkvpcep.v1", "VpcepClient", "list_service_connections"),
    "ListVpnUsers": ("huaweicloudsdkvpn.v5", "VpnClient", "list_vpn_users"),
    "ShowVpcepConnection": ("huaweicloudsdkcss.v1", "CssClient", "show_vpcep_connection"),
}


def call(case, endpoint, secret_key=None):
    """Makes the call of a case, see documented.json; gives the SDK's response or raises its exception."""
    package, client_name, method = OPERATIONS[case["operation"]]
    module = importlib.import_module(package)
    credentials = BasicCredentials(
        os.environ["HUAWEICLOUD_SDK_AK"],
        secret_key or os.environ["HUAWEICLOUD_SDK_SK"],
        case.get("project_id") or os.environ["HUAWEICLOUD_SDK_PROJECT_ID"],
    )
    if "security_token" in case:
        credentials = credentials.with_security_token(case["security_token"])
    builder = getattr(module, client_name).new_builder()
    client = builder.with_credentials(credentials).with_endpoint(endpoint).build()
    request_type = getattr(module, case["operation"] + "Request")
    # The id of the path is the first of a request's attributes.
    path_parameter = next(iter(request_type.attribute_map))
    request = request_type(**{path_parameter: case["id"]}, **dict(case["query"]))
    return getattr(client, method)(request)


def sent(calls, cases, *arguments):
    """What our clients say of the calls of these cases, see calls/src/send.rs: an object a case."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cases.json"
        file.write_text(json.dumps(cases), encoding="utf-8")
        send = [calls, "send", file, *arguments]
        printed = subprocess.run(send, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    print(printed, end="")
    return [json.loads(line) for line in printed.splitlines()]


def signed(calls, requests):
    """The Authorization headers that our signer computes for requests, see calls/src/sign.rs."""
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    ended = subprocess.run([calls, "sign"], input=lines, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return ended.stdout.splitlines()


def verdict(good, subject, remark=""):
    """Prints a row of the table of `cargo xtask interop`; all other lines go to its log."""
    print("pass" if good else "FAIL", subject, remark, sep="\t", flush=True)
