"""What JetStream's answers mean in the library's words."""

from typing import TypedDict

from eventsourcing.persistence import IntegrityError, OperationalError


class ApiFault(TypedDict):
    """The `error` member of a JetStream answer."""

    code: int
    err_code: int
    description: str


class NoAnswer(OperationalError):
    """No answer came: whether the request was carried out is unknown."""


class Unheard(NoAnswer):
    """Nobody listens: the question reached no one and may be asked again."""


class Refusal(OperationalError):
    """JetStream answered with an error; `code` is its err_code."""

    def __init__(self, fault: ApiFault) -> None:
        super().__init__(f"{fault['description']} ({fault['err_code']})")
        self.code = fault["err_code"]


class Outrun(IntegrityError):
    """Somebody else wrote to the subject first."""


class Behind(IntegrityError):
    """The version is not above the newest one known, so it is taken for certain."""


class Ahead(IntegrityError):
    """The version leaves a gap after the newest one known, which may be known too late."""


WRONG_LAST_SEQUENCE = 10071
SUBJECT_IN_PROCESS = 10164
BATCH_INCOMPLETE = 10176
BATCHES_TOO_MANY = 10210
NOT_FOUND = 10037
STREAM_NOT_FOUND = 10059
CONSUMER_NOT_FOUND = 10014
