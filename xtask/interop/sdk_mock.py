"""Calls our mock with the official SDK.

usage: sdk_mock.py URL CASES

The mock checks path, parameters, body and signature.
"""

import json
import sys

from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException

from sdk import call, verdict


def page_by_page(url, case):
    """Follows the markers of a list, one record a page; gives the number of pages and the total count."""
    marker, pages = [], 0
    # A total count that no page comes up to must not keep this going for ever.
    while pages < 100:
        page = call({**case, "query": [["limit", 1], *marker]}, url)
        pages += 1
        print(f"{case['operation']}, page {pages}: {page.page_info}")
        if page.page_info.next_marker is None:
            return pages, page.total_count
        marker = [["marker", page.page_info.next_marker]]
    return pages, None


def main():
    url, file = sys.argv[1:]
    cases = json.load(open(file, encoding="utf-8"))
    refused, calls = 0, f"{len(cases)} calls to our mock"
    for case in cases:
        try:
            response = call(case, url)
            print(f"{case['operation']}: {response.status_code}\n    {response}")
            refused += response.status_code != 200
        except SdkException as error:
            refused += 1
            print(f"{case['operation']}: {error}")
    verdict(refused == 0, calls, f"{refused} refused" if refused else "200 through its typed clients")
    (users,) = [case for case in cases if case["operation"] == "ListVpnUsers"]
    try:
        pages, total = page_by_page(url, users)
    except SdkException as error:
        pages, total = 0, None
        print(f"page by page: {error}")
    good = pages == total and pages > 1
    verdict(good, "its users page by page, by next_marker", f"{pages} pages of 1 user, {total} users in total")
    # So that the mock's yes means something.
    try:
        status = call(cases[0], url, secret_key="another-secret-key").status_code
    except ServiceResponseException as error:
        status = error.status_code
        print(f"with another secret key: {error}")
    verdict(status == 401, "a call with another secret key", f"answered with {status}")


main()
