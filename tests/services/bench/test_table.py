import pytest

from services.bench.row import row
from services.bench.target import Target


def test_a_rate_is_the_better_the_higher() -> None:
    target = Target(limit_at_least=0.35, peer_at_least=3)
    one = row("取", "条/秒", target, ours=40.0, limit=100.0, peer=10.0, is_rate=True)
    assert (one.ratio_limit, one.ratio_peer, one.reached) == (0.4, 4.0, True)
    slow = row("取", "条/秒", target, ours=30.0, limit=100.0, peer=10.0, is_rate=True)
    assert (slow.ratio_limit, slow.ratio_peer, slow.reached) == (0.3, 3.0, False)


def test_a_duration_is_the_better_the_lower() -> None:
    target = Target(limit_at_most=2, peer_at_least=1)
    one = row("读", "微秒", target, ours=200.0, limit=100.0, peer=300.0)
    assert (one.ratio_limit, one.ratio_peer, one.reached) == (2.0, 1.5, True)
    assert not row("读", "微秒", target, ours=201.0, limit=100.0, peer=300.0).reached
    assert not row("读", "微秒", target, ours=200.0, limit=100.0, peer=199.0).reached


def test_a_bound_of_its_own() -> None:
    assert row("见", "毫秒", Target(ours_at_most=250), ours=250.0).reached
    assert not row("见", "毫秒", Target(ours_at_most=250), ours=251.0).reached
    assert row("见", "毫秒", Target(ours_at_most=250), ours=1.0).target == "250 毫秒以内"


def test_what_is_only_stated_is_neither_reached_nor_missed() -> None:
    one = row("内存", "MB", Target(), ours=1.0)
    assert (one.target, one.reached, one.ratio_limit, one.ratio_peer) == ("", None, None, None)


def test_a_target_without_its_comparison_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        row("读", "微秒", Target(peer_at_least=1), ours=1.0)
