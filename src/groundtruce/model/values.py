"""The base of every noun: a frozen, keyword-only structure that reads and writes JSON by its own types."""

from typing import Any, dataclass_transform

from msgspec import Struct, StructMeta, field


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class _ValueMeta(StructMeta):
    """Makes every subclass of `Value` frozen and keyword-only, which msgspec leaves to each class to say."""

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        tag: str | None = None,
        tag_field: str | None = None,
    ) -> "_ValueMeta":
        return super().__new__(
            cls,
            name,
            bases,
            namespace,
            frozen=True,
            kw_only=True,
            forbid_unknown_fields=True,
            tag=tag,
            tag_field=tag_field,
        )


class Value(Struct, metaclass=_ValueMeta):
    """A value: compared by content, never changed. Its fields are its JSON format.

    A class with a `tag` writes it as the field `tag_field` (`type` unless named): one of several kinds, or a format's name.
    """
