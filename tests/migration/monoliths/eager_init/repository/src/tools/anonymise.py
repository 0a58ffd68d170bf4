from domain import Patient

print(Patient("Ada Lovelace").initials)
