"""Goes through a long list with the official Python SDK, which leaves the loop to its users.

usage: sdk.py offset SIZE | sdk.py marker SIZE

Fetches pages of so many items, and prints how many items came and how many seconds it took.
"""

import os
import sys
import time

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkvpcep.v1 import ListEndpointsRequest, VpcepClient
from huaweicloudsdkvpn.v5 import ListVpnUsersRequest, VpnClient


def client(of):
    """A client of a service, with keys and address from the environment."""
    ak, sk, project_id, endpoint = (
        os.environ["HUAWEICLOUD_SDK_" + name] for name in ["AK", "SK", "PROJECT_ID", "ENDPOINT"]
    )
    return of.new_builder().with_credentials(BasicCredentials(ak, sk, project_id)).with_endpoint(endpoint).build()


def by_offset(vpcep, size):
    offset = 0
    while True:
        page = vpcep.list_endpoints(ListEndpointsRequest(limit=size, offset=offset))
        yield from page.endpoints
        offset += len(page.endpoints)
        if not page.endpoints or offset >= page.total_count:
            return


def by_marker(vpn, size):
    marker = None
    while True:
        page = vpn.list_vpn_users(ListVpnUsersRequest(vpn_server_id="bench-server", limit=size, marker=marker))
        yield from page.users
        marker = page.page_info.next_marker
        if marker is None:
            return


def main():
    style, size = sys.argv[1:]
    pages, of = {"offset": (by_offset, VpcepClient), "marker": (by_marker, VpnClient)}[style]
    service = client(of)
    begin = time.monotonic()
    count = sum(1 for _ in pages(service, int(size)))
    print(count, time.monotonic() - begin)


main()
