"""One core for our threads, every core for programs we start."""

import os
import subprocess
import sys
import threading

from services.runtime.cores import any_core, one_core

ASK = "import os, sys; sys.stdin.readline(); print(len(os.sched_getaffinity(0)))"


def test_threads_begun_meanwhile_stay_on_the_same_core() -> None:
    before = os.sched_getaffinity(0)
    cores: list[set[int]] = []
    with one_core():
        thread = threading.Thread(target=lambda: cores.append(os.sched_getaffinity(0)))
        thread.start()
        thread.join()
        assert cores == [os.sched_getaffinity(0)]
    assert len(cores[0]) == 1
    assert cores[0] <= before
    assert os.sched_getaffinity(0) == before


def test_a_program_is_let_go() -> None:
    allowed = len(os.sched_getaffinity(0))
    with one_core():
        kept, freed = (
            subprocess.Popen(
                [sys.executable, "-c", ASK],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        )
        any_core(freed.pid)
        said = [process.communicate("\n")[0] for process in (kept, freed)]
    assert said == ["1\n", f"{allowed}\n"]
