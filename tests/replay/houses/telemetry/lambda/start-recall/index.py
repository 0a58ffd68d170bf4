"""Telemetry."""


def handler(event, context):
    return {}
