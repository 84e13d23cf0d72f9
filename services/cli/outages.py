"""What a person is told when the ledger does not take or give what was asked."""

from typing import Final

import nats.errors
from eventsourcing.persistence import PersistenceError

from services.ledger.errors import Refusal
from services.ledger.streams import StreamRefused

FULL: Final = frozenset((10023, 10047, 10077))  # no room by the disk or by a limit
NO_ROOM: Final = "no space left"
UNSURE: Final = "已确认的事实不受影响；没有得到答复的可以原样重做，已登记的不会重复"


def chinese(error: PersistenceError | nats.errors.Error) -> str:
    """Say what is wrong and what to do; the server's own words are quoted."""
    if isinstance(error, StreamRefused) and error.written_behind:
        return (
            f"流 {error.name} 原由一台服务器延后写盘，NATS 不能改由多台保存。它只存回执和变化通知："
            "请停下 jixiao，备份后恢复到新集群（jixiao backup，再以 JIXIAO_REPLICAS 恢复，"
            "回执一并保留）；或由服务器管理者删除此流后再启动，旧回执以重新报送取得"
        )
    if isinstance(error, StreamRefused):
        return f"台账的流不合要求，不能使用：{error}；请运行 jixiao doctor 查明"
    cause = error if isinstance(error, Refusal) else error.__cause__
    full = isinstance(cause, Refusal) and (cause.code in FULL or NO_ROOM in str(cause))
    if full:
        return (
            f"台账没有空间了，未能登记（{cause}）：请腾出空间或提高上限，再重新启动 NATS。{UNSURE}"
        )
    return (
        f"台账没有应答（{error}）：请运行 jixiao doctor，查看 NATS 是否在运行、磁盘是否已满；"
        f"写盘失败过的 NATS 须重新启动。{UNSURE}"
    )
