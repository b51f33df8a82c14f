"""The sample of the data import: what the README says of it is true, and the tool makes it again, byte for byte."""

import hashlib
from collections import Counter
from types import SimpleNamespace

import openpyxl
import pytest

from tools import command_sample, sample, sample_mistakes


@pytest.fixture(scope="module")
def made():
    whole = sample.Sample()
    return whole, sample_mistakes.make(whole)


def test_size(made):
    """25 for each 10,000 residents, in every community; members of all of them, about ten each."""
    whole, _counts = made
    assert len(whole.organizations) == 3971
    assert {(row["street"], row["area"]) for row in whole.organizations} == set(whole.areas)
    assert 38_000 < len(whole.members) < 42_000


def test_mistakes(made):
    """As many as were meant; a mistake does not hit another's row."""
    whole, counts = made
    assert counts == {
        **{kind: count for kind, (count, _text, _change) in sample_mistakes.ERRORS.items()},
        "same_identity": sample_mistakes.SAME_IDENTITY,
        "repeated": sample_mistakes.REPEATED,
        "similar": sample_mistakes.SIMILAR,
        "second": sample_mistakes.SECOND,
    }
    spoiled = [row for row in whole.organizations if row.keys() - CLEAN]
    names = Counter((row["street"], row["name"]) for row in whole.organizations)
    assert max(names.values()) == 1
    assert len(spoiled) > sum(counts.values()) - sample_mistakes.SAME_IDENTITY


CLEAN = {
    "former_number", "name", "street", "area", "category", "form", "filed_on", "founded_on", "address", "funds",
    "funds_source", "leader", "email", "purpose", "activity_content", "leader_method", "finance_rules",
}  # fmt: skip


def test_identity_numbers_are_nobodys(made):
    """Right by their check digit, of no region, and each of one person."""
    whole, _counts = made
    numbers = {line["identity"] for line in whole.members}
    assert all(number.startswith("990000") for number in numbers)
    assert all(number[17] == sample.check_digit(number[:17]) for number in numbers)
    assert len(numbers) == len(whole.members)


def test_committed_files(tmp_path, monkeypatch):
    """The files in the project are what the tool writes."""
    files = [command_sample.WORKBOOK, command_sample.README, command_sample.DEMO]
    before = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    again = [tmp_path / path.name for path in files]
    for name, path in zip(("WORKBOOK", "README", "DEMO"), again, strict=True):
        monkeypatch.setattr(command_sample, name, path)
    monkeypatch.setattr(command_sample.paths, "ROOT", tmp_path)
    command_sample.main(SimpleNamespace(members=False, output=None), None)
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in again] == before


def test_looks_like_a_list():
    """A caption, titles over two rows, merged streets: what makes such lists hard to read for a program."""
    book = openpyxl.load_workbook(command_sample.WORKBOOK)
    sheet = book.worksheets[0]
    spans = {str(span) for span in sheet.merged_cells.ranges}
    assert "A1:T1" in spans and "K2:N2" in spans
    assert any(span.startswith("C4:C") for span in spans)
    assert command_sample.WORKBOOK.stat().st_size < 1.5 * 2**20
