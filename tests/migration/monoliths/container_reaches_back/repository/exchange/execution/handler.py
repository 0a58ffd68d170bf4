from exchange.execution import limits
from exchange.shared.container import Container


def handler(event, context):
    if event["cents"] > limits.MOST:
        return {"refused": event["cents"]}
    return {"filled": Container().execution().fill(event["cents"], event["odds"])}
