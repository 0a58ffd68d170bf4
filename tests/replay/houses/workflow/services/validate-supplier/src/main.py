"""Suppliers."""


def handler(event, context):
    return {}
