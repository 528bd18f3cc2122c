"""Repairs of moto, each one small function, one file a service.

A file names the module it repairs (`MODULE`) and has `patch(module)`. It is applied right after moto imports that
module: the emulator starts without importing every service.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any


class _PatchFinder(importlib.abc.MetaPathFinder):
    """Lets the ordinary finders find a module, and patches it once it has run."""

    def __init__(self, patches: dict[str, Callable[[ModuleType], None]]) -> None:
        self._patches = patches

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        patch = self._patches.pop(name, None)
        if patch is None:
            return None
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            raise ImportError(f"{name} is gone from moto: its patch no longer applies")
        run = spec.loader.exec_module

        def run_and_patch(module: ModuleType) -> None:
            run(module)
            patch(module)

        spec.loader.exec_module = run_and_patch  # type: ignore[method-assign]
        return spec


def install() -> None:
    found: dict[str, Callable[[ModuleType], None]] = {}
    for module_info in pkgutil.iter_modules(__path__):
        patch_module = importlib.import_module(f"{__name__}.{module_info.name}")
        if patch_module.MODULE in sys.modules:
            patch_module.patch(sys.modules[patch_module.MODULE])
        else:
            found[patch_module.MODULE] = patch_module.patch
    sys.meta_path.insert(0, _PatchFinder(found))
