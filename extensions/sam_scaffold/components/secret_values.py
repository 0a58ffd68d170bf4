"""Detection of literals that look like a secret, which must not be in a template.

There are three signs: the name of the variable, the known form of a key or token, and a run of
characters that is as long and as mixed as a generated key.
"""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?i)(^|_)(pass|passwd|password|passphrase|pwd|secret|token|credentials?"
    r"|(api|access|private|signing|secret|encryption)_?key)$"
)

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word begins within a name such as ``dbPassword``."""

_REFERENCE = re.compile(r"\{\{resolve:[^{}]*\}\}")
"""A reference to a value that CloudFormation looks up in a deployment:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

_LOCATIONS = ("arn:", "/")
"""Beginnings of a value that is the location of a secret, which is not secret itself."""

_FORM = re.compile(
    r"""(?x)
    (?<![A-Za-z0-9])(AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])    # AWS access keys
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY                         # PEM
    | LS0tLS1CRUdJTi[\w+/=]{16,}                              # PEM in Base64
    | (?<![A-Za-z0-9])(gh[pousr]_|[sr]k_(live|test)_|sk-|hf_|npm_|NRAK-)[A-Za-z0-9]{16,}
    | (?<![A-Za-z0-9])(github_pat_|glpat-|xox[abposr]-|sk-(proj|ant)-|pypi-Ag|AIza|dckr_pat_|hvs\.)
      [\w-]{16,}
    | (?<![A-Za-z0-9])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}      # JSON web tokens
    | \bBearer\ [\w.~+/=-]{16,}
    | [A-Za-z][A-Za-z0-9+.-]*://[^/\s:@"']*:[^/\s@"']+@       # user:password@host
    | [?&](token|access_token|api_?key|sig|signature)=[\w%+/=-]{16,}
    | \b(hooks\.slack\.com/services|discord(app)?\.com/api/webhooks)/\w
    | (?i:\b(password|pwd|accountkey|sharedaccesskey)=[^;\s]{4,})
    | (?i:["'](\w*_)?(password|pwd|secret|token|api_?key)\\?["']\s*:\s*\\?["'][^"']{4,})  # JSON
    """
)

_IDENTIFIER = re.compile(
    r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\bmrk-[0-9a-f]{32}|\bsha256:[0-9a-f]{64}"
)
"""Long identifiers that are not secret: a UUID, the id of a multi-Region key, a digest."""

_ADDRESS = re.compile(r"""(arn:|[A-Za-z][A-Za-z0-9+.-]*://)[^\s"',]*""")
"""An ARN or a URL, which may contain ids as long and as mixed as keys."""

_RUN = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
_CHANGE = re.compile(r"(?=[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z])")
"""A change of the kind of character, except from a capital to a small letter, as in a word."""

_MOST_STEADY = 4
"""Average number of characters between two changes: names have more, keys about two."""


def looks_secret(name: str, text: str) -> bool:
    """Return whether the value of an environment variable looks like a secret.

    Args:
        name: The variable.
        text: Its value, as the function reads it.
    """
    literal = _REFERENCE.sub("", text)
    if not literal:
        return False
    named = _NAME.search(_WORD.sub("_", name)) and not literal.startswith(_LOCATIONS)
    return bool(named) or _FORM.search(literal) is not None or _contains_key(literal)


def _contains_key(text: str) -> bool:
    remaining = _IDENTIFIER.sub("", _ADDRESS.sub("", text))
    return any(map(_is_mixed, _RUN.findall(remaining)))


def _is_mixed(run: str) -> bool:
    digits = sum(character.isdigit() for character in run)
    return digits > 1 and len(_CHANGE.findall(run)) * _MOST_STEADY >= len(run)
