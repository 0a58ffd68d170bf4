"""Platforms and Pythons of compiled modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.dependencies.packages.compiled_modules import (
    LINUX,
    Compiled,
    compiled_in,
    incompatible,
)

ARM = b"\x7fELF\x02\x01\x01" + bytes(11) + b"\xb7\x00"
X86 = b"\x7fELF\x02\x01\x01" + bytes(11) + b"\x3e\x00"
MACH = b"\xcf\xfa\xed\xfe\x0c\x00\x00\x01" + bytes(12)

FILES = {
    "a/_c.cpython-312-x86_64-linux-gnu.so": (b"", Compiled("a/_c", "python3.12", "x86_64")),
    "a/_d.cpython-312-aarch64-linux-gnu.so": (b"", Compiled("a/_d", "python3.12", "arm64")),
    "a/_d.cpython-312-x86_64-linux-musl.so": (
        b"", Compiled("a/_d", "python3.12", "x86_64", "Linux with musl")),
    "a/_d.cpython-312-darwin.so": (b"", Compiled("a/_d", "python3.12", "", "macOS")),
    "a/_d.cp312-win_amd64.pyd": (b"", Compiled("a/_d", "python3.12", "", "Windows")),
    "a/_d.pyd": (b"", Compiled("a/_d", "", "", "Windows")),
    "a/_d.abi3.so": (ARM, Compiled("a/_d", "", "arm64")),
    "a/_d.so": (X86, Compiled("a/_d", "", "x86_64")),
    "a/_e.abi3.so": (MACH, Compiled("a/_e", "", "", "macOS")),
    "lib/python3.12/site-packages/a/_d.cpython-312-darwin.so": (
        b"", Compiled("a/_d", "python3.12", "", "macOS")),
    "a/_f.abi3.so": (b"", None),
    "a/libcore.so": (ARM, None),
    "a.libs/libcore-1.so": (ARM, None),
    "yaml/_yaml.cpython-312-darwin.so": (b"", None),
    "charset_normalizer/md.cpython-312-darwin.so": (b"", None),
    "81d243bd2c585b0f4821__mypyc.cpython-312-darwin.so": (b"", None),
    "markupsafe/_speedups.cpython-312-darwin.so": (b"", None),
    "sqlalchemy/cyextension/util.cpython-312-darwin.so": (b"", None),
}  # fmt: skip


@pytest.mark.parametrize(("file", "wanted"), FILES.items(), ids=FILES.keys())
def test_what_a_file_is_for(
    file: str, wanted: tuple[bytes, Compiled | None], tmp_path: Path
) -> None:
    content, expected = wanted
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_bytes(content)
    assert list(compiled_in(tmp_path)) == ([] if expected is None else [expected])


def test_one_that_stands_beside_the_same_in_python_is_not_needed(tmp_path: Path) -> None:
    (tmp_path / "md.py").write_text("")
    (tmp_path / "md.cpython-312-darwin.so").write_text("")
    assert list(compiled_in(tmp_path)) == []


def test_one_build_that_fits_is_enough() -> None:
    several = [Compiled("a", "", "", "macOS"), Compiled("a", "", "", LINUX)]
    assert incompatible(several, lambda one: one.system == LINUX) == []
    assert incompatible(several[:1], lambda one: one.system == LINUX) == several[:1]
