"""The life of a service and an endpoint, by the official SDK, on our mock with memory.

usage: sdk_memory.py URL
"""

import os
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException
from huaweicloudsdkvpcep.v1 import *

from sdk import verdict

LOOKS = 5


def wait(client, id, wanted):
    """Looks at an endpoint until it is in a state."""
    for _ in range(LOOKS):
        endpoint = client.list_endpoint_info_details(ListEndpointInfoDetailsRequest(vpc_endpoint_id=id))
        if endpoint.status == wanted:
            return endpoint
    raise AssertionError(f"{id} is {endpoint.status} and not {wanted}")


def gone(look):
    """Looks until there is nothing to look at; the code of the error then."""
    for _ in range(LOOKS):
        try:
            look()
        except ServiceResponseException as error:
            assert error.status_code == 404, error
            return error.error_code
    raise AssertionError("still there")


def life(client):
    """All of it; what it comes to."""
    ports = [PortList(client_port=8080, server_port=80, protocol="TCP")]
    body = CreateEndpointServiceRequestBody(
        port_id="port", vpc_id="vpc", server_type="VM", service_name="sdk", ports=ports, approval_enabled=True
    )
    made = client.create_endpoint_service(CreateEndpointServiceRequest(body=body))
    assert made.status == "creating" and made.service_name.endswith(made.id), made
    show = ListServiceDetailsRequest(vpc_endpoint_service_id=made.id)
    client.list_service_details(show)
    assert client.list_service_details(show).status == "available"
    listed = client.list_endpoint_service(ListEndpointServiceRequest(id=made.id))
    assert [service.id for service in listed.endpoint_services] == [made.id] and listed.total_count == 1

    body = AddOrRemoveServicePermissionsRequestBody(permissions=["*"], action="add")
    client.add_or_remove_service_permissions(
        AddOrRemoveServicePermissionsRequest(vpc_endpoint_service_id=made.id, body=body)
    )
    permissions = client.list_service_permissions_details(
        ListServicePermissionsDetailsRequest(vpc_endpoint_service_id=made.id)
    )
    assert [it.permission for it in permissions.permissions] == ["*"], permissions

    body = CreateEndpointRequestBody(endpoint_service_id=made.id, vpc_id="vpc")
    endpoint = client.create_endpoint(CreateEndpointRequest(body=body))
    wait(client, endpoint.id, "pendingAcceptance")
    for action, state in [("receive", "accepted"), ("reject", "rejected")]:
        body = AcceptOrRejectEndpointRequestBody(action=action, endpoints=[endpoint.id])
        client.accept_or_reject_endpoint(
            AcceptOrRejectEndpointRequest(vpc_endpoint_service_id=made.id, body=body)
        )
        wait(client, endpoint.id, state)
    connections = client.list_service_connections(
        ListServiceConnectionsRequest(vpc_endpoint_service_id=made.id, status="rejected")
    )
    assert [it.id for it in connections.connections] == [endpoint.id], connections

    client.delete_endpoint(DeleteEndpointRequest(vpc_endpoint_id=endpoint.id))
    shown = ListEndpointInfoDetailsRequest(vpc_endpoint_id=endpoint.id)
    gone(lambda: client.list_endpoint_info_details(shown))
    client.delete_endpoint_service(DeleteEndpointServiceRequest(vpc_endpoint_service_id=made.id))
    return gone(lambda: client.list_service_details(show))


def main():
    url = sys.argv[1]
    names = ["AK", "SK", "PROJECT_ID"]
    credentials = BasicCredentials(*(os.environ[f"HUAWEICLOUD_SDK_{name}"] for name in names))
    client = VpcepClient.new_builder().with_credentials(credentials).with_endpoint(url).build()
    subject = "a service and an endpoint on our mock with memory"
    try:
        code = life(client)
    except (AssertionError, SdkException) as error:
        print(repr(error))
        verdict(False, subject, "see the log")
        return
    verdict(True, subject, f"created, accepted, rejected, deleted, then 404 {code}")


main()
