"""Run by hand: python src/manage.py."""

from services.fines import fine

print(fine)
