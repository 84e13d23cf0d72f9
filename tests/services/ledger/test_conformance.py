"""The library's own conformance cases, unmodified, against a real server."""

from collections.abc import Iterator

import pytest
from eventsourcing.tests import application as application_kit
from eventsourcing.tests import persistence as kit
from eventsourcing.utils import Environment

from services.ledger import LedgerFactory
from services.ledger.recorders import LedgerAggregateRecorder, LedgerApplicationRecorder
from services.ledger.tracking import LedgerProcessRecorder, LedgerTrackingRecorder
from tests.services.ledger.conftest import fresh_env


class WithServer:
    """Gives a case of the kit a factory of its own."""

    factory: LedgerFactory

    @pytest.fixture(autouse=True)
    def _stream(self, nats_url: str) -> Iterator[None]:
        self.factory = LedgerFactory(fresh_env(nats_url))
        yield
        self.factory.close()


class TestAggregateRecorder(WithServer, kit.AggregateRecorderTestCase):
    def create_recorder(self) -> LedgerAggregateRecorder:
        return self.factory.aggregate_recorder()


class TestSnapshotRecorder(WithServer, kit.AggregateRecorderTestCase):
    def create_recorder(self) -> LedgerAggregateRecorder:
        return self.factory.aggregate_recorder("snapshots")


class TestApplicationRecorder(
    WithServer, kit.ApplicationRecorderTestCase[LedgerApplicationRecorder]
):
    def create_recorder(self) -> LedgerApplicationRecorder:
        return self.factory.application_recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleaving(WithServer, kit.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> LedgerApplicationRecorder:
        return self.factory.application_recorder()


class TestTrackingRecorder(WithServer, kit.TrackingRecorderTestCase):
    def create_recorder(self) -> LedgerTrackingRecorder:
        return self.factory.tracking_recorder()


class TestProcessRecorder(WithServer, kit.ProcessRecorderTestCase):
    def create_recorder(self) -> LedgerProcessRecorder:
        return self.factory.process_recorder()


class OtherTrackingRecorder(LedgerTrackingRecorder):
    """A subclass for the factory to find."""


class TestInfrastructureFactory(kit.InfrastructureFactoryTestCase[LedgerFactory]):
    @pytest.fixture(autouse=True)
    def _env(self, nats_url: str) -> None:
        self.env = Environment(env=fresh_env(nats_url))

    def expected_factory_class(self) -> type[LedgerFactory]:
        return LedgerFactory

    def expected_aggregate_recorder_class(self) -> type[LedgerAggregateRecorder]:
        return LedgerAggregateRecorder

    def expected_application_recorder_class(self) -> type[LedgerApplicationRecorder]:
        return LedgerApplicationRecorder

    def expected_tracking_recorder_class(self) -> type[LedgerTrackingRecorder]:
        return LedgerTrackingRecorder

    def tracking_recorder_subclass(self) -> type[LedgerTrackingRecorder]:
        return OtherTrackingRecorder

    def expected_process_recorder_class(self) -> type[LedgerProcessRecorder]:
        return LedgerProcessRecorder


class WithEnvironment:
    """Gives the kit's applications, which take no settings, the process environment."""

    @pytest.fixture(autouse=True)
    def _environ(self, nats_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        for key, value in fresh_env(nats_url).items():
            monkeypatch.setenv(key, value)


class TestExampleApplication(WithEnvironment, application_kit.ExampleApplicationTestCase):
    expected_factory_topic = "services.ledger.factory:LedgerFactory"


# The kit looks at this warning itself, by recording it.
@pytest.mark.filterwarnings("always:'log' is deprecated:DeprecationWarning")
class TestApplication(WithEnvironment, application_kit.ApplicationTestCase):
    pass
