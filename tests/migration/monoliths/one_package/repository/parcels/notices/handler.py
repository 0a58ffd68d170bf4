import os
from importlib.resources import files

from parcels.shared.models import Parcel


def text(language):
    return files('parcels.notices').joinpath('texts', f'{language}.txt').read_text('utf-8')


def handler(event, context):
    parcel = Parcel.from_event(event)
    return text(os.environ.get('LANGUAGE', 'en')).format(parcel=parcel).strip()
