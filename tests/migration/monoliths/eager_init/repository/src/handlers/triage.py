from domain.urgency import urgency


def handler(event, context):
    return sorted(event, key=lambda name: -urgency(event[name]))
