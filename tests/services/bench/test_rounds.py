import asyncio

from services.bench.rounds import interleaved, latencies, percentile


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


def test_steps_alternate_and_are_timed_one_by_one() -> None:
    turns: list[int] = []

    async def step(number: int) -> None:
        turns.append(number)

    taken = asyncio.run(latencies({"ours": step, "limit": step}, repeats=3, rounds=1))
    assert turns == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert {name: len(values) for name, values in taken.items()} == {"ours": 3, "limit": 3}
    assert all(value >= 0 for values in taken.values() for value in values)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([5.0, 1.0, 3.0], 50) == 3.0
    assert percentile([float(n) for n in range(1, 101)], 99) == 99.0
    assert percentile([7.0], 99) == 7.0
