"""Models: files by the hash of what is in them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from boxline.errors import ModelMismatch
from boxline.stores.models import ModelFiles

BODY = b"tree\n" * 1000
NAME = hashlib.sha256(BODY).hexdigest()


def test_a_model_comes_back_as_it_was_put_and_is_kept_once(tmp_path: Path) -> None:
    models = ModelFiles(tmp_path / "models")
    assert models.put(BODY) == models.put(BODY) == NAME
    assert models.get(NAME) == BODY
    assert models.kept() == [NAME]
    (file,) = models.root.iterdir()
    assert file.stat().st_size < len(BODY) / 10  # it is compressed


def test_what_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match=NAME):
        ModelFiles(tmp_path).get(NAME)


@pytest.mark.parametrize("stored", [b"", b"tree"])
def test_what_was_altered_is_refused_and_put_anew(tmp_path: Path, stored: bytes) -> None:
    models = ModelFiles(tmp_path)
    models.put(BODY)
    (file,) = tmp_path.iterdir()
    file.write_bytes(stored)
    with pytest.raises(ModelMismatch, match="cannot be unpacked"):
        models.get(NAME)
    models.put(BODY)
    assert models.get(NAME) == BODY


def test_other_bytes_under_a_models_name_are_refused(tmp_path: Path) -> None:
    models = ModelFiles(tmp_path)
    other = models.put(b"another")
    (file,) = tmp_path.iterdir()
    file.rename(tmp_path / file.name.replace(other, NAME))
    with pytest.raises(ModelMismatch, match="other bytes"):
        models.get(NAME)


def test_what_a_killed_process_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    models = ModelFiles(tmp_path)
    (tmp_path / f"{NAME}.model.zst.1.tmp").write_bytes(b"half")
    models.put(BODY)
    assert [file.name for file in tmp_path.iterdir()] == [f"{NAME}.model.zst"]
