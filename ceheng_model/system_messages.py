"""Say in both languages what the operating system answers when a file cannot be read or written."""

import errno
import os
from collections.abc import Mapping

from ceheng_model.characters import printable
from ceheng_model.vocabulary import Template, Text

_WORDS: Mapping[str, Text] = {
    "EPERM": Text("系统不允许这样做", "the system does not permit it"),
    "ENOENT": Text("没有这个文件或文件夹", "there is no such file or folder"),
    "EINTR": Text("操作被打断", "the operation was interrupted"),
    "EIO": Text("磁盘读写出错", "the disk failed to read or write"),
    "ENXIO": Text("没有这个设备", "there is no such device"),
    "ENOEXEC": Text("文件不能运行", "the file cannot be run"),
    "EBADF": Text("文件没有打开", "the file is not open"),
    "EAGAIN": Text("暂时不能使用，请再试", "it cannot be used for the moment; try again"),
    "ENOMEM": Text("内存不足", "there is not enough memory"),
    "EACCES": Text("没有权限", "permission is denied"),
    "ENOTBLK": Text("不是块设备", "it is no block device"),
    "EBUSY": Text("文件或设备正被使用", "the file or device is in use"),
    "EEXIST": Text("已经存在", "it exists already"),
    "EXDEV": Text("两个位置不在同一磁盘", "the two places are not on one disk"),
    "ENODEV": Text("没有这种设备", "there is no such kind of device"),
    "ENOTDIR": Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    "EISDIR": Text("文件夹", "a folder"),
    "EINVAL": Text("系统不接受这个名称或内容", "the system does not accept the name or the content"),
    "ENFILE": Text("系统打开的文件过多", "the system has too many files open"),
    "EMFILE": Text("本程序打开的文件过多", "the program has too many files open"),
    "ENOTTY": Text("设备不支持这种操作", "the device does not support it"),
    "ETXTBSY": Text("文件正在运行", "the file is being run"),
    "EFBIG": Text("文件超过允许的大小", "the file is larger than allowed"),
    "ENOSPC": Text("磁盘已满", "the disk is full"),
    "ESPIPE": Text("管道不能这样读写", "a pipe cannot be read or written so"),
    "EROFS": Text("磁盘只读", "the disk is read-only"),
    "EMLINK": Text("链接过多", "there are too many links"),
    "EPIPE": Text("接收的程序已经结束", "the program that reads has ended"),
    "ENAMETOOLONG": Text("名称过长", "the name is too long"),
    "ENOLCK": Text("不能锁定文件", "the file cannot be locked"),
    "ENOSYS": Text("系统没有这种功能", "the system cannot do it"),
    "ENOTEMPTY": Text("文件夹不是空的", "the folder is not empty"),
    "ELOOP": Text("符号链接绕成一圈", "symbolic links go round in a circle"),
    "ENOTSUP": Text("这个磁盘不支持", "the disk does not support it"),
    "EOPNOTSUPP": Text("这个磁盘不支持", "the disk does not support it"),
    "ETIMEDOUT": Text("等待过久没有回答", "there was no answer in time"),
    "EDQUOT": Text("磁盘配额已用完", "the disk quota is used up"),
    "ESTALE": Text("网络磁盘上的文件已经变动", "the file on the network disk has changed"),
    "EILSEQ": Text("名称中有系统不能写的字符", "the name has characters that the system cannot write"),
    "ECONNRESET": Text("连接被对方中断", "the connection was reset"),
    "ECONNREFUSED": Text("连接被拒绝", "the connection was refused"),
    "ECONNABORTED": Text("连接中断", "the connection broke off"),
    "EADDRINUSE": Text("端口已被使用", "the port is in use"),
    "ENOTCONN": Text("没有连接", "there is no connection"),
    "ENETUNREACH": Text("网络不通", "the network cannot be reached"),
    "EHOSTUNREACH": Text("找不到对方的机器", "the other machine cannot be reached"),
    "ENOTSOCK": Text("不是套接字", "it is no socket"),
}
NUMBERED: Mapping[int, Text] = {getattr(errno, name): words for name, words in _WORDS.items() if hasattr(errno, name)}
"""What is said for each number of an error that this system knows and that files can meet."""

_OTHER = Text("系统报告了一个错误", "the system reported an error")
_WITH_ORIGINAL = Template("{words}（原文：{original}）", "{words} (in its words: {original})")
_ENCODING = Template("第{place}个字节起不是 {encoding} 文字", "what begins at byte {place} is no text in {encoding}")


def os_words(error: BaseException) -> Text:
    """Return what an error of the system, or of an encoding, says in both languages.

    The original stands in brackets where there are no words of our own for it.

    >>> os_words(OSError(28, "No space left on device")).zh
    '磁盘已满'
    >>> os_words(OSError(5555, "Unknown error 5555")).en
    'the system reported an error (in its words: Unknown error 5555)'
    """
    if isinstance(error, UnicodeDecodeError):
        return _ENCODING.format(place=error.start + 1, encoding=error.encoding)
    number = error.errno if isinstance(error, OSError) else None
    if number is not None and number in NUMBERED:
        return NUMBERED[number]
    said = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return _WITH_ORIGINAL.format(words=_OTHER, original=printable(str(said)))


def os_error(name: str) -> OSError:
    """Return the error of the system that bears this name, as ``EISDIR``."""
    number = getattr(errno, name)
    return OSError(number, os.strerror(number))
