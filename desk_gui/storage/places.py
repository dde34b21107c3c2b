"""Where a local database must not lie: network drives and cloud-synced folders corrupt SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NETWORK_TYPES = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smb2", "smbfs", "9p", "afs", "ceph", "glusterfs"),
        *("lustre", "davfs", "ncpfs", "coda", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse"),
        *("fuse.davfs2", "fuse.glusterfs", "fuse.s3fs"),
    }
)
CLOUD_MARKERS = (
    ".dropbox",
    ".dropbox.cache",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".stfolder",
)
CLOUD_FOLDERS = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud drive",
    "nextcloud",
    "cloudstorage",
    "mobile documents",
)
CLOUD_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_DRIVE_REMOTE = 4
_MOUNT_POINT = 4


def why_not_here(folder: Path) -> str | None:
    """The sentence that says why a local database cannot lie in this folder, or None."""
    kind = network_type(folder)
    if kind:
        return f"{folder} is on a network drive ({kind}), where a database file gets damaged."
    cloud = cloud_service(folder)
    if cloud:
        return f"{folder} is kept in step by {cloud}, which damages a database file in use."
    return None


def network_type(folder: Path) -> str | None:
    """The network file system that holds the folder, or None where it is a local disk."""
    if sys.platform == "win32":
        return _windows_type(folder)
    if sys.platform == "darwin":
        return first_network_type(_mounts_of_macos(), folder)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return first_network_type(mounts_in(mounts), folder)


def mounts_in(mountinfo: str) -> list[tuple[str, str]]:
    """(mount point, file system type) of each line of Linux's mountinfo."""
    mounts = []
    for line in mountinfo.splitlines():
        place, _, rest = line.partition(" - ")
        fields = place.split()
        if len(fields) > _MOUNT_POINT and rest:
            point = (
                fields[_MOUNT_POINT]
                .replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\134", "\\")
            )
            mounts.append((point, rest.split()[0]))
    return mounts


def first_network_type(mounts: list[tuple[str, str]], folder: Path) -> str | None:
    """The network file system among these mounts that holds the folder, or None.

    Of several mounts at one place the last one counts: an automounter lies below the real one.
    """
    path = str(folder.resolve())
    holding = [m for m in mounts if path == m[0] or path.startswith(m[0].rstrip("/") + "/")]
    kind = max(reversed(holding), key=lambda m: len(m[0]), default=("", ""))[1]
    return kind if kind in NETWORK_TYPES else None


def _mounts_of_macos() -> list[tuple[str, str]]:
    lines = subprocess.run(
        ["/sbin/mount"], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    mounts = []
    for line in lines:
        _, _, rest = line.partition(" on ")
        point, _, options = rest.rpartition(" (")
        mounts.append((point, options.split(",")[0].strip(")")))
    return mounts


def _windows_type(folder: Path) -> str | None:
    path = str(folder)
    if path.startswith("\\\\"):
        return "network share"
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    drive = os.path.splitdrive(str(folder.resolve()))[0] + "\\"
    return "network share" if kernel.GetDriveTypeW(drive) == _DRIVE_REMOTE else None


def cloud_service(folder: Path) -> str | None:
    """The cloud service that copies this folder about, or None."""
    resolved = folder.resolve()
    for variable in CLOUD_VARIABLES:
        root = os.environ.get(variable)
        if root and resolved.is_relative_to(Path(root).resolve()):
            return "OneDrive"
    for place in (resolved, *resolved.parents):
        if any((place / marker).exists() for marker in CLOUD_MARKERS):
            return "a cloud service"
        if place.name.lower().startswith(CLOUD_FOLDERS):
            return place.name
    return None
