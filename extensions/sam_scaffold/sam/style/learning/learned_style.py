"""Learning of a repository's whole style from its SAM template."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ....transaction.repository_view import RepositoryView
from ...model.shared_layer import shared_folder, shared_layer
from ...model.template import Template
from ..house_style import HouseStyle
from .companion_style import companion_style, is_shared_code_usual
from .environment_style import environment_style
from .function_style import function_style, is_shared_first, layer_style, platform_style
from .observability_style import observability_style
from .powertools import powertools_style
from .roles import role_style
from .style_samples import style_samples


def learn(template: Template, repository: RepositoryView) -> HouseStyle:
    """Learn the style of a template by majority; without functions, it is the standard.

    Args:
        template: The SAM template to add components to.
        repository: Its repository, which has the content of layers.
    """
    shared = shared_layer(template, repository)
    learned = {
        **_style_of_functions(template, shared.logical_id if shared else ""),
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
def _style_of_functions(template: Template, shared_layer: str) -> Mapping[str, Any]:
    """Learn the style of the functions in the text of a template, once for all components."""
    samples = style_samples(template)
    return {
        **platform_style(template),
        **function_style(template, samples),
        **role_style(template, samples),
        **environment_style(template, samples),
        **observability_style(template),
        **companion_style(template, samples),
        "shared_code": is_shared_code_usual(template, samples, shared_layer),
    }
