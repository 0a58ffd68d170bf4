"""Run the command out of this checkout, as copier's tasks and migrations do.

The folder of a script is first on Python's path, so that the package beside this
file is found before one that is installed: the code has the template's version.
"""

from sam_scaffold.__main__ import main

if __name__ == "__main__":
    main()
