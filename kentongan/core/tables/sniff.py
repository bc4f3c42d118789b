"""Tells what a file is from its bytes; its name is never believed."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from kentongan.core.tables.cells import Problem, TableError


class FileKind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    PAGE = "page"
    XML_2003 = "xml_2003"


_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(raw: bytes) -> FileKind:
    """The kind of a readable table, or a `TableError` that names what the file is instead."""
    if not raw.strip(b"\0 \t\r\n"):
        raise TableError(Problem.EMPTY_FILE)
    if raw.startswith(b"PK"):
        return _kind_of_zip(raw)
    if raw.startswith(_OLE2):
        return _kind_of_ole2(raw)
    if raw.startswith(b"%PDF"):
        raise TableError(Problem.PDF)
    if raw.startswith(_PICTURES) or raw[4:12] in {b"ftypheic", b"ftypavif", b"ftypmif1"} or raw[8:12] == b"WEBP":
        raise TableError(Problem.PICTURE)
    if raw.startswith(_ARCHIVES):
        raise TableError(Problem.ARCHIVE)
    if raw.startswith(b"{\\rtf"):
        raise TableError(Problem.WORD)
    return _kind_of_text(raw)


def _kind_of_zip(raw: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            names = set(package.namelist())
            mimetype = package.read("mimetype")[:80] if _small(package, "mimetype") else b""
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError) as error:
        raise TableError(Problem.DAMAGED) from error
    lower = {name.lower().replace("\\", "/") for name in names}
    if "xl/workbook.xml" in lower:
        return FileKind.XLSX
    if "xl/workbook.bin" in lower:
        raise TableError(Problem.BINARY_WORKBOOK)
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return FileKind.ODS
    if any(name.startswith("word/") for name in lower) or mimetype.startswith(
        b"application/vnd.oasis.opendocument.text"
    ):
        raise TableError(Problem.WORD)
    raise TableError(Problem.ARCHIVE)


def _small(package: zipfile.ZipFile, name: str) -> bool:
    return name in package.namelist() and package.getinfo(name).file_size < 1000


def _kind_of_ole2(raw: bytes) -> FileKind:
    """Names inside are UTF-16: a locked .xlsx, a Word document or an old workbook."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise TableError(Problem.PASSWORD)
    if "WordDocument".encode("utf-16-le") in raw:
        raise TableError(Problem.WORD)
    if any(name.encode("utf-16-le") in raw for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return FileKind.XLS
    raise TableError(Problem.UNKNOWN)


def _kind_of_text(raw: bytes) -> FileKind:
    head = raw[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(b"\0") > len(head) // 4:
        head = head.replace(b"\0", b"")[2:]
    else:
        head = head.removeprefix(b"\xef\xbb\xbf")
        if _CONTROL.search(head):
            raise TableError(Problem.UNKNOWN)
    start = head.lstrip()[:1024].lower()
    if start.startswith(b"<?xml") and b"spreadsheet" in start:
        return FileKind.XML_2003
    if start.startswith(b"mime-version"):
        raise TableError(Problem.WEB_PAGE)
    if start.startswith(
        (b"<html", b"<!doctype", b"<!--", b"<table", b"<meta", b"<head", b"<style", b"<div", b"<center", b"<?xml")
    ):
        return FileKind.PAGE
    if start.startswith((b'{"url"', b"[internetshortcut]")):
        raise TableError(Problem.LINK)
    return FileKind.CSV
