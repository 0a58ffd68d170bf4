"""Imports of generated Python, compared with the output of ruff."""

from __future__ import annotations

import keyword
import re
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generated.toolchain import tool
from sam_scaffold.components.python_source import import_block

OWN = "shop"

RULES = ("--isolated", "--config", f'lint.isort.known-first-party=["{OWN}"]')


def by_ruff(text: str) -> str:
    """The same imports as ruff sorts, merges and wraps them."""
    ruff = tool("ruff")
    if ruff is None:
        pytest.skip("ruff is not installed")
    for words in (("check", "--select", "I", "--fix", "--quiet", *RULES), ("format", "--isolated")):
        done = subprocess.run(
            [ruff, *words, "-"], input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        text = done.stdout
    return text


MODULES = st.sampled_from(
    [
        "json", "os", "logging", "sys", "re", "uuid", "typing", "collections.abc", "hashlib",
        "datetime", "xml.etree", "importlib", "pytest", "boto3", "botocore.exceptions", "moto",
        "pydantic", "aws_lambda_powertools", "aws_lambda_powertools.metrics",
        "aws_lambda_powertools.utilities.batch", "aws_lambda_powertools.utilities.typing",
        "aws_lambda_powertools.utilities.data_classes.sqs_event", OWN,
        f"{OWN}.structured_logging", f"{OWN}10.a", f"{OWN}2", f"{OWN}.v10", f"{OWN}.v9", "Crypto",
        "PIL",
    ]
)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(
        [
            "Any", "Protocol", "TYPE_CHECKING", "Logger", "Metrics", "Tracer", "MetricUnit",
            "BatchProcessor", "EventType", "process_partial_response", "SQSRecord", "ANY", "A", "b",
            "SqsFifoPartialProcessor", "idempotent_function", "IdempotencyConfig", "_private",
            "DynamoDBPersistenceLayer", "get_logger", "set_correlation_id", "sha256", "mock_aws",
        ]
    ),
    st.from_regex(r"[a-z_][a-z0-9_]{0,15}", fullmatch=True),
    st.from_regex(r"[A-Z][A-Za-z0-9]{0,20}", fullmatch=True),
    st.from_regex(r"[A-Z][A-Z0-9_]{0,15}", fullmatch=True),
).filter(lambda name: not (keyword.iskeyword(name) or re.search("^_+$|0[0-9]", name)))  # fmt: skip
STATEMENTS = st.one_of(
    MODULES.map(lambda module: f"import {module}"),
    st.builds(
        lambda module, names: f"from {module} import {', '.join(names)}",
        MODULES,
        st.lists(NAMES, min_size=1, max_size=5),
    ),
)


@settings(deadline=None, max_examples=60)
@given(statements=st.lists(STATEMENTS, min_size=1, max_size=10))
@example(statements=["from json import MAXIMUM, MAX_ITEMS, v9, v10"])
def test_imports_are_as_ruff_has_them(statements: list[str]) -> None:
    text = "\n".join(statements) + "\n"
    assert import_block(text, OWN) == by_ruff(text)


def test_empty_lines_and_repeats_are_gone() -> None:
    text = (
        "\n\nimport os\n   \nfrom typing import Any\nimport os\nfrom typing import Protocol, Any\n"
    )
    assert import_block(text) == "import os\nfrom typing import Any, Protocol\n"


def test_without_a_package_of_its_own_there_is_no_third_section() -> None:
    text = "import json\nfrom shop.structured_logging import get_logger\nimport boto3\n"
    three = "import json\n\nimport boto3\n\nfrom shop.structured_logging import get_logger\n"
    two = "import json\n\nimport boto3\nfrom shop.structured_logging import get_logger\n"
    assert import_block(text, "shop") == three
    assert import_block(text) == two


@pytest.mark.parametrize("width", [88, 89])
def test_line_is_wrapped_where_it_gets_too_long(width: int) -> None:
    head = "from collections.abc import "
    name = "N" * (width - len(head))
    block = import_block(head + name)
    assert (block == f"{head}{name}\n") == (width == 88)
    assert block == by_ruff(head + name)
