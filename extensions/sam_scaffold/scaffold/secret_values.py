"""Whether a literal looks like a secret, which has no place in a template.

Three signs: the variable's name says so, the value has a form that makers of keys give
them, or it holds a run of characters as long and as mixed as the keys that machines make.
"""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?i)(^|_)(pass|passwd|password|passphrase|pwd|secret|token|credentials?"
    r"|(api|access|private|signing|secret|encryption)_?key)$"
)

_SAYS_WHERE = ("arn:", "/", "{{resolve:")
"""Beginnings of a value that only says where a secret lies, or has it looked up there:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

_FORM = re.compile(
    r"""(?x)
    \b(AKIA|ASIA)[0-9A-Z]{16}\b                       # AWS access keys
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY                 # PEM
    | \b(gh[pousr]_|[sr]k_(live|test)_|sk-|hf_|npm_|NRAK-)[A-Za-z0-9]{16,}
    | \b(github_pat_|glpat-|xox[abposr]-|sk-(proj|ant)-|pypi-Ag|AIza|dckr_pat_|hvs\.)[\w-]{16,}
    | \beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}            # JSON web tokens
    | \bBearer\ [\w.~+/=-]{16,}
    | ^[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@  # user:password@host
    | [?&](token|access_token|api_?key|sig|signature)=[\w%+/=-]{16,}
    | \b(hooks\.slack\.com/services|discord(app)?\.com/api/webhooks)/\w
    | (?i:\b(password|pwd|accountkey|sharedaccesskey)=[^;\s]{4,})
    """
)

_IDENTIFIER = re.compile(
    r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\bmrk-[0-9a-f]{32}|\bsha256:[0-9a-f]{64}"
)
"""What names something and is no key: a UUID, a key of several regions, a digest."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

_RUN = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
_CHANGE = re.compile(r"(?=[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z])")
"""Where a run goes on in another kind of character; a capital begins a word, though."""

_MOST_STEADY = 4
"""Characters between two changes of kind, on average: names have more, keys about two."""


def looks_secret(name: str, text: str) -> bool:
    """Whether the value of an environment variable looks like a secret.

    Args:
        name: The variable.
        text: Its value.
    """
    if not text or text.startswith(_SAYS_WHERE):
        return False
    named = _NAME.search(name) is not None
    return named or _FORM.search(text) is not None or _holds_key(text)


def _holds_key(text: str) -> bool:
    if _URL.match(text):  # ids stand there, as long and as mixed
        return False
    return any(map(_is_mixed, _RUN.findall(_IDENTIFIER.sub("", text))))


def _is_mixed(run: str) -> bool:
    digits = sum(character.isdigit() for character in run)
    return digits > 1 and len(_CHANGE.findall(run)) * _MOST_STEADY >= len(run)
