"""What a call does with a function that it was handed and calls back."""

from __future__ import annotations

from secure_lint.flow.code.frame import CallSite
from secure_lint.flow.values.value import ELEMENT, Value, join
from secure_lint.knowledge.call_words import CallBack


def before_returned(result: Value, back: CallBack) -> Value:
    """The result of a call before what a function returns that it calls back is added."""
    return Value(type=result.type) if back.result == "all" else result


def with_returned(result: Value, returned: Value, this: Value | None, back: CallBack) -> Value:
    """The result of a call with what a function returns that it calls back, or what its receiver has become."""
    if not back.result:
        return result
    if back.result == "this":
        return result if this is None else this
    if back.result != "element" or not returned.members:
        return join(result, returned)
    element = result.member(ELEMENT)
    return result.with_member(ELEMENT, returned if element is None else join(element, returned))


def this_of(site: CallSite, this: str, result: Value) -> Value | None:
    """The receiver of a function that is called back, where it is a value of the call itself."""
    return {"receiver": site.receiver, "return": result}.get(this)
