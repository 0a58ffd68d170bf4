from fares import fare

from .layout import line


def run(event, context):
    return [line(name, sum(map(fare, rides))) for name, rides in sorted(event.items())]
