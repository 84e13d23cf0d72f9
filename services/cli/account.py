"""``account``: what whoever runs the server may do about accounts."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

import typer

from services.access import access, streams
from services.access.access import Access
from services.access.accounts import OPERATOR
from services.cli.running import Data, T, in_office, say
from services.office import Office

accounts = typer.Typer(help="账号：供服务器的管理者在命令行使用。", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="工号")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.add_typer(accounts, name="account")


def _with(data: Data, work: Callable[[Access], Awaitable[T]]) -> T:
    async def there(office: Office) -> T:
        prepare = partial(streams.prepare, replicas=office.desk.replicas)
        await asyncio.to_thread(office.desk.prepare, prepare)
        return await work(await access.opened(office.client))

    return in_office(data, there, begins=True)


@accounts.command("first", help="重新签发首位安全管理员的一次性链接（已有安全管理员时不签发）。")
def first(data: Data = None) -> None:
    """Issue the first link once more."""
    secret = _with(data, lambda one: one.links.first(one.visit("")))
    say(
        f"24 小时内有效，只显示这一次：/first-administrator#{secret}"
        if secret
        else "已有安全管理员，可用 jixiao account link 为其签发设置口令的链接"
    )


@accounts.command("link", help="为账号签发设置口令的一次性链接。")
def link(name: Name, data: Data = None) -> None:
    """Issue a link for an account."""
    secret = _with(data, lambda one: one.accounts.invite(OPERATOR, name, one.visit("")))
    say(f"72 小时内有效，只显示这一次：/set-password#{secret}")


@accounts.command("lock", help="停用账号，其会话立即失效。")
def lock(name: Name, data: Data = None) -> None:
    """Lock an account."""
    _with(data, lambda one: one.accounts.lock(OPERATOR, name, one.visit("")))
    say(f"{name} 已停用")


@accounts.command("unlock", help="启用账号。")
def unlock(name: Name, data: Data = None) -> None:
    """Unlock an account."""
    _with(data, lambda one: one.accounts.lock(OPERATOR, name, one.visit(""), locked=False))
    say(f"{name} 已启用")


@accounts.command("list", help="列出账号。")
def list_(data: Data = None) -> None:
    """List the accounts."""
    found = _with(data, lambda one: one.accounts.all(OPERATOR))
    for one in found:
        duties = one.duties
        held = duties.administrator.zh if duties.administrator else ""
        roles = held or "、".join(role.zh for role in duties.roles)
        say(f"{one.id}\t{duties.org}\t{roles}\t{'停用' if one.locked else '启用'}")
    if not found:
        say("还没有账号")
