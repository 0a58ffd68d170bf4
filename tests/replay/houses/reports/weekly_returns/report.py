"""A report."""


def run(event, context):
    return {}
