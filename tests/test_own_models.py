"""Models of one's own: what ``vnnews train`` writes is used wherever a model can be named, and nothing else is."""

from __future__ import annotations

import dataclasses
import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from command_line import run
from conftest import NEWS, ROOT

import vnnews
from vnnews import Article, ModelError
from vnnews.corpora import find, read
from vnnews.jobs import Settings, run_job
from vnnews.names import OwnModel, choose, name_tagger
from vnnews.names.labels import LABELS
from vnnews.names.training import NAMES_OPTIONS, train_names
from vnnews.tagging.model import save_bytes

MODELS = ROOT / "vnnews" / "models"
TEXTS = ["Ông Lê Khắc Bình ở Hà Nội ký Luật Đất đai.", "Bà Trần Thị Út trồng lúa ở Ngọc Hiển."] * 3
ACCURATE = "Messi ghi bàn, Inter Miami thắng 2-1 trên sân Chase."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that finds only some of the names, so that nobody takes it for the one that comes with vnnews."""
    path = tmp_path_factory.mktemp("my models")
    texts = list(read(find([NEWS], "train")))[:12]
    few = [msgspec.structs.replace(text, spans=tuple(s for s in text.spans if s.label == "LOC")) for text in texts]
    train_names(few, dataclasses.replace(NAMES_OPTIONS, members=1, epochs=1)).save(path / "names.npz")
    return path


def found(articles: Any) -> list[list[tuple[str, str]]]:
    return [[(mention.text, mention.label) for mention in article.mentions] for article in articles]


def test_a_file_instead_of_a_name(folder: Path) -> None:
    path = folder / "names.npz"
    ours = found(vnnews.analyze_many(TEXTS))
    theirs = found(vnnews.Analyzer(model=path).analyze_many(TEXTS))
    assert theirs != ours
    assert "PER" not in {label for names in theirs for _, label in names}
    assert found(vnnews.Analyzer(model=str(path)).analyze_many(TEXTS)) == theirs
    assert found(vnnews.Analyzer(model=path).analyze_many(TEXTS, processes=2)) == theirs


def test_a_relative_path_means_the_same_elsewhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    analyzer = vnnews.Analyzer(model="names.npz")
    monkeypatch.chdir(tmp_path)
    assert found(analyzer.analyze_many(TEXTS, processes=2)) == found(analyzer.analyze_many(TEXTS))


def test_a_new_model_at_the_same_path_is_read(folder: Path, tmp_path: Path) -> None:
    for suffix in (".npz", ".sha256"):
        shutil.copy(folder / f"names{suffix}", tmp_path / f"names{suffix}")
    before = vnnews.Analyzer(model=tmp_path / "names.npz")
    first = found(before.analyze_many(TEXTS))
    for suffix in (".npz", ".sha256"):
        shutil.copy(MODELS / f"names-fast{suffix}", tmp_path / f"names{suffix}")
    assert found(vnnews.Analyzer(model=tmp_path / "names.npz").analyze_many(TEXTS)) == found(vnnews.analyze_many(TEXTS))
    assert found(before.analyze_many(TEXTS)) == first
    with pytest.raises(vnnews.WorkerError, match="the file has changed since it was chosen"):
        list(before.analyze_many(TEXTS, processes=2))


def test_an_accurate_model_in_a_file(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    for suffix in (".onnx", ".sha256"):
        shutil.copy(MODELS / f"names-accurate{suffix}", tmp_path / f"mine{suffix}")
    accurate = vnnews.Analyzer(model="accurate", threads=1).analyze(ACCURATE)
    assert accurate != vnnews.analyze(ACCURATE)
    assert vnnews.Analyzer(model=tmp_path / "mine.onnx", threads=1).analyze(ACCURATE) == accurate


@pytest.mark.parametrize("model", ["huge", "names.bin", "models/", "", "fast.npy", "Fast"])
def test_what_is_no_model(model: str) -> None:
    with pytest.raises(ValueError, match=r"no model .*; there are 'fast', 'accurate', and files of your own: .npz or"):
        vnnews.Analyzer(model=model)


def _strange(**changes: Any) -> bytes:
    parts: dict[str, Any] = {
        "weights": np.zeros((8, len(LABELS)), np.float16),
        "transitions": np.zeros((len(LABELS), len(LABELS)), np.float32),
        "initial": np.zeros(len(LABELS), np.float32),
        "settings": {"labels": LABELS, "templates": ("w0",), "bits": 3, **changes},
    }
    parts["settings"] = np.frombuffer(msgspec.json.encode(parts["settings"]), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **parts)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.npz", r"cannot read the model .*missing\.npz: No such file or directory"),
        ("folder.npz", r"cannot read the model .*folder\.npz: Is a directory"),
        ("alone.npz", r"cannot read .*alone\.sha256, the digest of the model, which has to lie beside it"),
        ("cut.npz", r"cut\.npz does not match its digest in cut\.sha256: one of them is damaged; copy both again"),
        ("words.npz", r"its labels are not those of this version, but B, I: a model for another task\?"),
        ("pos.npz", r"its labels are not those of this version, but .* …: a model for another task\?"),
        ("lexicon.npz", r"not a model of this version"),
        ("accurate.npz", r"not a model of this version"),
        ("fast.onnx", r"not a model of this version"),
        ("zip.npz", r"not a model of this version"),
        ("column.npz", r"column\.npz: not a model of names of this version: KeyError\('q'\)"),
    ],
)
def test_files_that_hold_no_model_of_names(tmp_path: Path, name: str, message: str) -> None:
    path = tmp_path / name
    if path.suffix == ".onnx":
        pytest.importorskip("onnxruntime")
    made = {
        "alone": (MODELS / "names-fast.npz").read_bytes(),
        "cut": (MODELS / "names-fast.npz").read_bytes()[:100_000],
        "words": (MODELS / "words.npz").read_bytes(),
        "pos": (MODELS / "pos.npz").read_bytes(),
        "lexicon": (MODELS / "words-lexicon.npz").read_bytes(),
        "accurate": (MODELS / "names-accurate.onnx").read_bytes(),
        "fast": (MODELS / "names-fast.npz").read_bytes(),
        "column": _strange(templates=("w0", "q0")),
    }
    if path.stem == "folder":
        path.mkdir()
    elif path.stem == "zip":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("weights", "none")
        save_bytes(path, file.getvalue())
    elif path.stem in made:
        save_bytes(path, made[path.stem])
    if path.stem == "alone":
        path.with_suffix(".sha256").unlink()
    elif path.stem == "cut":
        shutil.copy(MODELS / "names-fast.sha256", path.with_suffix(".sha256"))
    with pytest.raises(ModelError, match=message):
        vnnews.Analyzer(model=path)
    status, output, errors = run("analyze", "-", "--model", path, stdin="Huế có mưa.".encode())
    assert (status, output) == (1, "")
    assert errors.startswith("vnnews: ")
    assert errors.count("\n") == 1


def test_a_model_is_told_by_its_content(folder: Path, tmp_path: Path) -> None:
    model = choose(folder / "names.npz")
    assert isinstance(model, OwnModel)
    for suffix in (".npz", ".sha256"):
        shutil.copy(folder / f"names{suffix}", tmp_path / f"moved{suffix}")
    assert str(choose(tmp_path / "moved.npz")) == str(model) == f"sha256:{model.sha256}"
    assert (tmp_path / "moved.sha256").read_text() == f"{model.sha256}\n"
    assert choose("fast") == "fast"
    assert name_tagger(model) is name_tagger(folder / "names.npz")


def test_jobs_know_their_model(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join(msgspec.json.encode({"text": text}) for text in TEXTS))
    out, path = tmp_path / "out", tmp_path / "names.npz"
    for suffix in (".npz", ".sha256"):
        shutil.copy(folder / f"names{suffix}", path.with_suffix(suffix))
    settings = Settings(vnnews=vnnews.__version__, model=str(path), part_size=2)
    summary = run_job([str(source)], out, settings, processes=2)
    assert (summary.articles, summary.rejected) == (6, 0)
    assert summary.mentions == sum(map(len, found(vnnews.Analyzer(model=path).analyze_many(TEXTS))))
    manifest = msgspec.json.decode((out / "manifest.json").read_bytes())
    assert manifest["settings"]["model"] == str(choose(path))
    again = Settings(vnnews=vnnews.__version__, model=str(folder / "names.npz"), part_size=2)
    assert run_job([str(source)], out, again).analysed == 0  # the same model elsewhere
    for suffix in (".npz", ".sha256"):
        shutil.copy(MODELS / f"names-fast{suffix}", path.with_suffix(suffix))
    with pytest.raises(vnnews.JobError, match=r"begun with other settings \(model sha256:"):  # another in its place
        run_job([str(source)], out, settings)
    with pytest.raises(vnnews.JobError, match="other settings"):
        run_job([str(source)], out, Settings(vnnews=vnnews.__version__, part_size=2))
    with pytest.raises(ModelError):
        run_job([str(source)], tmp_path / "none", Settings(vnnews=vnnews.__version__, model="gone.npz"))
    assert not (tmp_path / "none").exists()


def test_on_the_command_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    expected = found([vnnews.Analyzer(model=folder / "names.npz").analyze(TEXTS[0])])
    for more in ([], ["-j", "2"]):
        status, output, _ = run("analyze", "a.txt", "--model", folder / "names.npz", *more, folder=tmp_path)
        assert (status, found([vnnews.from_json(output.strip())])) == (0, expected)
    assert found([Article(text="")]) == [[]] != expected
    status, page, _ = run("view", "a.txt", "--model", folder / "names.npz", folder=tmp_path)
    assert status == 0
    assert page != run("view", "a.txt", folder=tmp_path)[1]
    arguments = ("evaluate", "names", NEWS / "news-0.dev.txt", "--no-rival")
    status, table, _ = run(*arguments, "--model", folder / "names.npz")
    assert status == 0
    assert "vnnews names.npz P" in table
    assert "vnnews fast P" in run(*arguments)[1]


def test_in_spacy(folder: Path) -> None:
    nlp = vnnews.load(folder / "names.npz")
    assert [ent.label_ for ent in nlp(TEXTS[0]).ents] == [
        label for _, label in found([vnnews.Analyzer(model=folder / "names.npz").analyze(TEXTS[0])])[0]
    ]
