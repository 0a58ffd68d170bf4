"""Requirements in a requirements file, as pip reads it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sam_scaffold.dependencies.requirements.requirements_file import Requirements, read_requirements


def read(text: str | bytes, files: Mapping[str, str] | None = None, **target: str) -> Requirements:
    texts = {name: below.encode() for name, below in (files or {}).items()}
    data = text if isinstance(text, bytes) else text.encode()
    return read_requirements(data, texts.get, **target)


def listed(found: Requirements) -> list[str]:
    return [str(requirement) for requirement in found.listed]


LISTED = {
    "nothing": ("", []),
    "comments": ("# yaml\n  # more\n\nPyYAML # here\n", ["PyYAML"]),
    "versions": ("a==1\nb >= 2, < 3\nc~=1.4\n", ["a==1", "b<3,>=2", "c~=1.4"]),
    "extras": ("a[x,Y_z]==1\n", ["a[Y_z,x]==1"]),
    "continued": ("a \\\n  == 1\nb\n", ["a==1", "b"]),
    "continued-at-the-end": ("a==1 \\", ["a==1"]),
    "comment-in-between": ("a==1 \\\n# why\nb\n", ["a==1", "b"]),
    "hashes": ("a==1 \\\n  --hash=sha256:1 \\\n  --hash=sha256:2\nb==2 --hash=sha256:3\n",
               ["a==1", "b==2"]),
    "options": ("-i https://x\n--index-url=https://x\n--no-binary :all:\n--pre\na\n", ["a"]),
    "windows": ("a\r\nb\r\n", ["a", "b"]),
    "egg": ("git+https://x.example/a.git@v1#egg=a\n-e git+ssh://g@x/b.git#subdirectory=x&egg=b\n",
            ["a", "b"]),
    "egg-with-extras": ("git+https://x.example/a.git#egg=a[x]\n", ["a[x]"]),
    "wheel": ("./wheels/My_Thing-1.2-py3-none-any.whl\n", ["my-thing==1.2"]),
    "wheel-by-address": ("https://x.example/a-1.2-py3-none-any.whl?x=1#sha256=2\n", ["a==1.2"]),
    "source-distribution": ("https://x.example/a_b-1.2.tar.gz\n", ["a-b==1.2"]),
    "editable": ("--editable git+https://x.example/a.git#egg=a\n", ["a"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LISTED.values(), ids=LISTED.keys())
def test_what_is_listed(text: str, wanted: list[str]) -> None:
    found = read(text)
    assert (listed(found), found.opaque) == (wanted, ())


def test_fragment_is_no_comment() -> None:
    (found,) = read("a @ https://x.example/a#sha256=1\n").listed
    assert (found.name, found.url) == ("a", "https://x.example/a#sha256=1")


OPAQUE = {
    "folder": ("./libs/mine\n", "./libs/mine"),
    "editable-folder": ("-e .\n", "."),
    "repository": ("git+https://x.example/a.git\n", "git+https://x.example/a.git"),
    "junk": ("a==1 b\n", "a==1 b"),
    "variable": ("${PACKAGE}\n", "${PACKAGE}"),
    "merge-conflict": ("<<<<<<< HEAD\n", "<<<<<<< HEAD"),
    "not-there": ("-r base.txt\n", "-r base.txt"),
    "not-here": ("-r https://x.example/base.txt\n", "-r https://x.example/base.txt"),
}


@pytest.mark.parametrize(("text", "wanted"), OPAQUE.values(), ids=OPAQUE.keys())
def test_what_tells_no_name(text: str, wanted: str) -> None:
    found = read(f"a\n{text}b\n")
    assert (listed(found), found.opaque) == (["a", "b"], (wanted,))


INCLUDED = {
    "beside": ("-r base.txt\na\n", {"base.txt": "b\n"}),
    "long": ("--requirement=base.txt\na\n", {"base.txt": "b\n"}),
    "without-space": ("-rbase.txt\na\n", {"base.txt": "b\n"}),
    "quoted": ('-r "base.txt"\na\n', {"base.txt": "b\n"}),
    "from-its-folder": ("-r x/one.txt\na\n", {"x/one.txt": "-r two.txt\n", "x/two.txt": "b\n"}),
    "above": ("-r ../base.txt\na\n", {"../base.txt": "b\n"}),
    "circle": ("-r one.txt\na\n", {"one.txt": "-r two.txt\nb\n", "two.txt": "-r one.txt\n"}),
    "twice": ("-r one.txt\n-r one.txt\na\n", {"one.txt": "b\n"}),
}


@pytest.mark.parametrize(("text", "files"), INCLUDED.values(), ids=INCLUDED.keys())
def test_included_files(text: str, files: dict[str, str]) -> None:
    found = read(text, files)
    assert (sorted(listed(found)), found.opaque) == (["a", "b"], ())


def test_constraints_narrow_and_add_nothing() -> None:
    found = read("-c all.txt\nA-b>=1\nc\n", {"all.txt": "a_b<3\nd==4\n-r more.txt\n"})
    assert (listed(found), found.opaque) == (["A-b<3,>=1", "c"], ())


MARKERS = {
    "linux": ('sys_platform == "linux"', "3.12", "x86_64", True),
    "windows": ('sys_platform == "win32"', "3.12", "x86_64", False),
    "python": ('python_version < "3.13"', "3.12", "x86_64", True),
    "older-python": ('python_version < "3.13"', "3.13", "x86_64", False),
    "full-python": ('python_full_version >= "3.12.0"', "3.12", "x86_64", True),
    "machine": ('platform_machine == "aarch64"', "3.12", "arm64", True),
    "other-machine": ('platform_machine == "aarch64"', "3.12", "x86_64", False),
    "implementation": ('implementation_name == "pypy"', "3.12", "x86_64", False),
    "extra": ('extra == "x"', "3.12", "x86_64", False),
}


@pytest.mark.parametrize(
    ("marker", "python", "machine", "holds"), MARKERS.values(), ids=MARKERS.keys()
)
def test_markers_are_for_lambda(marker: str, python: str, machine: str, *, holds: bool) -> None:
    found = read(f"a; {marker}\n", python=python, machine=machine)
    assert [requirement.name for requirement in found.listed] == (["a"] if holds else [])


def test_marker_of_an_address() -> None:
    wheels = {"a": "sys_platform == 'win32'", "b": "python_version > '3'"}
    lines = [f"./{name}-1-py3-none-any.whl ; {marker}\n" for name, marker in wheels.items()]
    assert [requirement.name for requirement in read("".join(lines)).listed] == ["b"]


ENCODINGS = {
    "mark": "a\nb\n".encode("utf-8-sig"),
    "utf-16": "a\nb\n".encode("utf-16"),
    "latin-1": "a\n# ü\nb\n".encode("latin-1"),
    "stated": "# -*- coding: latin-1 -*-\na\nb # ü\n".encode("latin-1"),
    "stated-wrongly": b"# coding: no-such-thing\na\nb\n",
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_encodings(data: bytes) -> None:
    assert listed(read(data)) == ["a", "b"]


LOCKS = {
    "pip-compile": ("#\n# This file is autogenerated by pip-compile\n#\na==1\n", True),
    "uv": ("#    uv pip compile requirements.in\na==1\n    # via b\nb==2\n", True),
    "ours": ("# From a>=1, pinned for python3.12 on x86_64.\na==1\nb==2\n", True),
    "hashes": ("a==1 --hash=sha256:1\n", True),
    "pinned-by-hand": ("a==1\nb==2\n", False),
    "not-pinned": ("# This file is autogenerated by pip-compile\na>=1\n", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "is_lock"), LOCKS.values(), ids=LOCKS.keys())
def test_locks(text: str, *, is_lock: bool) -> None:
    assert read(text).is_lock is is_lock


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(["-r a.txt", "-c a.txt", "\\", "--hash=", "-", "-e", "a;", "a @", "#egg="]),
    )
)


@given(LINES)
def test_nothing_is_too_broken(lines: list[str]) -> None:
    text = "\n".join(lines)
    data = text.encode("utf-8", "surrogatepass")
    read(data, {"a.txt": text.encode("utf-8", "replace").decode()})


@given(st.binary())
def test_no_bytes_are_too_broken(data: bytes) -> None:
    assert isinstance(read(data), Requirements)
