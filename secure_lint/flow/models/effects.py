"""What a modelled call does to values: its effects, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.filled_arrays import may_be_filled
from secure_lint.flow.code.frame import RESULT, CallSite, Frame, Unsettled
from secure_lint.flow.code.statements import update
from secure_lint.flow.models.call_backs import before_returned, this_of, with_returned
from secure_lint.flow.models.ciphering import ciphered, protection_of
from secure_lint.flow.models.emission import emit, scaled
from secure_lint.flow.models.filters import filtered
from secure_lint.flow.models.kept_states import report_kept
from secure_lint.flow.models.object_texts import MESSAGES
from secure_lint.flow.models.ports import (
    arguments_behind,
    at_port,
    constant_at,
    entry_of,
    entry_place,
    entry_read,
    is_given,
    key_at,
    on_argument,
    told_at,
)
from secure_lint.flow.models.serialised import with_members_of
from secure_lint.flow.models.sink_arguments import arriving, is_of_constants, name_at, with_answers
from secure_lint.flow.models.stores import handed_on
from secure_lint.flow.models.type_origins import with_type_origin
from secure_lint.flow.models.wrapping import unwrapped
from secure_lint.flow.server.class_records import record_label, with_records
from secure_lint.flow.server.comparisons import CALLER, report_comparison
from secure_lint.flow.server.facts import listing, marked, report_facts
from secure_lint.flow.server.records import is_record, report_members, report_object
from secure_lint.flow.values.known import single_text
from secure_lint.flow.values.summaries import depends_on_parameter
from secure_lint.flow.values.texts import beginning_of, filled_in
from secure_lint.flow.values.value import (
    UNKNOWN,
    Label,
    StoreState,
    Taint,
    Trace,
    Value,
    all_taints,
    filled,
    join,
    merge_taints,
    origins,
    protected,
    stepped,
)
from secure_lint.knowledge.call_words import CallBack, Sink
from secure_lint.knowledge.models import CallModel
from secure_lint.label.ports import parse_port
from secure_lint.model.finding import Step
from secure_lint.model.program import Call, Expression, Member, Name, Record

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_SAVES, _ASSIGNS = "server.save", "server.assign"

MOST_ROUNDS = 64
"""A function is called for each object of a list of so many; of a longer one for all at once."""


class Effects:
    """Applies models to calls."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter

    def apply(self, frame: Frame, site: CallSite, models: tuple[CallModel, ...]) -> Value:
        """The value of a call that the models describe, after all that it does."""
        if models[0].of_records and site.receiver is not None:
            known = with_records(self._interpreter, site.receiver, site.location)
            site = msgspec.structs.replace(site, receiver=known)
        site = filtered(self._interpreter, on_argument(site, models[0]), models[0].filters)
        receiver = site.receiver or UNKNOWN
        result = self._result(frame, site, models[0], receiver)
        made_here = receiver.is_type
        for model in models:
            receiver = self._change_receiver(frame, site, model, receiver)
            result = self._change_result(site, model, receiver, result)
            if made_here:
                result = ciphered(site, model, self._recorded(site, model, result))
            for member, port in model.results.items():
                given = told_at(site, port)
                result = result if given is None else result.with_member(member, given)
            result = marked(model, site, result)
            if model.of_records and model.fetches:
                result = self._of_class(result, receiver)
            self._report(frame, site, model, receiver, result)
            report_facts(self._interpreter, frame, site, model, receiver, result)
            if model.keep is not None:
                report_kept(self._interpreter, frame, site, model.keep, result)
            if model.compares:
                report_comparison(frame, site, (at_port(site, port) for port in model.compares))
            if model.uses is not None:
                result = with_members_of(self._interpreter, site, at_port(site, model.uses), result)
            result = self._call_back(frame, site, model, result)
        may_be_filled(self._interpreter, frame, site, models)
        if receiver is not site.receiver and not made_here:
            update(self._interpreter, frame, _holder_of(frame, site), receiver)
        return receiver if models[0].returns == "receiver" else result

    def _of_class(self, result: Value, receiver: Value) -> Value:
        label = record_label(self._interpreter, receiver)
        return result if label is None else msgspec.structs.replace(result, taints=(*result.taints, Taint(label)))

    @staticmethod
    def _recorded(site: CallSite, model: CallModel, value: Value) -> Value:
        for member, port in model.record.items():
            if is_given(site, port):
                value = value.with_member(member, at_port(site, port))
        return value

    def _result(self, frame: Frame, site: CallSite, model: CallModel, receiver: Value) -> Value:
        step = Step(site.location, f"through `{site.written}`")
        returns = model.returns
        if returns == "receiver":
            return receiver
        if returns is not None and returns.startswith("argument"):
            return stepped(at_port(site, returns), step)
        taints = () if model.drops or model.read or model.origin else stepped(receiver, step).taints
        kept = returns is not None and not model.drops
        value = Value(
            taints=taints if not model.protect else (),
            type=returns,
            store=receiver.store if kept else None,
            members=receiver.members if kept else None,
        )
        if receiver.is_type:
            value = Value(type=returns)
        for flow in model.passes:
            source = at_port(site, flow.source)
            if flow.fills:
                given, numbered = arguments_behind(site, flow.source), flow.fills == "numbered"
                source = filled_in(source, given, begins=flow.begins, numbered=numbered)
            elif flow.begins:
                source = beginning_of(source)
            if flow.target == "return":
                value = self._flow_into(value, stepped(source, step), returns)
            elif flow.target != "receiver":
                self._put(frame, site, flow.target, stepped(source, step))
        if value.exact and sum(flow.target == "return" for flow in model.passes) > 1:
            value = msgspec.structs.replace(value, exact=False)
        if model.instance_of is not None:
            value = value.with_type(at_port(site, model.instance_of).type)
        return value

    @staticmethod
    def _flow_into(value: Value, source: Value, returns: str | None) -> Value:
        merged = join(value, source) if value is not UNKNOWN else source
        constants = merged.constants
        alias = source.alias if not value.taints else None
        wording = source.wording or value.wording
        exact = source.exact and bool(constants) and not value.constants
        replaced = msgspec.structs.replace(merged, constants=constants, exact=exact, alias=alias, wording=wording)
        return msgspec.structs.replace(replaced, type=returns) if returns is not None else replaced

    def _put(self, frame: Frame, site: CallSite, port: str, value: Value) -> None:
        parsed = parse_port(port)
        if parsed.kind == "argument" and parsed.position is not None and parsed.position < len(site.arguments):
            update(self._interpreter, frame, site.arguments[parsed.position].expression, value)

    def _change_receiver(self, frame: Frame, site: CallSite, model: CallModel, receiver: Value) -> Value:
        if not receiver.is_type:
            receiver = self._recorded(site, model, receiver)
        if model.acts_on is not None and model.open is not None:
            receiver = msgspec.structs.replace(receiver, store=self._opened(site, model))
        receiver = ciphered(site, model, receiver)
        if model.write is not None and model.write.key is not None and receiver.store is None:
            key_text = single_text(at_port(site, model.write.key))
            if key_text is not None:
                put = entry_of(at_port(site, model.write.value), key_text, site.location)
                receiver = receiver.with_member(key_text, put)
        for flow in model.passes:
            if flow.target == "receiver":
                step = Step(site.location, f"into `{site.written}`")
                receiver = filled(receiver, stepped(at_port(site, flow.source), step))
        for protection in model.protect:
            if protection.target == "receiver":
                mark = protection_of(site, protection.kind, protection.key)
                taken = protected(at_port(site, protection.source), mark)
                receiver = msgspec.structs.replace(receiver, taints=merge_taints(receiver.taints, taken.taints))
        if model.origin is not None and model.origin_port == "receiver":
            receiver = filled(receiver, self._with_origin(Value(), model.origin, site))
        elif model.origin is not None and model.origin_port != "return":
            # It is still the array that was handed in: callers find it filled.
            given = at_port(site, model.origin_port)
            self._put(frame, site, model.origin_port, self._with_origin(Value(alias=given.alias), model.origin, site))
        return receiver

    def _change_result(self, site: CallSite, model: CallModel, receiver: Value, result: Value) -> Value:
        if model.origin is not None and model.origin_port == "return" and not _read_in_secret(model, receiver):
            result = self._with_origin(result, model.origin, site)
        if model.yields is not None:
            result = self._interpreter.names.yielded(result, model.yields, site.name, site.location)
        for protection in model.protect:
            if protection.target == "return":
                mark = protection_of(site, protection.kind, protection.key)
                step = Step(site.location, f"{mark.kind} by `{site.written}`")
                result = protected(stepped(at_port(site, protection.source), step), mark).with_type(model.returns)
                if mark.kind == "hashed" and is_of_constants(site):
                    result = self._with_origin(result, "literal", site)
        if model.open is not None:
            opened = self._opened(site, model)
            if model.open.unless_known and result.store is not None:
                # A file in a known folder is kept as that is; what names it stands here.
                named = result.store.name if result.store.name is not None else opened.name
                opened = msgspec.structs.replace(result.store, name=named)
            result = msgspec.structs.replace(result, store=opened)
        if model.read is not None:
            key = single_text(at_port(site, model.read.key)) if model.read.key else None
            recorded = receiver.member(key) if key is not None else None
            if recorded is not None:
                result = recorded
            elif key is not None:
                result = self._interpreter.names.keyed(entry_read(receiver, result), key, site.location)
        if model.constant is not None:
            result = msgspec.structs.replace(constant_at(site, model.constant), type=model.returns)
        if receiver.store is not None and model.returns is not None and model.open is None and not model.drops:
            result = msgspec.structs.replace(result, store=handed_on(receiver, receiver.store))
        return result

    @staticmethod
    def _with_origin(value: Value, kind: str, site: CallSite) -> Value:
        taint = Taint(Label("origin", kind, site.written), Trace(Step(site.location, f"`{site.written}`: {kind}")))
        return msgspec.structs.replace(value, taints=merge_taints((taint,), value.taints))

    def _opened(self, site: CallSite, model: CallModel) -> StoreState:
        opened = model.open
        assert opened is not None  # noqa: S101  (the caller has checked)
        key = key_at(site, opened.key)
        return StoreState(
            engine=opened.engine,
            name=single_text(at_port(site, opened.name)) if opened.name else None,
            at_rest="ciphered" if key is not None else opened.at_rest,
            key_origins=origins(key) if key is not None else (opened.key_origin,) if opened.key_origin else (),
            schema=self._schema(site, opened.schema),
            location=site.location,
            established=opened.established,
            late_key=opened.late_key,
        )

    def _schema(self, site: CallSite, port: str | None) -> str | None:
        if port is None:
            return None
        value = at_port(site, port)
        text = single_text(value)
        return text if text is not None else value.type if value.is_type else None

    def _report(self, frame: Frame, site: CallSite, model: CallModel, receiver: Value, result: Value) -> None:
        if model.onto is None or is_record(self._interpreter, at_port(site, model.onto)):
            for sink in model.sinks:
                self._sink(frame, site, sink, receiver, result)
        if model.write is not None:
            holder = receiver if model.write.store == "receiver" else at_port(site, model.write.store, result)
            entries = at_port(site, model.write.entries) if model.write.entries is not None else None
            if entries is not None and entries.members:
                for name in sorted(entries.members):
                    entry = entries.members[name]
                    placed = msgspec.structs.replace(site, location=entry_place(entry, site.location))
                    self._write(frame, placed, entry, constant_at(placed, name), holder)
            else:
                key = at_port(site, model.write.key) if model.write.key is not None else UNKNOWN
                value = at_port(site, model.write.value)
                if model.write.value == model.uses:
                    value = with_members_of(self._interpreter, site, value, value)
                if model.write.data is not None:
                    value = self._interpreter.names.stated(value, model.write.data, site.written, site.location)
                self._write(frame, site, value, key, holder)
        if model.origin == CALLER:
            self._emit(frame, site, f"origin.{CALLER}", UNKNOWN, UNKNOWN, UNKNOWN)
        if model.read is not None:
            holder = receiver if model.read.store == "receiver" else at_port(site, model.read.store)
            key = at_port(site, model.read.key) if model.read.key is not None else UNKNOWN
            self._emit(frame, site, "store.read", result, key, holder)
        if model.open is not None and model.open.established:
            self._emit(frame, site, "store.open", result, UNKNOWN, result)
        if model.establish and receiver.store is not None:
            self._emit(frame, site, "store.open", receiver, UNKNOWN, receiver)

    def _sink(self, frame: Frame, site: CallSite, sink: Sink, receiver: Value, result: Value) -> None:
        if sink.settled and sink.port == "return":
            frame.unsettled.append(Unsettled(RESULT, sink, site, tuple(frame.guards), result))
            return
        if sink.settled and isinstance(site.target, Name):
            frame.unsettled.append(Unsettled(site.target.identifier, sink, site, tuple(frame.guards)))
            return
        if sink.kind in MESSAGES:
            site = self._interpreter.texts.in_messages(frame, site)
        value = arriving(self._interpreter, site, sink, receiver, result)
        if sink.kind in self._interpreter.data_sinks:
            value = with_answers(self._interpreter, frame, site, sink.port, value)
            if not all_taints(value):
                return
        if sink.kind == _SAVES and sink.port == "arguments":
            report_members(self._interpreter, frame, site, receiver)
        elif sink.kind == _ASSIGNS:
            report_object(frame, site, value, receiver, sink.referring)
        self._emit(frame, site, sink.kind, scaled(value, sink.scale), name_at(site, sink), receiver, sink.after)

    def settle(self, frame: Frame, since: int, left: Callable[[str], bool]) -> None:
        """Report the settled sinks met after the first ``since`` whose variable is left now."""
        waiting = frame.unsettled[since:]
        del frame.unsettled[since:]
        for one in waiting:
            if not left(one.variable):
                frame.unsettled.append(one)
                continue
            value = frame.receivers[-1] if one.variable == "this" and frame.receivers else None
            value = frame.variables.get(one.variable, one.made) if value is None else value
            if value is None or value.alias is not None:
                continue
            guards, frame.guards = frame.guards, list(one.guards)
            self._emit(frame, one.site, one.sink.kind, value, name_at(one.site, one.sink), value)
            frame.guards = guards

    def _write(self, frame: Frame, site: CallSite, value: Value, key: Value, holder: Value) -> None:
        """Report a write, unless what is written to is no store and no caller can know better."""
        if holder.store is not None or depends_on_parameter(holder):
            self._emit(frame, site, "store.write", value, key, holder)

    def _emit(
        self,
        frame: Frame,
        site: CallSite,
        kind: str,
        value: Value,
        name: Value,
        holder: Value,
        after: str | None = None,
    ) -> None:
        if name.type is not None and not name.exact:
            self._interpreter.wanted.type(name.type)
        emit(frame, site, kind, value, name, holder, after)

    def _handed_over(self, site: CallSite, type_name: str) -> Value:
        """An object of a type that a call hands to a function: it stands for the store of the call's receiver."""
        value = Value(type=type_name, store=site.receiver.store if site.receiver is not None else None)
        value = with_type_origin(self._interpreter, value, type_name, site.location, "origin")
        return self._interpreter.stores.provided(value, ())

    def _call_back(self, frame: Frame, site: CallSite, model: CallModel, result: Value) -> Value:
        for back in model.call_back:
            handed = unwrapped(at_port(site, back.port))
            if handed.closure is None:
                continue
            arguments = tuple(
                at_port(site, one, result)
                if one.startswith(("receiver", "argument", "return"))
                else self._handed_over(site, one)
                for one in back.parameters
            )
            this = None
            if back.this is not None:
                this = this_of(site, back.this, result) or self._handed_over(site, back.this)
            result = before_returned(result, back)
            for round_of in self._rounds(frame, site, back, arguments):
                returned = self._interpreter.invoke(frame, handed.closure, round_of, this)
                result = with_returned(result, returned, self._interpreter.last_receiver, back)
        return result

    def _rounds(
        self, frame: Frame, site: CallSite, back: CallBack, arguments: tuple[Value, ...]
    ) -> Iterator[tuple[Value, ...]]:
        """The arguments of each call of a function that is called for each object of a list in the source."""
        called_with_items = site.target is not None and "receiver" in back.parameters
        listed = listing(self._interpreter, frame, site.target) if called_with_items and site.target else None
        items = listed[1].items if listed is not None else ()
        if listed is None or len(items) > MOST_ROUNDS or not all(isinstance(one, Record) for one in items):
            yield arguments
            return
        position = back.parameters.index("receiver")
        for item in items:
            value = self._interpreter.evaluate(listed[0], item)
            yield (*arguments[:position], value, *arguments[position + 1 :])


def _holder_of(frame: Frame, site: CallSite) -> Expression | None:
    """What holds the receiver of a call: in a chain of calls that hand theirs on, the variable at its start."""
    start = site.target
    while isinstance(start, Call) and isinstance(start.callee, Member):
        start = start.callee.receiver
    held = isinstance(start, Name) and frame.variables.get(start.identifier) is site.receiver
    return start if held else site.target


def _read_in_secret(model: CallModel, receiver: Value) -> bool:
    """Whether a value comes out of a store that is ciphered: nobody else could read it there."""
    return model.read is not None and receiver.store is not None and receiver.store.at_rest == "ciphered"
