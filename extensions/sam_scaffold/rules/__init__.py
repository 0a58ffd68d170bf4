"""Rules for cfn-lint that know the code on disk, the layers, the style and the components.

``cfn-lint --append-rules sam_scaffold.rules`` loads all of them, as `sam-scaffold check` does.
Each module is a rule, except those whose name begins with an underscore. Knows what is wrong
with an application and how to fix it; must not know other rules or output formats.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ._rule import Rule


def _found() -> dict[str, type[Rule]]:
    """Return the rules of all modules, by their id."""
    names = [module.name for module in iter_modules(__path__) if not module.name.startswith("_")]
    members = [vars(import_module(f".{name}", __name__)).values() for name in names]
    found = [
        member
        for values in members
        for member in values
        if isinstance(member, type) and issubclass(member, Rule) and member.id
    ]
    return {rule.id: rule for rule in sorted(found, key=lambda rule: rule.id[1:])}


RULES = _found()
"""Our rules by id, ``E9101`` for example."""

# cfn-lint loads the rules among a module's members.
globals().update({rule.__name__: rule for rule in RULES.values()})
