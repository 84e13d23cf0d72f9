from pathlib import Path

import pytest

from services.audit.signing import PRIVATE, BadKey, Signer


def test_a_house_whose_servers_are_elsewhere_gets_its_folder_with_the_key(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    made = Signer.of(folder)
    assert Signer.of(folder).fingerprint == made.fingerprint
    assert (folder / PRIVATE).stat().st_mode & 0o077 == 0


def test_a_key_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / PRIVATE).write_text("-----BEGIN NOTHING-----")
    with pytest.raises(BadKey, match=PRIVATE):
        Signer.of(tmp_path)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadKey, match="file"):
        Signer.of(tmp_path / "file")
