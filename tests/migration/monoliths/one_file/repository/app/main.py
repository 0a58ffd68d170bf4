"""The doors of the bike shop."""

from fares import fare
from geo.distance import metres


def rent(event, context):
    return {"bike": event["bike"], "unlocked": True}


def give_back(event, context):
    return {"bike": event["bike"], "cents": fare(event["minutes"])}


def nearest(event, context):
    here = event["here"]
    return min(event["stations"], key=lambda name: metres(here, event["stations"][name]))
