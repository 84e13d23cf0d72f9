"""Accounts from the command line of whoever runs the server."""

import asyncio
import json
from pathlib import Path

import nats

from services.access import access
from services.access.links import Newcomer
from tests.walks.jixiao import kill, run, start, wait_for_line

GOOD = "correct horse battery"


async def _begin(url: str, link: str) -> None:
    client = await nats.connect(url)
    people = await access.opened(client)
    newcomer = Newcomer(link=link, id="sec-01", org="信息中心", password=GOOD)
    await people.links.begin(newcomer, people.visit("10.0.0.1"))
    await client.close()


def test_the_operator_makes_the_first_link_and_helps_who_is_locked_out(tmp_path: Path) -> None:
    service = start("up", data=tmp_path)
    try:
        wait_for_line(service, "已就绪")
        assert "还没有账号" in run("account", "list", data=tmp_path)
        link = run("account", "first", data=tmp_path).strip().rpartition("#")[2]
        url = json.loads((tmp_path / "servers.json").read_text())["nats_url"]
        asyncio.run(_begin(url, link))
        assert "已有安全管理员" in run("account", "first", data=tmp_path)
        listed = run("account", "list", data=tmp_path).split()
        assert listed == ["sec-01", "信息中心", "安全管理员", "启用"]
        run("account", "lock", "sec-01", data=tmp_path)
        assert "停用" in run("account", "list", data=tmp_path)
        assert "已停用" in run("account", "link", "sec-01", data=tmp_path, code=2)
        run("account", "unlock", "sec-01", data=tmp_path)
        assert "#sec-01." in run("account", "link", "sec-01", data=tmp_path)
        assert "没有这个账号" in run("account", "lock", "nobody", data=tmp_path, code=2)
    finally:
        kill(service)
