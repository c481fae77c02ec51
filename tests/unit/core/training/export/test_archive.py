"""Bundles that were damaged, tampered with, or signed by somebody else are refused."""

import io
import json
import random
import zipfile
from collections.abc import Callable

import pytest

from driftdesk.core.errors import CorruptDataError, DriftDeskError, FormatError, ParameterError
from driftdesk.core.training.export import archive, signing


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.VARIABLE, "2a" * 32)


def bundle() -> bytes:
    files = {archive.NATIVE: b"native" * 100, archive.ONNX: b"onnx" * 100}
    return archive.signed(archive.pack({"model": "m", "version": 1}, files))[0]


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    files = archive.entries(content)
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_what_was_signed_is_verified_with_its_signer() -> None:
    found = archive.opened(bundle())
    own = signing.own_signer()
    assert own is not None and found.signer == own
    assert signing.same_fingerprint(own.fingerprint, own.fingerprint.replace(" ", "").upper())


def test_an_entry_that_was_changed_is_refused() -> None:
    with pytest.raises(CorruptDataError, match="does not match its hash"):
        archive.opened(changed(bundle(), lambda f: f.update({archive.ONNX: b"evil"})))


def test_an_entry_that_was_added_or_taken_away_is_refused() -> None:
    for change in (lambda f: f.update({"setup.py": b"x"}), lambda f: f.pop(archive.ONNX)):
        with pytest.raises(CorruptDataError, match="not those of its manifest"):
            archive.opened(changed(bundle(), change))


def test_a_manifest_changed_to_fit_changed_entries_breaks_the_signature() -> None:
    def forge(files: dict[str, bytes]) -> None:
        manifest = json.loads(files[archive.MANIFEST])
        manifest["metrics"] = {"accuracy": 1.0}
        files[archive.MANIFEST] = json.dumps(manifest).encode()

    with pytest.raises(CorruptDataError, match="signature"):
        archive.opened(changed(bundle(), forge))


def test_a_bundle_whose_signature_was_taken_away_is_unsigned() -> None:
    assert archive.opened(changed(bundle(), lambda f: f.pop(archive.SIGNATURE))).signer is None


def test_no_damage_of_a_byte_or_a_cut_goes_unseen() -> None:
    whole, chance = bundle(), random.Random(5)
    intact = archive.opened(whole)
    for _ in range(300):
        damaged = bytearray(whole)
        at = chance.randrange(len(whole))
        damaged[at] ^= 1 << chance.randrange(8)
        content = bytes(damaged) if chance.random() < 0.8 else whole[:at]
        try:
            assert archive.opened(content) == intact  # a byte that zip files do not mind
        except DriftDeskError as error:
            assert error.hint


def test_a_bundle_of_a_newer_program_says_so() -> None:
    def later(files: dict[str, bytes]) -> None:
        files[archive.MANIFEST] = json.dumps({"format": 99, "sha256": {}}).encode()

    with pytest.raises(FormatError, match="99"):
        archive.opened(changed(bundle(), later))


def test_an_archive_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 100)
    with pytest.raises(CorruptDataError, match="unpacked"):
        archive.opened(bundle())


def test_a_key_that_is_none_says_what_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.VARIABLE, "secret")
    with pytest.raises(ParameterError, match="signing key") as caught:
        signing.needed_signer()
    assert "secret" not in caught.value.message + caught.value.hint
