"""Part of the ledger."""


def handler(event, context):
    return {}
