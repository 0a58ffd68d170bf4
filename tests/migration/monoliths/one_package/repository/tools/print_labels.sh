#!/bin/sh
python -m parcels.intake.handler "$@"
