from .plants import plant


def adjust(event, context):
    return {name: plant(name)["stock"] + change for name, change in event.items()}
