from domain import Calendar, Patient


def handler(event, context):
    patient = Patient(event["patient"])
    return {"patient": patient.initials, "slot": Calendar(event["taken"]).first_free()}
