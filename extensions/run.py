"""Run the command from this checkout, for Copier's tasks and migrations.

Python puts the folder of a script first on its path. Therefore the package next to this file is
imported instead of an installed one, and has the version of the template.
"""

from sam_scaffold.__main__ import main

if __name__ == "__main__":
    main()
