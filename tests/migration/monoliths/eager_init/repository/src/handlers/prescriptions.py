from domain import Patient, dose


def handler(event, context):
    return f"{Patient(event['patient']).initials}: {dose(event['kilos'])} mg"
