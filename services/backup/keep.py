"""Have the disk hold a folder before it gets its name."""

import os
from pathlib import Path


def keep(folder: Path) -> None:
    """Force everything in a folder to the disk, and the folder itself."""
    for path in (*folder.rglob("*"), folder):
        if path.is_file() or path.is_dir():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
