"""Requirements of single modules of a package, which pip installs with an extra.

Measured with Powertools for AWS Lambda 2.43.1, 3.0.0 and 3.20.0, by importing each module and
creating `Tracer` without any other package.
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
        f"{_OPENAPI}.{module}": "pydantic"
        for module in ("compat", "dependant", "encoders", "models", "params", "swagger_ui")
    },
    "aws_lambda_powertools.event_handler.middlewares.openapi_validation": "pydantic",
    "aws_lambda_powertools.event_handler.middlewares.schema_validation": "fastjsonschema",
    f"{_IDEMPOTENCY}.persistence.redis": "redis",
    f"{_IDEMPOTENCY}.serialization.pydantic": "pydantic",
}
"""Required import names, by module (with all below it) or name in a module."""

_EXTRAS = {
    "aws_xray_sdk": "tracer",
    "pydantic": "parser",
    "fastjsonschema": "validation",
    "jsonpath_ng": "datamasking",
    "redis": "redis",
}


def optional_need(module: str, name: str) -> tuple[str, str] | None:
    """Return the optional requirement of an import.

    Args:
        module: The module that is imported, or imported from: ``aws_lambda_powertools``.
        name: The name that is imported from it, ``Tracer``; empty without one.

    Returns:
        The import, and the import name that it needs; None if it needs nothing.
    """
    for outer in _around(f"{module}.{name}" if name else module):
        if outer in _NEEDS:
            return outer, _NEEDS[outer]
    return None


def extra_for(import_name: str) -> str:
    """Return the extra of Powertools for an optional requirement.

    Args:
        import_name: The import name from `optional_need`: ``aws_xray_sdk``.
    """
    return f"aws-lambda-powertools[{_EXTRAS[import_name]}]"


def _around(name: str) -> Iterator[str]:
    """Yield a dotted name and its parents, the innermost first."""
    while name:
        yield name
        name = name.rpartition(".")[0]
