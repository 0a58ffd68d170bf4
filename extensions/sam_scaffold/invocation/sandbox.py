"""Local execution environment, in which a function is started and invoked."""

from __future__ import annotations

import json
import select
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from ..aws.limits import INIT_SECONDS, MEBIBYTE
from ..sam.model.intrinsics import Data
from ..sam.model.stack_values import ACCOUNT, REGION
from .api import Invocation, Report, ReportKind, RuntimeApi
from .artifact import Artifact
from .invocation_result import Error, InvocationResult, exited, timed_out
from .lambda_environment import placed
from .logs import Logs
from .mount import mount_code, mount_layers
from .process import Process
from .scratch_folders import scratch_folder

_BOOTSTRAP = Path(__file__).resolve().with_name("bootstrap.py")
_LOOK_SECONDS = 0.05

_Said = Report | Error


def invoke(
    artifact: Artifact,
    event: Data,
    environment: Mapping[str, str],
    python: Path,
    on_log: Callable[[str], object] | None = None,
) -> InvocationResult:
    """Start a function, invoke it with an event, and stop it.

    Args:
        artifact: The built function.
        event: The event.
        environment: Its variables, see `environment.environment`.
        python: The interpreter of its runtime, see `interpreter.managed`.
        on_log: Called with the function's output as it is written.

    Raises:
        ScaffoldError: It cannot be started here. Errors of the function are results.
    """
    with Sandbox(artifact, environment, python, on_log) as sandbox:
        outcome = sandbox.invoke(event)
    # Without /proc, the memory is only known after the process has exited.
    return outcome if outcome.peak_mb else replace(outcome, peak_mb=sandbox.peak_mb)


@dataclass(frozen=True, slots=True)
class _Run:
    """A started runtime with its Runtime API."""

    process: Process
    api: RuntimeApi

    def close(self) -> None:
        self.process.close()
        self.api.close()


class Sandbox(AbstractContextManager["Sandbox"]):
    """A function that can be invoked repeatedly; a context manager.

    It is started with the first event, and restarted after it exited or was killed. The
    arguments are those of `invoke`.

    Attributes:
        peak_mb: The maximum memory at the last measurement, in megabytes.
    """

    def __init__(
        self,
        artifact: Artifact,
        environment: Mapping[str, str],
        python: Path,
        on_log: Callable[[str], object] | None = None,
    ) -> None:
        self._artifact = artifact
        self._python = python
        self._scratch = scratch_folder()
        scratch = Path(self._scratch.name)
        try:
            self._task = mount_code(artifact, scratch)
            self._opt = mount_layers(artifact, scratch)
        except BaseException:
            self._scratch.cleanup()
            raise
        home = scratch / "home"
        home.mkdir()
        self._environment = placed(
            environment,
            task=self._task,
            opt=self._opt,
            home=home,
            runtime=python.parents[1] / "lib" / artifact.runtime / "site-packages",
        )
        self.peak_mb = 0
        self._run: _Run | None = None
        self._logs = Logs(on_log)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the function, and remove its folders."""
        self._stop()
        self._scratch.cleanup()

    def invoke(self, event: Data) -> InvocationResult:
        """Invoke the function with an event, and return the result."""
        self._logs.forget()
        request_id = str(uuid4())
        init_ms = None
        if self._run is None:
            started = time.monotonic()
            self._run = self._start()
            limit = max(INIT_SECONDS, self._artifact.timeout)
            said, at = self._wait(self._run, started + limit, request_id)
            init_ms = 1000 * (at - started)
            if not _is_ready(said):
                return self._outcome(said, 0.0, init_ms)
        started = time.monotonic()
        deadline = started + self._artifact.timeout
        self._run.api.send(self._invocation(request_id, event))
        said, at = self._wait(self._run, deadline, request_id)
        duration_ms = 1000 * (at - started)
        if isinstance(said, Report):
            after, _ = self._wait(self._run, deadline, request_id)
            return self._outcome(said, duration_ms, init_ms, lives=_is_ready(after))
        return self._outcome(said, duration_ms, init_ms)

    def _start(self) -> _Run:
        api = RuntimeApi()
        try:
            # Without -B, Python would write into the build, which is read-only in Lambda.
            command = [str(self._python), "-B", str(_BOOTSTRAP), str(self._opt)]
            environment = {**self._environment, "AWS_LAMBDA_RUNTIME_API": api.address}
            return _Run(Process(command, self._task, environment, mark="HOME"), api)
        except BaseException:
            api.close()
            raise

    def _stop(self) -> None:
        if self._run is not None:
            self._run.process.kill()
            self._measure()
            self._run.close()
            self._run = None

    def _measure(self) -> None:
        if self._run is not None:
            self._run.process.look()
            peak = -(-self._run.process.peak // MEBIBYTE)
            self.peak_mb = min(peak, self._artifact.memory)

    def _wait(self, run: _Run, deadline: float, request_id: str) -> tuple[_Said, float]:
        """Return the next report of the runtime, or an error; and its time.

        The runtime is killed at the deadline, and if it exceeds the function's memory.
        """
        process, api = run.process, run.api
        while True:
            process.look()
            report = api.report()
            self._logs.take(process.read())
            if report is not None:
                return report, report.at
            left = deadline - time.monotonic()
            if process.exit_code is None and process.peak > self._artifact.memory * MEBIBYTE:
                process.kill()
            if process.exit_code is not None:
                return exited(process.exit_code, request_id), time.monotonic()
            if left <= 0:
                process.kill()
                self._logs.take(process.read())
                return timed_out(self._artifact.timeout, request_id), deadline
            sources: list[RuntimeApi | Process] = [api, process] if process.is_writing else [api]
            select.select(sources, [], [], min(left, _LOOK_SECONDS))

    def _invocation(self, request_id: str, event: Data) -> Invocation:
        region = self._environment.get("AWS_REGION", REGION)
        arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{self._artifact.name}"
        trace = f"Root=1-{int(time.time()):08x}-{uuid4().hex[:24]};Parent={uuid4().hex[:16]}"
        headers = {
            "Lambda-Runtime-Deadline-Ms": str(int(1000 * (time.time() + self._artifact.timeout))),
            "Lambda-Runtime-Invoked-Function-Arn": arn,
            "Lambda-Runtime-Trace-Id": f"{trace};Sampled=0",
        }
        return Invocation(request_id, json.dumps(event).encode(), headers)

    def _outcome(
        self, said: _Said, duration_ms: float, init_ms: float | None, *, lives: bool = False
    ) -> InvocationResult:
        """Return the result of an invocation, and stop a function that does not live."""
        if lives:
            self._measure()
        else:
            self._stop()
        result, error = None, said if isinstance(said, dict) else None
        if isinstance(said, Report):
            data = json.loads(said.body) if said.body else None
            result, error = (data, None) if said.kind is ReportKind.RESPONSE else (None, data)
        return InvocationResult(result, error, self._logs.end, duration_ms, init_ms, self.peak_mb)


def _is_ready(said: _Said) -> bool:
    return isinstance(said, Report) and said.kind is ReportKind.READY
