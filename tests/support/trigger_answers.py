"""Answers that triggers ask for and have no default of."""

from __future__ import annotations

from collections.abc import Mapping

_CLUSTER = "arn:aws:kafka:${AWS::Region}:${AWS::AccountId}:cluster/orders/0f4b6d1c-2a7e-4a9b-8c3d-5"
_BROKER = "arn:aws:mq:${AWS::Region}:${AWS::AccountId}:broker:orders:b-9bcfa592-423a-4942-879d-eb28"
_SECRET = "arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:orders-AbCdEf"  # noqa: S105

_OF_SOURCES = {
    ("s3", "elsewhere"): {"bucket": "somebody-elses-bucket"},
    ("msk", "elsewhere"): {"source_arn": _CLUSTER},
    ("mq", "elsewhere"): {"source_arn": _BROKER},
}
"""By trigger and source."""

_OF_TRIGGERS = {"mq": {"secret_arn": _SECRET}}
"""By trigger, whatever the source is."""

_FIRST = {"msk": "elsewhere", "mq": "elsewhere"}
"""The sources that are answered by default, of the triggers that ask for more then."""


def required_answers(trigger: str, source: str = "") -> Mapping[str, str]:
    """Return what has to be answered besides.

    Args:
        trigger: The trigger.
        source: The answered source, empty for the default one.
    """
    chosen = source or _FIRST.get(trigger, "")
    return {**_OF_TRIGGERS.get(trigger, {}), **_OF_SOURCES.get((trigger, chosen), {})}
