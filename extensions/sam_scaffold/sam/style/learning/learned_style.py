"""The whole style of a repository, learned from its SAM template."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ....transaction.repository_view import RepositoryView
from ...model.shared_layer import shared_folder, shared_layer
from ...model.template import Template
from ..house_style import HouseStyle
from .environment_style import environment_style
from .function_style import function_style, is_shared_first, layer_style, platform_style
from .observability_style import operations_style
from .powertools import powertools_style
from .roles import role_style
from .style_samples import voices


def learn(template: Template, repository: RepositoryView) -> HouseStyle:
    """Learn the style of a template, by majority; the standard where there is nothing to learn.

    Args:
        template: The SAM template that is to be extended.
        repository: The repository that it lies in, to look into layers.
    """
    shared = shared_layer(template, repository)
    learned = {
        **_style_of_functions(template),
        **layer_style(template, shared),
        **powertools_style(template, repository),
        "shared_first": is_shared_first(template, shared),
        "shared_content": shared_folder(template),
    }
    if shared is not None:
        learned["shared_layer"] = shared.logical_id
        learned["shared_source"] = shared.source
        learned["shared_package"] = shared.package
    return HouseStyle(**learned)


@lru_cache(maxsize=4)
def _style_of_functions(template: Template) -> Mapping[str, Any]:
    """Return the style of the functions in a template, once for all components."""
    members = voices(template)
    return {
        **platform_style(template),
        **function_style(template, members),
        **role_style(template, members),
        **environment_style(template, members),
        **operations_style(template),
    }
