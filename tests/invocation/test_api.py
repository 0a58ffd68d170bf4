"""The Runtime API, as a runtime meets it."""

from __future__ import annotations

import http.client
import json
import select
import threading
from collections.abc import Iterator

import pytest

from sam_scaffold.aws.limits import RESULT_BYTES
from sam_scaffold.invocation.api import PREFIX, Invocation, Report, ReportKind, RuntimeApi
from sam_scaffold.invocation.invocation_result import too_large


@pytest.fixture
def api() -> Iterator[RuntimeApi]:
    found = RuntimeApi()
    yield found
    found.close()


def call(
    api: RuntimeApi, method: str, path: str, body: bytes | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(api.address, timeout=10)
    connection.request(method, path, body)
    return connection.getresponse()


def heard(api: RuntimeApi) -> Report:
    readable, _, _ = select.select([api], [], [], 10)
    assert readable
    report = api.report()
    assert report is not None
    return report


def test_event_is_fetched(api: RuntimeApi) -> None:
    api.send(Invocation("abc", b'{"a": 1}', {"Lambda-Runtime-Deadline-Ms": "5"}))
    response = call(api, "GET", f"{PREFIX}/invocation/next")
    assert (response.status, response.read()) == (200, b'{"a": 1}')
    assert response.headers["Lambda-Runtime-Aws-Request-Id"] == "abc"
    assert response.headers["Lambda-Runtime-Deadline-Ms"] == "5"
    assert response.headers["Content-Type"] == "application/json"
    assert heard(api).kind is ReportKind.READY


def test_runtime_waits_for_an_event(api: RuntimeApi) -> None:
    found: list[bytes] = []
    thread = threading.Thread(
        target=lambda: found.append(call(api, "GET", f"{PREFIX}/invocation/next").read())
    )
    thread.start()
    assert heard(api).kind is ReportKind.READY
    assert found == []
    api.send(Invocation("abc", b"1", {}))
    thread.join(10)
    assert found == [b"1"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("invocation/abc/response", ReportKind.RESPONSE),
        ("invocation/abc/error", ReportKind.ERROR),
        ("init/error", ReportKind.INIT_ERROR),
    ],
)
def test_what_the_runtime_says_is_reported(path: str, kind: ReportKind, api: RuntimeApi) -> None:
    response = call(api, "POST", f"{PREFIX}/{path}", b'{"a": 1}')
    assert (response.status, response.read()) == (202, b'{"status":"OK"}')
    report = heard(api)
    assert (report.kind, report.body) == (kind, b'{"a": 1}')
    assert api.report() is None
    assert select.select([api], [], [], 0)[0] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", f"{PREFIX}/restore/next"), ("POST", f"{PREFIX}/invocation/abc/other")],
)
def test_other_paths_are_unknown(method: str, path: str, api: RuntimeApi) -> None:
    assert call(api, method, path, b"" if method == "POST" else None).status == 404
    assert api.report() is None


def test_close_lets_a_waiting_runtime_go() -> None:
    api = RuntimeApi()
    ended = threading.Event()

    def wait() -> None:
        with pytest.raises(http.client.RemoteDisconnected):
            call(api, "GET", f"{PREFIX}/invocation/next")
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    heard(api)
    api.close()
    assert ended.wait(10)


@pytest.mark.parametrize(("more", "kind"), [(0, ReportKind.RESPONSE), (1, ReportKind.ERROR)])
def test_a_result_has_six_megabytes_at_most(more: int, kind: ReportKind, api: RuntimeApi) -> None:
    body = b'"' + b"x" * (RESULT_BYTES - 2 + more) + b'"'
    assert call(api, "POST", f"{PREFIX}/invocation/abc/response", body).status == 202
    report = heard(api)
    assert report.kind is kind
    if more:
        assert json.loads(report.body) == too_large()


def test_a_stack_trace_comes_as_a_header_of_any_length(api: RuntimeApi) -> None:
    connection = http.client.HTTPConnection(api.address, timeout=10)
    headers = {"Lambda-Runtime-Function-XRay-Error-Cause": "x" * 500_000}
    connection.request("POST", f"{PREFIX}/invocation/abc/error", b'{"a": 1}', headers)
    assert connection.getresponse().status == 202
    assert heard(api).body == b'{"a": 1}'


def test_several_requests_come_on_one_connection(api: RuntimeApi) -> None:
    connection = http.client.HTTPConnection(api.address, timeout=10)
    for number in range(3):
        connection.request("POST", f"{PREFIX}/invocation/abc/response", str(number).encode())
        assert connection.getresponse().read() == b'{"status":"OK"}'
        assert heard(api).body == str(number).encode()


@pytest.mark.parametrize("body", [b"x", b"\xff", b"[" * 100_000])
def test_an_answer_that_is_no_json_is_an_error(body: bytes, api: RuntimeApi) -> None:
    call(api, "POST", f"{PREFIX}/invocation/abc/response", body)
    report = heard(api)
    assert report.kind is ReportKind.ERROR
    assert json.loads(report.body)["errorType"] == "Runtime.InvalidResponse"
