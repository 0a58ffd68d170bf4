"""Markers for tests of what only some operating systems have."""

from __future__ import annotations

import sys

import pytest

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
