"""Postage. Imports late, as the table was slow to load once."""


def handler(event, context):
    from parcels.postage.rates import cents
    from parcels.shared.zones import zone

    return {'cents': cents(int(event['grams']), zone(event['postcode']))}
