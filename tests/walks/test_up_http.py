"""``up`` as an operator meets it: where it serves, when it cannot, with TLS, and its end."""

import re
import signal
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.walks.jixiao import PATIENCE, run, start, wait_for_line


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jixiao")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def test_a_taken_port_is_told_at_once(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = run("up", "--port", port, data=tmp_path, code=2)
    assert f"不能在 127.0.0.1:{port} 提供服务：端口已被占用" in said
    said = run("up", "--port", "0", "--host", "203.0.113.1", data=tmp_path, code=2)
    assert "本机没有此地址" in said


def test_it_serves_with_tls_and_ends_in_order_with_a_listener_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = certificate(tmp_path)
    monkeypatch.setenv("JIXIAO_TLS_CERT", str(cert))
    monkeypatch.setenv("JIXIAO_TLS_KEY", str(key))
    process = start("up", "--port", "0", data=tmp_path / "data")
    try:
        line = wait_for_line(process, "已就绪")
        found = re.search(r"https://127\.0\.0\.1:\d+", line)
        assert found is not None
        trusted = ssl.create_default_context(cafile=str(cert))
        with httpx.Client(base_url=found[0], verify=trusted) as client:
            assert client.get("/health/ready").json() == {"ready": True}
        assert "/first-administrator#" in wait_for_line(process, "安全管理员")
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "已停止" in out) == (0, True), out + err


def test_a_certificate_without_its_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = certificate(tmp_path)
    monkeypatch.setenv("JIXIAO_TLS_CERT", str(cert))
    said = run("up", "--port", "0", data=tmp_path / "data", code=2)
    assert "JIXIAO_TLS_CERT 和 JIXIAO_TLS_KEY 须同时设置" in said
    key.write_text("no key")
    monkeypatch.setenv("JIXIAO_TLS_KEY", str(key))
    assert "不能使用" in run("up", "--port", "0", data=tmp_path / "data", code=2)
