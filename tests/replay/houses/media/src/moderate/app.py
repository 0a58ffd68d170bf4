"""Uploads."""


def handler(event, context):
    return {}
