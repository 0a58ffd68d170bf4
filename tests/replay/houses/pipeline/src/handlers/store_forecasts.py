"""Weather data."""


def main(event, context):
    return {}
