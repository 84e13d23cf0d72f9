"""Anything well-typed: values of every type a command or a fact may carry, at the edges too."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar, get_args

import msgspec
from hypothesis import strategies as st
from msgspec import NODEFAULT, Struct, inspect
from msgspec.structs import replace

from events.catalogue import ProjectFact
from services.decision import Actor
from services.project.command import ProjectCommand
from services.project.decider import ProjectDecision
from tests.services.project import given

S = TypeVar("S", bound=Struct)

WORDS = (
    *("", " ", "道路", "H1", "Q3", "M12", "H1-FINANCE_KEY", "H1-R1", "H1-R2", "R1", "R2", "A1"),
    *("T1", "DEPARTMENT", "FINANCE_SECTION", "hailin@2021-01-01", "事项1", "filer", "V1", "V2"),
    *("F1", "照片.jpg", "0" * 64, "D01", "D02", "SELF", "TIME"),
)
NUMBERS = (
    *("0", "1", "-1", "50", "100", "100.005", "129.995", "1E+14", "0.000000001", "-0", "1E+400"),
    *("NaN", "sNaN", "Infinity", "-Infinity", "1E-400", "59.995", "80"),
)
DAYS = (
    date.min,
    date(1990, 1, 1),
    date(2020, 12, 31),
    date(2021, 1, 1),
    date(2021, 6, 30),
    date(2021, 7, 20),
    date(2021, 11, 30),
    date(2022, 1, 1),
    date(2024, 2, 29),
    date.max,
)
WHOLE = (0, 1, 2, -1, 30, 366, 2019, 2020, 2021, 10**8, 3 * 10**8, 2**63 - 1, -(2**63))
ACTORS: tuple[Actor, ...] = (
    *(given.FILER, given.REVIEWER, given.STRANGER, given.SECTION, given.OFFICER),
    *(given.CHIEF, given.EXPERT, given.AUDITOR, given.CLOCK),
)
INSTANTS = (*(given.day(month, 15) for month in range(1, 13)), given.day(1, 5, year=2022))


def of(kind: type[S]) -> st.SearchStrategy[S]:
    """Draw values of a struct; what its type forbids is never drawn."""
    drawn = _values(inspect.type_info(kind))
    return drawn.map(lambda value: msgspec.convert(value, kind, from_attributes=True))


def asked(kinds: tuple[type[S], ...], **named: object) -> st.SearchStrategy[S]:
    """Draw commands of any history; what names the history is given."""
    return st.one_of([of(kind) for kind in kinds]).map(lambda command: replace(command, **named))


def commands() -> st.SearchStrategy[ProjectDecision]:
    kinds: tuple[type[ProjectDecision], ...] = get_args(ProjectDecision)
    return st.one_of([of(kind) for kind in kinds])


def facts() -> st.SearchStrategy[ProjectFact]:
    kinds: tuple[type[ProjectFact], ...] = get_args(ProjectFact)
    return st.one_of([of(kind) for kind in kinds])


def _values(kind: inspect.Type) -> st.SearchStrategy[object]:
    match kind:
        case inspect.StructType(cls=cls, fields=fields):
            return _struct(cls, fields)
        case inspect.Metadata(type=described):
            return _values(described)
        case inspect.UnionType(types=types):
            return st.one_of([_values(one) for one in types])
        case inspect.VarTupleType(item_type=item):
            return st.lists(_values(item), max_size=2).map(tuple)
        case inspect.DictType(value_type=value):
            return st.dictionaries(st.sampled_from(["H1", "Q3"]), _values(value), max_size=2)
        case inspect.EnumType(cls=cls):
            return st.sampled_from(list(cls))
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.StrType(pattern=pattern, min_length=least):
            fits = re.compile(pattern or "").search
            return st.sampled_from([w for w in WORDS if fits(w) and len(w) >= (least or 0)])
        case inspect.IntType(gt=above, ge=least, le=most):
            return st.sampled_from(
                [
                    n
                    for n in WHOLE
                    if (above is None or n > above)
                    and (least is None or n >= least)
                    and (most is None or n <= most)
                ]
            )
        case inspect.DecimalType():
            return st.sampled_from([Decimal(number) for number in NUMBERS])
        case inspect.DateType():
            return st.sampled_from(DAYS)
        case inspect.DateTimeType():
            return st.sampled_from(list[datetime](INSTANTS))
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case _:
            raise NotImplementedError(kind)


def _struct(cls: type, fields: tuple[inspect.Field, ...]) -> st.SearchStrategy[object]:
    named = {"fiscal_year": st.just(given.YEAR), "project_code": st.just(given.CODE)}
    own = named if issubclass(cls, ProjectCommand) else {}
    required: dict[str, st.SearchStrategy[object]] = {}
    optional: dict[str, st.SearchStrategy[object]] = {}
    for field in fields:
        drawn = own[field.name] if field.name in own else _values(field.type)
        there = field.default is NODEFAULT and field.default_factory is NODEFAULT
        (required if there else optional)[field.name] = drawn
    return st.fixed_dictionaries(required, optional=optional)
