"""Failures that a person can act on."""

import errno


class Problem(Exception):
    """Shown as one clear line, without a traceback."""


NETWORK_SIGNS = (
    "Temporary failure in name resolution",
    "Temporary failure resolving",
    "Could not resolve",
    "Failed to establish a new connection",
    "NewConnectionError",
    "Connection refused",
    "Connection timed out",
    "ConnectTimeoutError",
    "Network is unreachable",
    "unable to access",
    "ENOTFOUND",
)
DISK_SIGNS = ("No space left on device", "Disk quota exceeded", "ENOSPC")


def explain(what, text, log=None):
    """Return the Problem that a failed command's output `text` tells of; `what` was being done."""
    more = f"（详情见 {log}）" if log else ""
    if any(sign in text for sign in DISK_SIGNS):
        return disk_full(what)
    if any(sign in text for sign in NETWORK_SIGNS):
        return Problem(
            f"{what}失败：网络不通。恢复联网（或设置代理、镜像）后重新执行同一命令即可{more}"
        )
    lines = [line for line in text.splitlines() if line.strip()]
    tail = "\n    ".join(lines[-8:])
    return Problem(f"{what}失败{more}\n    {tail}" if tail else f"{what}失败{more}")


def disk_full(what):
    return Problem(f"{what}失败：磁盘已满。腾出空间（首次运行约需 4 GB）后重新执行同一命令即可")


def from_os_error(error):
    """Return a Problem for the OSErrors that have a plain cause, or None."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full("写文件")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(f"没有权限写 {error.filename or '项目文件夹'}，请检查它的属主")
    return None
