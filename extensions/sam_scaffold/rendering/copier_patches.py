"""All patches of Copier, Jinja and PyYAML at run time, each with a measurement.

They only save time, and do not change what is rendered. Measured on `add function
--defaults` with copier 9.19, Jinja 3.1 and PyYAML 6.0.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from importlib import import_module
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # slow to import, and --help needs none of it
    from jinja2 import BytecodeCache, Environment


def speed_up(
    environment: Environment, code: dict[str, CodeType], files: BytecodeCache | None
) -> None:
    """Patch an environment so that it does not compile the same texts again.

    Args:
        environment: The environment with which Copier renders.
        code: The compiled texts of copier.yml.
        files: The cache of the template's compiled files, None if there is none.
    """
    share_globals(environment)
    keep_templates(environment)
    keep_code(environment, code)
    keep_files(environment, files)


def share_globals(environment: Environment) -> None:
    """Give all templates the environment's globals, not a view of them for each.

    Jinja copies the globals for each text that it renders, and a view of two mappings takes 20
    times as long to copy as a dict. Without this patch, rendering takes 12 % more time.
    """
    view = environment.make_globals

    def make_globals(d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return view(d) if d else environment.globals

    environment.make_globals = make_globals  # type: ignore[method-assign]


def keep_templates(environment: Environment) -> None:
    """Create one Jinja template for each text, and none for a text without expressions.

    Copier creates templates for the settings of all questions and for each of their choices,
    several times. Without this patch, the command takes 9 % more time.
    """
    of_text = lru_cache(maxsize=None)(environment.from_string)

    @wraps(environment.from_string)
    def from_string(source: Any, *args: Any, **kwargs: Any) -> Any:
        if not (args or kwargs) and isinstance(source, str) and is_constant(environment, source):
            return _Constant(source)
        return of_text(source, *args, **kwargs)

    environment.from_string = from_string  # type: ignore[method-assign]


def is_constant(environment: Environment, text: str) -> bool:
    """Return whether Jinja renders a text unchanged.

    Args:
        environment: The environment that would render it.
        text: The text; line statements, which copier.yml does not have, are not found.
    """
    marks = (
        environment.variable_start_string,
        environment.block_start_string,
        environment.comment_start_string,
        "\r",
    )
    cut = text.endswith("\n") and not environment.keep_trailing_newline
    return not cut and not any(mark in text for mark in marks)


class _Constant:
    """The part of a Jinja template that Copier uses, for a text that is rendered unchanged."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render(self, *_args: Any, **_kwargs: Any) -> str:
        """Return the text."""
        return self._text


def keep_code(environment: Environment, code: dict[str, CodeType]) -> None:
    """Compile each text of copier.yml once for all components and commands.

    Copier compiles about 250 texts for each component. Without this patch, the command takes
    13 % more time.

    Args:
        environment: The environment with which Copier renders.
        code: The code by text, to which new code is added.
    """
    compile_text: Callable[..., Any] = environment.compile

    @wraps(environment.compile)
    def compiled(source: Any, *args: Any, **kwargs: Any) -> Any:
        if args or kwargs or not isinstance(source, str):
            return compile_text(source, *args, **kwargs)
        if source not in code:
            code[source] = compile_text(source)
        return code[source]

    environment.compile = compiled  # type: ignore[method-assign]


def keep_files(environment: Environment, files: BytecodeCache | None) -> None:
    """Set the cache of the template's compiled files, for which Copier has no setting.

    Without this patch, the command takes 10 % more time.
    """
    environment.bytecode_cache = files


@contextmanager
def yaml_in_c() -> Iterator[None]:
    """Make Copier read its configuration with PyYAML's loader in C, if PyYAML has it.

    Copier uses the loader in Python. Without this patch, the command makes 14 % more calls.
    """
    import yaml  # noqa: PLC0415 - imported by Copier at this point

    in_python = yaml.SafeLoader
    yaml.SafeLoader = getattr(yaml, "CSafeLoader", in_python)  # type: ignore[misc]
    try:
        yield
    finally:
        yaml.SafeLoader = in_python  # type: ignore[misc]


@contextmanager
def without_git() -> Iterator[None]:
    """Make Copier copy a folder that is not a git repository without running git.

    For each component, Copier runs git four times to find whether the template is a repository or
    a bundle, and once for each file to find whether the file is executable in the repository to
    which it is written. An exported version is not a repository, and neither is the staging
    folder. These runs take a tenth of the command's time.
    """
    from copier import _main, _template  # noqa: PLC0415 - slow to import

    modules: tuple[Any, ...] = (_main, _template)
    name = "is_git_available"
    patched = [(module, getattr(module, name)) for module in modules if hasattr(module, name)]
    for module, _ in patched:
        module.is_git_available = _never
    try:
        yield
    finally:
        for module, before in patched:
            module.is_git_available = before


def _never() -> bool:
    return False


@contextmanager
def asked_once() -> Iterator[None]:
    """Make copier compute the condition and the default of a question once.

    Copier computes both again for each use, the default of a question with a false condition
    twice. The last one of those renders the whole snippet: without this change, the command takes
    7 % more time.
    """
    from copier._user_data import Question  # noqa: PLC0415 - slow to import

    methods = {name: getattr(Question, name) for name in ("get_default", "get_when")}
    for name, method in methods.items():
        setattr(Question, name, _kept(method))
    try:
        yield
    finally:
        for name, method in methods.items():
            setattr(Question, name, method)


@contextmanager
def answers_in_a_dict() -> Iterator[None]:
    """Make Copier combine the answers with updates of a dict.

    Copier makes a dict of a `ChainMap` for each question and each part of a path, which looks up
    every key in Python. Without this patch, rendering takes 8 % more time.
    """
    from copier import _user_data  # noqa: PLC0415 - slow to import

    module: Any = _user_data
    before = getattr(module, "ChainMap", None)
    if before is not None:
        module.ChainMap = _combined
    try:
        yield
    finally:
        if before is not None:
            module.ChainMap = before


def _combined(*maps: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries of mappings, the first of which has the last word."""
    found: dict[str, Any] = {}
    for entries in reversed(maps):
        found.update(entries)
    return found


_CONFIGURATIONS: dict[Path, bytes] = {}
"""The configurations of commits that this process has read."""


@contextmanager
def read_once() -> Iterator[None]:
    """Make Copier read the configuration of a commit's checkout once for all components.

    Copier reads copier.yml and the files that it includes for each component. Without this patch,
    rendering a second one takes 8 % more time.
    """
    from copier import _template  # noqa: PLC0415 - slow to import

    module: Any = _template
    load = module.load_template_config

    @wraps(load)
    def loaded(file: Path, *args: Any, **kwargs: Any) -> Any:
        if file not in _CONFIGURATIONS:
            _CONFIGURATIONS[file] = pickle.dumps(load(file, *args, **kwargs))
        return pickle.loads(_CONFIGURATIONS[file])  # noqa: S301 - from the line above

    module.load_template_config = loaded
    try:
        yield
    finally:
        module.load_template_config = load


def _kept(method: Callable[[object], object]) -> Callable[[object], object]:
    """Return a method without arguments whose result an object keeps."""
    key = f"_{method.__name__}"

    @wraps(method)
    def kept(self: object) -> object:
        found = vars(self)
        if key not in found:
            found[key] = method(self)
        return found[key]

    return kept


_PROMPTS = (
    "questionary",
    "questionary.prompts",
    "questionary.prompts.common",
    "prompt_toolkit",
    "prompt_toolkit.lexers",
    "pygments",
    "pygments.lexers",
    "pygments.lexers.data",
)
"""Modules that copier imports names from to ask questions with."""


def import_copier(*, ask: bool) -> None:
    """Import copier, and what it asks questions with only if it is to ask some.

    Copier imports these packages in any case, and with defaults only uses questionary's class of
    a choice; without this change, the command takes 15 % more time.

    Args:
        ask: Whether copier is to ask questions.
    """
    if not ask and sys.modules.keys().isdisjoint(("copier", *_PROMPTS)):
        stand_ins = {name: _StandIn(name) for name in _PROMPTS}
        sys.modules.update(stand_ins)
        try:
            import_module("copier")
        finally:
            for name in stand_ins:
                del sys.modules[name]
    import_module("copier")
    if ask:
        _import_prompts()


def _import_prompts() -> None:
    """Give copier the names that stand-ins took the place of."""
    loaded = [module for name, module in sys.modules.items() if name.startswith("copier.")]
    for module in loaded:
        for name, value in list(vars(module).items()):
            if isinstance(value, _Unimported):
                setattr(module, name, value.imported())


class _StandIn(ModuleType):
    """A module in place of one that is imported with the first question."""

    def __getattr__(self, name: str) -> _Unimported:
        if name.startswith("__"):
            raise AttributeError(name)
        return _UnimportedChoice(self, name) if name == "Choice" else _Unimported(self, name)


@dataclass(frozen=True)
class _Unimported:
    """A name of a module that is imported with the first question."""

    module: ModuleType
    name: str

    def imported(self) -> Any:
        """Return what the name means."""
        return getattr(import_module(self.module.__name__), self.name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.imported()(*args, **kwargs)


class _UnimportedChoice(_Unimported):
    """The class of a choice, of which copier only reads two attributes if it does not ask."""

    def __call__(self, title: str, value: Any, *, disabled: str) -> _Choice:
        return _Choice(title if value is None else value, disabled)


@dataclass(frozen=True)
class _Choice:
    """A choice of a question that is not asked."""

    value: Any
    disabled: str
