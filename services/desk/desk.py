"""The desk: every command is decided on its history and appended under a guard, or answered no."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from itertools import chain
from time import monotonic
from typing import Final, cast

from eventsourcing.application import AggregateNotFoundError, Application, Cache
from eventsourcing.persistence import DataError, IntegrityError, Mapper
from eventsourcing.utils import Environment, EnvType
from msgspec import Struct

from events.envelope import UnknownFactError
from events.fact import Fact
from events.subjects import STREAM, AggregateId, policy_id
from services.decision import Context
from services.desk.aggregates import KINDS, addressee
from services.desk.faults import newer
from services.desk.history import FactMapper, History, Stamped, document, empty, project, read
from services.desk.orders import Answer, Order
from services.desk.plan import Plan, plan
from services.ledger import LedgerFactory
from services.ledger.recorders import LedgerApplicationRecorder
from services.ledger.wire import Wire
from services.policies.law import Law
from services.refusal import Conflict, Refused

ATTEMPTS: Final = 5
BATCH: Final = 1000
CACHED: Final = 20_000
LAW_AGE: Final = 1.0


class Handled(Struct, frozen=True):
    """An answer, and whether this call wrote its facts (a repetition did not)."""

    answer: Answer
    fresh: bool


class Desk(Application[str]):
    """Decides on the ledger; safe to call from any thread."""

    def __init__(self, nats_url: str, replicas: int = 1) -> None:
        """Open the ledger; every setting is given here, none comes from the environment."""
        self.replicas = replicas
        self._laws: dict[str, tuple[float, Law]] = {}
        super().__init__(
            {
                "PERSISTENCE_MODULE": "services.ledger",
                "NATS_URL": nats_url,
                "NATS_STREAM": STREAM,
                "NATS_REPLICAS": str(replicas),
                "ORIGINATOR_ID_TYPE": "text",
                "AGGREGATE_CACHE_MAXSIZE": str(CACHED),
                "DEEPCOPY_FROM_AGGREGATE_CACHE": "n",
            }
        )

        cache, recorder = self.repository.cache, self.recorder
        if cache is None or not isinstance(recorder, LedgerApplicationRecorder):
            raise TypeError(recorder)
        self._cache = cast("Cache[str, History]", cache)
        self.ledger = recorder

    def prepare(self, work: Callable[[Wire], Coroutine[object, object, None]]) -> None:
        """Run work on the ledger's own connection, such as making further streams."""
        if not isinstance(self.factory, LedgerFactory):
            raise TypeError(self.factory)
        self.factory.loop.run(work(self.factory.wire))

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Leave out the process environment: a stray variable would move the ledger."""
        return Environment(name, env)

    def construct_mapper(self) -> Mapper[str]:
        """Map facts, not the library's own events."""
        return FactMapper()

    def handle(self, order: Order) -> Handled:
        """Decide a command and append its facts, all of them or none; never raises a no."""
        refused: Refused | None = None
        aggregate = addressee(order.division, order.command)
        for attempt in range(ATTEMPTS):
            try:
                return self._handle(order, aggregate, current=attempt > 0)
            except Refused as refusal:
                if attempt:
                    refused = refusal
                    break
                self._laws.pop(order.division, None)
            except Conflict as conflict:
                return Handled(_conflict(order, conflict.version, str(conflict)), fresh=False)
            except IntegrityError:
                continue
            except DataError:
                refused = Refused("内容过大，台账无法存放：请分开办理")
                break
            except UnknownFactError as unknown:
                refused = Refused(newer(unknown))
                break
        if refused is not None:
            return Handled(
                Answer(
                    id=order.id,
                    outcome="refused",
                    reasons=refused.reasons,
                    clause=refused.clause,
                ),
                fresh=False,
            )
        version = self.history(aggregate).version
        told = str(Conflict(str(aggregate), version))
        return Handled(_conflict(order, version, told), fresh=False)

    def _handle(self, order: Order, aggregate: AggregateId, *, current: bool) -> Handled:
        """Decide on what is in memory first: the guard proves it current when there are facts."""
        history = self.history(aggregate, current=current)
        if history.commands.get(order.id):
            return Handled(self._repeated(order, history), fresh=False)
        if order.expected_version not in (None, history.version):
            if not current:
                return self._handle(order, aggregate, current=True)
            raise Conflict(str(aggregate), history.version)
        plans = self._plan(order, history)
        fresh = any(one.events for one in plans)
        if not fresh and not current:
            return self._handle(order, aggregate, current=True)
        self.append(plans)
        facts = [fact for one in plans for fact in one.after.commands.get(order.id, ())]
        return Handled(Answer(id=order.id, outcome="accepted", facts=tuple(facts)), fresh=fresh)

    def rehearse(self, order: Order) -> list[Fact]:
        """Say which facts an order would lead to now, the command's own last; writes nothing.

        :class:`Refused` and ``Conflict`` are raised as they would be answered.
        """
        history = self.history(addressee(order.division, order.command))
        if order.expected_version not in (None, history.version):
            raise Conflict(str(history.id), history.version)
        return [event.fact for one in self._plan(order, history) for event in one.events]

    def _repeated(self, order: Order, history: History) -> Answer:
        """Answer as the first time, with what the command set off in projects then."""
        kind = KINDS[history.id.kind]
        context = self._context(order, history.id)
        before, own = kind.initial, list[Fact]()
        for event in self.events.get(str(history.id)) if kind.leads else ():
            if not isinstance(event, Stamped):
                raise TypeError(event)
            if event.envelope.commandid == order.id:
                own.append(event.fact)
            elif not own:
                before = kind.evolve(before, event.fact)
        told = (
            addressee(order.division, command)
            for fact in own
            for command in kind.follow_up(before, fact, context)
        )
        theirs = (self.history(target).commands.get(order.id, ()) for target in dict.fromkeys(told))
        facts = (*chain.from_iterable(theirs), *history.commands[order.id])
        return Answer(id=order.id, outcome="accepted", facts=facts)

    def _plan(self, order: Order, history: History) -> list[Plan]:
        """Decide the command and what it sets off in projects; the command's own facts last.

        What it sets off twice in one project is decided there one after the other.
        """
        kind = KINDS[history.id.kind]
        context = self._context(order, history.id)
        facts = kind.decide(history.state, order.command, context)
        led: dict[AggregateId, Plan] = {}
        faults: list[str] = []
        for fact in facts:
            for command in kind.follow_up(history.state, fact, context):
                target = addressee(order.division, command)
                there = self._context(order, target)
                before = led.get(target) or Plan.nothing(self.history(target, current=True))
                try:
                    more = KINDS[target.kind].decide(before.after.state, command, there)
                except Refused as refusal:
                    faults.extend(f"{target.code}：{reason}" for reason in refusal.reasons)
                else:
                    led[target] = before.then(plan(before.after, more, there, there.edition))
        if faults:
            raise Refused(*faults)
        plans = [*led.values(), plan(history, facts, context, context.edition)]
        if any(len(one.events) > BATCH for one in plans):
            raise Refused(f"一次最多办理 {BATCH} 项，请分批")
        return plans

    def _context(self, order: Order, aggregate: AggregateId) -> Context:
        return Context(
            command_id=order.id,
            at=order.at,
            actor=order.actor,
            aggregate=aggregate,
            law=self.law(order.division),
            correlation=order.correlation,
        )

    def append(self, plans: Sequence[Plan]) -> None:
        """Append in atomic batches, a history never split; ``IntegrityError`` on a conflict.

        Where one batch does not hold everything the last plan, the command's own, goes last: cut
        short, the command is not done and can be repeated.
        """
        batch: list[Plan] = []
        size = 0
        for one in plans:
            if size + len(one.events) > BATCH:
                self._commit(batch)
                batch, size = [], 0
            batch.append(one)
            size += len(one.events)
        self._commit(batch)

    def _commit(self, plans: Sequence[Plan]) -> None:
        events = [event for one in plans for event in one.events]
        self.ledger.insert_documents(map(document, events))
        for one in plans:
            self._remember(one.after)

    def history(self, aggregate: AggregateId, *, current: bool = True) -> History:
        """Return a history; unless ``current``, one in memory that may lack others' facts."""
        held = None if current else self._held(aggregate)
        if held is not None:
            return held
        try:
            found: History = self.repository.get(str(aggregate), projector_func=project)
        except AggregateNotFoundError:
            return empty(aggregate)
        self._remember(found)
        return found

    def histories(
        self, aggregates: Iterable[AggregateId], *, current: bool
    ) -> dict[AggregateId, History]:
        """Return many histories at once; what is not in memory is read in one go.

        With ``current`` so is what others have written to since.
        """
        wanted = dict.fromkeys(aggregates)
        found = {one: held for one in wanted if (held := self._held(one)) is not None}
        if current:
            newest = self.ledger.versions(str(one) for one in found)
            found = {one: h for one, h in found.items() if newest.get(str(one)) == h.version}
        missing = [one for one in wanted if one not in found]
        return found | self.from_ledger(missing) if missing else found

    def from_ledger(self, aggregates: Sequence[AggregateId]) -> dict[AggregateId, History]:
        """Read whole histories past what is in memory, and remember them."""
        names = [str(aggregate) for aggregate in aggregates]
        found: dict[AggregateId, History] = {}
        stored = self.ledger.select_documents(names)
        for aggregate, name, bodies in zip(aggregates, names, stored, strict=True):
            found[aggregate] = empty(aggregate).then(read(name, body) for body in bodies)
            self._remember(found[aggregate])
        return found

    def law(self, division: str) -> Law:
        """Return the editions a division has adopted, at most a second behind other writers."""
        now = monotonic()
        read_at, law = self._laws.get(division, (-LAW_AGE, Law()))
        if now - read_at < LAW_AGE:
            return law
        state = self.history(policy_id(division)).state
        if not isinstance(state, Law):
            raise TypeError(state)
        self._laws[division] = now, state
        return state

    def _held(self, aggregate: AggregateId) -> History | None:
        try:
            return self._cache.get(str(aggregate))
        except KeyError:
            return None

    def _remember(self, history: History) -> None:
        if isinstance(history.state, Law):
            self._laws.pop(history.id.division, None)
        if history.version:
            self._cache.put(str(history.id), history)


def _conflict(order: Order, version: int, reason: str) -> Answer:
    return Answer(id=order.id, outcome="conflict", reasons=(reason,), version=version)
