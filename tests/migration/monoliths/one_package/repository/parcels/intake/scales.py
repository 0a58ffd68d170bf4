from parcels.shared.models import Parcel

LIMIT = 10_000


def heavy(parcel: Parcel) -> bool:
    return parcel.grams > LIMIT
