from exchange.odds.margins import with_margin
from exchange.shared.container import Container


def handler(event, context):
    odds = with_margin(event["odds"])
    return {"odds": odds, "fill": Container().execution().fill(100, odds)}
