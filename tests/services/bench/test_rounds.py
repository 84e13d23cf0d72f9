import asyncio

from services.bench.percentile import percentile, percentiles
from services.bench.rounds import awaiting, in_thread, interleaved


def test_all_take_their_turn_in_every_round_and_the_warm_up_does_not_count() -> None:
    turns: list[str] = []

    async def ours(number: int) -> float:
        turns.append(f"ours {number}")
        return float(number)

    async def limit(number: int) -> float:
        turns.append(f"limit {number}")
        return -float(number)

    measured = asyncio.run(interleaved({"ours": ours, "limit": limit}, rounds=2))
    assert turns == ["ours 0", "limit 0", "ours 1", "limit 1", "ours 2", "limit 2"]
    assert measured == {"ours": [1.0, 2.0], "limit": [-1.0, -2.0]}


def test_each_step_is_timed_and_has_a_number_of_its_own() -> None:
    steps: list[int] = []

    async def step(number: int) -> None:
        steps.append(number)

    contenders = {"blocking": in_thread(steps.append, 3), "awaited": awaiting(step, 3)}
    measured = asyncio.run(interleaved(contenders, rounds=1))
    assert steps == [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]
    assert {name: [len(one) for one in rounds] for name, rounds in measured.items()} == {
        "blocking": [3],
        "awaited": [3],
    }
    assert all(value >= 0 for rounds in measured.values() for value in rounds[0])


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([5.0, 1.0, 3.0], 50) == 3.0
    assert percentile([float(n) for n in range(1, 101)], 99) == 99.0
    assert percentile([7.0], 99) == 7.0


def test_percentiles_are_the_median_over_the_rounds() -> None:
    rounds = [[1.0, 2.0, 9.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]
    assert percentiles({"ours": rounds}, 50) == {"ours": 5.0}
