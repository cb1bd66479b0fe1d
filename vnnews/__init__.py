"""vnnews reads Vietnamese news and returns what it says as objects.

>>> import vnnews
>>> article = vnnews.analyze("Đã có 31/577 xã, phường, thị trấn (bằng 5%) đăng ký.")
>>> article.checks[0].ok
True
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vnnews.api import *  # noqa: F403
    from vnnews.integrations import ray as ray
else:

    def __getattr__(name: str) -> Any:
        """The names of :mod:`vnnews.api`, imported when one is first used: help and completion have no time for them.

        ``vnnews.ray`` is not among them, because it needs an extra.
        """
        from importlib import import_module
        from importlib.util import find_spec

        if name == "ray" or find_spec(f"vnnews.{name}"):
            return import_module("vnnews.integrations.ray" if name == "ray" else f"vnnews.{name}")
        if name != "__all__" and name.startswith("__"):
            raise AttributeError(f"module 'vnnews' has no attribute {name!r}")
        api = import_module("vnnews.api")
        globals().update({"__all__": api.__all__, **{public: getattr(api, public) for public in api.__all__}})
        if name not in globals():
            raise AttributeError(f"module 'vnnews' has no attribute {name!r}")
        return globals()[name]

    def __dir__() -> list[str]:
        """What completion offers: what is meant to be used, not the rooms behind it."""
        return sorted({*__getattr__("__all__"), "__doc__", "__version__", "ray", "reading"})


__version__ = "0.1.0"
