from parcels.routing import vans
from parcels.shared import models, zones


def handler(event, context):
    parcels = [models.Parcel.from_event(each) for each in event['parcels']]
    return vans.load({parcel.number: zones.zone(parcel.postcode) for parcel in parcels})
