"""What an installed package needs only for some of its modules, which pip brings with an extra.

Measured with Powertools for AWS Lambda 2.43.1, 3.0.0 and 3.20.0, each module imported and
`Tracer` made without a package besides.
"""

from __future__ import annotations

from collections.abc import Iterator

_OPENAPI = "aws_lambda_powertools.event_handler.openapi"
_IDEMPOTENCY = "aws_lambda_powertools.utilities.idempotency"
_NEEDS = {
    "aws_lambda_powertools.Tracer": "aws_xray_sdk",
    "aws_lambda_powertools.tracing.Tracer": "aws_xray_sdk",
    "aws_lambda_powertools.utilities.parser": "pydantic",
    "aws_lambda_powertools.utilities.validation": "fastjsonschema",
    "aws_lambda_powertools.utilities.data_masking": "jsonpath_ng",
    **{
        f"{_OPENAPI}.{one}": "pydantic"
        for one in ("compat", "dependant", "encoders", "models", "params", "swagger_ui")
    },
    "aws_lambda_powertools.event_handler.middlewares.openapi_validation": "pydantic",
    "aws_lambda_powertools.event_handler.middlewares.schema_validation": "fastjsonschema",
    f"{_IDEMPOTENCY}.persistence.redis": "redis",
    f"{_IDEMPOTENCY}.serialization.pydantic": "pydantic",
}
"""Import names by what is imported: a module with all below it, or a name of a module."""

_EXTRAS = {
    "aws_xray_sdk": "tracer",
    "pydantic": "parser",
    "fastjsonschema": "validation",
    "jsonpath_ng": "datamasking",
    "redis": "redis",
}


def optional_need(module: str, name: str) -> tuple[str, str] | None:
    """Return what an import of an installed package's needs besides that package.

    Args:
        module: What is imported, or imported from: ``aws_lambda_powertools``.
        name: What is taken from it, empty if nothing is: ``Tracer``.

    Returns:
        What was imported and the import name that it needs; None if it needs nothing.
    """
    for one in _around(f"{module}.{name}" if name else module):
        if one in _NEEDS:
            return one, _NEEDS[one]
    return None


def extra_for(import_name: str) -> str:
    """Return the extra of Powertools that brings what one of its modules needs.

    Args:
        import_name: What `optional_need` gave: ``aws_xray_sdk``.
    """
    return f"aws-lambda-powertools[{_EXTRAS[import_name]}]"


def _around(name: str) -> Iterator[str]:
    """Return a dotted name, and what it is in, from the inside out."""
    while name:
        yield name
        name = name.rpartition(".")[0]
