"""E9107: a handler that exists, and that Lambda cannot call."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from rules import lint

RULE = "E9107"
TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Router:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: router/
"""

WRAPPER = "Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/run}}"

FAIL = {
    "async": ("async def handler(event, context): ...", "is async"),
    "generator": ("def handler(event, context):\n    yield event", "is a generator"),
    "delegating generator": ("def handler(event, context):\n    yield from event", "a generator"),
    "async generator": ("async def handler(event, context):\n    yield event", "is async"),
    "no parameter": ("def handler(): ...", "takes no parameters"),
    "one": ("def handler(event): ...", "takes one parameter"),
    "three": ("def handler(event, context, table): ...", "requires table"),
    "keyword": ("def handler(event, context, *, table): ...", "requires table"),
    "lambda": ("handler = lambda event: event", "takes one parameter"),
    "class": ("class handler:\n    def __call__(self, event, context): ...", "is a class"),
    "another name": ("async def main(event, context): ...\n\n\nhandler = main", "is async"),
    "Logger": ("@logger.inject_lambda_context()\nasync def handler(event, context): 1",
               "is async"),
    "Metrics": ("@metrics.log_metrics\ndef handler(event): ...", "takes one parameter"),
    "on a branch": ("if True:\n    async def handler(event, context): ...", "is async"),
}  # fmt: skip

RUN = {
    "usual": "def handler(event, context): ...",
    "defaults": "def handler(event, context, table=None, *, dry=False): ...",
    "any": "def handler(*args): ...",
    "any beside one": "def handler(event, *rest, **options): ...",
    "awaited": "async def main(event): ...\n\n\ndef handler(event, context):\n"
    "    import asyncio\n\n    return asyncio.run(main(event))",
    "generator below": "def handler(event, context):\n    def rows():\n        yield 1\n\n"
    "    return list(rows())",
    "generator expression": "def handler(event, context):\n    return [x for x in event]",
    "decorated": "@synchronous\nasync def handler(event, context): ...",
    "decorated with parameters": "@with_table('orders')\ndef handler(event, context, table): ...",
    "wrapped afterwards": "async def handler(event, context): ...\n\n\nhandler = run(handler)",
    "adapter": "from mangum import Mangum\n\nhandler = Mangum(app)",
    "made": "handler = make(async_handler)",
    "either": "if DEBUG:\n    def handler(event, context): ...\nelse:\n    handler = other",
    "imported": "from framework import handler",
    "class with a base": "class handler(dict): ...",
    "class that makes others": "class handler:\n    def __new__(cls, event, context): ...",
    "set by a function": "async def handler(event, context): ...\n\n\ndef wrap():\n"
    "    global handler\n    handler = print",
    "not shown": "async def handler(event, context): ...\n\n\nglobals().update(handler=print)",
    "broken": "async def handler(event, context: ...",
}


@pytest.mark.parametrize(("code", "said"), FAIL.values(), ids=FAIL)
def test_finds_what_lambda_cannot_call(code: str, said: str, tmp_path: Path) -> None:
    (found,) = lint(tmp_path, RULE, TEMPLATE, {"router/app.py": code})
    assert found.path == ("Resources", "Router", "Properties", "Handler")
    assert said in found.message


@pytest.mark.parametrize("code", RUN.values(), ids=RUN)
def test_says_nothing_of_what_runs(code: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, TEMPLATE, {"router/app.py": code}) == []


@pytest.mark.parametrize(
    ("where", "files"),
    {
        "a module": ("core", {"core.py": ""}),
        "a package": ("core", {"core/__init__.py": "from .main import handler\n",
                               "core/main.py": ""}),
        "a module below": ("core.main", {"core/__init__.py": "", "core/main.py": ""}),
    }.values(),
)  # fmt: skip
def test_follows_a_name_into_another_module(
    where: str, files: dict[str, str], tmp_path: Path
) -> None:
    last = list(files)[-1]
    code = {f"router/{name}": text for name, text in files.items()}
    code |= {f"router/{last}": "async def handler(event, context): ...\n"}
    code |= {"router/app.py": f"from {where} import handler\n"}
    assert len(lint(tmp_path, RULE, TEMPLATE, code)) == 1


def test_names_in_a_cycle(tmp_path: Path) -> None:
    files = {
        "router/app.py": "from core import handler",
        "router/core.py": "from app import handler",
    }
    assert lint(tmp_path, RULE, TEMPLATE, files) == []


@pytest.mark.parametrize("handler", ["app.handler", "src/app.handler", "index.handler"])
def test_code_that_stands_in_the_template(handler: str, tmp_path: Path) -> None:
    code = indent("InlineCode: |\n  async def handler(event, context):\n    return 1\n", " " * 6)
    template = TEMPLATE.replace("app.handler", handler).replace("      CodeUri: router/\n", code)
    assert len(lint(tmp_path, RULE, template)) == (handler == "index.handler")


def test_code_of_cloudformations_own_function(tmp_path: Path) -> None:
    template = """
    Resources:
      Router:
        Type: AWS::Lambda::Function
        Properties:
          Runtime: python3.12
          Handler: index.handler
          Code:
            ZipFile: |
              def handler(event):
                  return event
    """
    assert len(lint(tmp_path, RULE, dedent(template))) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("python3.12", "nodejs22.x"),
        ("      CodeUri", f"      {WRAPPER}\n      CodeUri"),
        ("    Properties:", "    Metadata: {BuildMethod: makefile}\n    Properties:"),
        ("router/", "s3://bucket/router.zip"),
    ],
    ids=["other runtime", "wrapper", "makefile", "s3"],
)  # fmt: skip
def test_says_nothing_where_something_else_runs(old: str, new: str, tmp_path: Path) -> None:
    files = {"router/app.py": "async def handler(event, context): ..."}
    assert lint(tmp_path, RULE, TEMPLATE.replace(old, new), files) == []
