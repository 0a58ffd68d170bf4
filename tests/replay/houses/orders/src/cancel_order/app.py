"""Orders."""


def main(event, context):
    return {}
