from parcels.intake.scales import heavy
from parcels.shared.models import Parcel
from parcels.shared.numbers import is_valid


def handler(event, context):
    parcel = Parcel.from_event(event)
    if not is_valid(parcel.number):
        return {'accepted': False, 'reason': 'check digit'}
    return {'accepted': True, 'heavy': heavy(parcel)}
