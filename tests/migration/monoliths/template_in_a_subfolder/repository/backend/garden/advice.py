from .plants import plant
from .weather import is_dry


def answer(event, context):
    thirsty = plant(event["plant"])["thirst"] > 2
    return "Water it." if thirsty and is_dry(event["mm"]) else "Leave it alone."
