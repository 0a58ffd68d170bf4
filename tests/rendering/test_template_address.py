"""Addresses of templates: what git takes, and which name the same repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.rendering.template_address import git_address, is_same

ADDRESSES = {
    "gh:acme/sam-scaffold": "https://github.com/acme/sam-scaffold",
    "gl:/acme/sam-scaffold.git": "https://gitlab.com/acme/sam-scaffold.git",
    "git+https://git.acme.example/sam": "https://git.acme.example/sam",
    "git+ssh://git@acme.example/sam": "ssh://git@acme.example/sam",
    "git@acme.example:acme/sam.git": "git@acme.example:acme/sam.git",
}


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.items(), ids=ADDRESSES.keys())
def test_addresses_are_what_copier_takes(address: str, expected: str) -> None:
    assert git_address(address) == expected


SAME = {
    "with-git": ("git+https://github.com/acme/sam", "https://github.com/acme/sam.git"),
    "alias": ("git+https://github.com/acme/sam", "gh:acme/sam"),
    "ssh": ("https://git.acme.example/a/sam.git", "git@git.acme.example:a/sam.git"),
    "ssh-scheme": ("https://git.acme.example/a/sam", "git+ssh://git@git.acme.example/a/sam"),
    "upper-case-host": ("https://github.com/acme/sam", "https://GitHub.com/acme/sam/"),
    "folder": (str(Path.home() / "sam"), "~/sam"),
    "file": (str(Path.home() / "sam"), f"git+file://{Path.home() / 'sam'}"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_spellings_of_one_repository_are_the_same(one: str, other: str) -> None:
    assert is_same(one, other)
    assert is_same(other, one)


OTHERS = {
    "another-owner": "https://github.com/evil/sam",
    "another-host": "https://github.com.evil.example/acme/sam",
    "without-encryption": "http://github.com/acme/sam",
    "another-user": "ssh://evil@github.com/acme/sam",
    "another-port": "https://github.com:8443/acme/sam",
    "upwards": "https://github.com/acme/sam/../../evil/sam",
    "escaped": "https://github.com/acme/sam%2f..%2f..%2fevil",
    "another-host-behind": "https://github.com\\@evil.example/acme/sam",
    "relative": "acme/sam",
    "program": "ext::sh -c evil https://github.com/acme/sam",
    "nothing": "",
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_other_addresses_are_not(other: str) -> None:
    assert not is_same("https://github.com/acme/sam", other)


def test_folder_behind_dots_is_another() -> None:
    assert not is_same("/home/me/sam", "/home/me/link/../sam")
    assert not is_same("/home/me/sam", "sam")
