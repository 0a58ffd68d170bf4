"""A plugin of pytest: all clients of AWS share one loader, which reads each model once a run.

To read them again for every client takes half the time of the generated tests.
"""

from __future__ import annotations

from functools import cache

import botocore.loaders

botocore.loaders.create_loader = cache(botocore.loaders.create_loader)
