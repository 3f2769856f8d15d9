"""Plain data to JSON and back, for what crosses a process border or lies in a state file: nothing is unpickled."""

from __future__ import annotations

import dataclasses
import json
import types
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def pack(thing: object) -> bytes:
    """A dataclass of plain data as compressed JSON; the same data gives the same bytes."""
    return zlib.compress(json.dumps(flat(thing), ensure_ascii=True, separators=(",", ":")).encode(), 3)


def unpack(kind: type[T], data: bytes) -> T:
    """The dataclass back. Raises ValueError where the bytes are not what ``pack`` wrote."""
    try:
        build: Callable[[Any], T] = builder(kind)  # type: ignore[arg-type]
        found = build(json.loads(zlib.decompress(data)))
    except (zlib.error, TypeError, LookupError) as error:
        raise ValueError(f"not a stored {kind.__name__}") from error
    return found


def storable(words: str) -> str:
    """The words as every database holds them: half of a surrogate pair is written as \\udNNN."""
    return words.encode("utf-8", "backslashreplace").decode()


def flat(thing: object) -> Any:
    """Dataclasses and tuples as lists, field by field; strings, numbers and None as they are."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return [flat(getattr(thing, field.name)) for field in dataclasses.fields(thing)]
    if isinstance(thing, tuple | list):
        return [flat(each) for each in thing]
    return thing


@cache
def builder(kind: Any) -> Callable[[Any], Any]:
    """A function that builds the kind (a dataclass, tuple, optional or plain type) from its flat form."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        parts = [builder(hints[field.name]) for field in dataclasses.fields(kind)]
        return lambda data: kind(*[part(each) for part, each in zip(parts, data, strict=True)])
    if get_origin(kind) is tuple:
        return _tuple_builder(get_args(kind))
    if get_origin(kind) is types.UnionType:
        inner = builder(next(each for each in get_args(kind) if each is not type(None)))
        return lambda data: None if data is None else inner(data)
    return lambda data: data


def _tuple_builder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each_one = builder(arguments[0])
        return lambda data: tuple([each_one(each) for each in data])
    parts = [builder(argument) for argument in arguments]
    return lambda data: tuple([part(each) for part, each in zip(parts, data, strict=True)])
