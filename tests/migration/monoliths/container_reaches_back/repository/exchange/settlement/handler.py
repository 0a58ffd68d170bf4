from exchange.shared.container import Container


def handler(event, context):
    book = Container().book()
    for who, cents in event["bets"]:
        book.enter(who, cents)
    return book.balances()
