"""Which documents there are: finds the forms and their templates by their file names, no registry.

    forms/declaration.py            one Form; the file's name is the form's name
    templates/declaration.docx      its document
    templates/declaration.letter.docx   a further document of it, the part "letter"

Listing names imports nothing: a function that serves one form reads that form only.
"""

from __future__ import annotations

import importlib
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import RLock
from types import ModuleType

from wenbiao import policy
from wenbiao.errors import Finding, FormError, PolicyError, UnknownForm, WenbiaoError
from wenbiao.fields import Fields, fields_of
from wenbiao.form import Form

LOADING = RLock()
PARTS = {"letter": "公函"}  # what people call a further document; any other goes by its own name
OFFICE = re.compile(r"\.(docx|doc|docm|dotx?|dotm|wpt|wps|rtf|odt|ott)", re.IGNORECASE)
MODEL = "_blocks/policy.py"  # the types of a project's policy, beside its shared questions
FAULTS = {  # words of Python's syntax errors → what a maintainer reads
    "was never closed": "括号没有合上",
    "unmatched": "多了一个括号",
    "does not match": "前后括号不配对",
    "unterminated": "引号没有合上",
    "invalid character": "代码里有中文标点或别的特殊字符",
    "invalid non-printable": "代码里有看不见的特殊字符",
    "expected ':'": "缺少冒号",
    "forgot a comma": "可能少了一个逗号",
    "indent": "缩进不对",
}


@dataclass(frozen=True, eq=False)
class Entry:
    """One form with its documents. `parts`: its further documents by name ("letter").

    `built`: where `wenbiao build` may have left compiled templates.
    """

    name: str
    form: type[Form]
    fields: Fields
    template: Path
    parts: Mapping[str, Path]
    built: Path | None = None

    def document(self, part: str = "") -> Path:
        """The template of a part, "" for the main document; KeyError if there is none."""
        return self.parts[part] if part else self.template

    @property
    def papers(self) -> dict[str, str]:
        """Its further documents by name, with what people call them: letter → 公函."""
        return {part: PARTS.get(part, part) for part in self.parts}


class Catalogue(Mapping[str, Entry]):
    """The forms of a project by name. An entry's form is imported when it is first asked for."""

    def __init__(self, forms: Path, templates: Path, built: Path | None = None) -> None:
        self.forms, self.templates, self.built = forms.resolve(), templates.resolve(), built
        self._files = {file.stem: file for file in sorted(self.forms.glob("[!_.]*.py"))}
        self._documents = _documents(self.templates)
        self._entries: dict[str, Entry] = {}

    @classmethod
    def load(cls, forms: Path, templates: Path, built: Path | None = None) -> Catalogue:
        """The catalogue of two folders. Raises FormError with all findings where names do not pair up."""
        catalogue = cls(forms, templates, built)
        if catalogue.unpaired:
            raise FormError(*catalogue.unpaired)
        return catalogue

    @classmethod
    def survey(cls, forms: Path, templates: Path) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
        """Every entry that can be read, and every finding about the others."""
        catalogue = cls(forms, templates)
        entries, findings = [], list(catalogue.unpaired)
        try:
            catalogue.check_policy()
        except (FormError, PolicyError) as error:
            findings += error.findings
        for name in catalogue:
            try:
                entries.append(catalogue[name])
            except (FormError, PolicyError) as error:
                findings += error.findings
        return tuple(entries), tuple(dict.fromkeys(findings))

    @cached_property
    def unpaired(self) -> tuple[Finding, ...]:
        """Forms without a document, documents that are no .docx, documents without a form."""
        forms, documents = self._files.keys(), self._documents
        others = [file for file in _others(self.templates, documents) if _named(file)[0] in forms]
        lacking = [name for name in forms if "" not in documents.get(name, {})]
        alone = [self._files[name] for name in lacking if (name, "") not in map(_named, others)]
        strays = [file for name in sorted(documents.keys() - forms) for file in documents[name].values()]
        return (*map(_without_document, alone), *map(_no_docx, others), *map(_without_form, strays))

    def entry(self, name: str) -> Entry:
        """The form of that name. Raises UnknownForm, or FormError if its file is wrong."""
        if name not in self:
            raise UnknownForm(name=name, known=tuple(self))
        return self[name]

    def __getitem__(self, name: str) -> Entry:
        documents = self._documents.get(name, {})
        if name not in self._files or "" not in documents:
            raise KeyError(name)
        if name not in self._entries:
            parts = {part: file for part, file in documents.items() if part}
            form, fields = _read(self.forms, self._files[name])
            self._entries[name] = Entry(name, form, fields, documents[""], parts, self.built)
        return self._entries[name]

    def check_policy(self) -> None:
        """Read the policy in force, with the project's types for it where it has some. Raises PolicyError."""
        model = self.forms / MODEL
        if not model.is_file():
            policy.topics(self.forms / policy.FILE)
            return
        with LOADING:
            _enter(self.forms)
            _module(self.forms, model)

    def __contains__(self, name: object) -> bool:
        return name in self._files and "" in self._documents.get(str(name), {})

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._files if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @cached_property
    def build(self) -> str:
        """Twelve hex digits that change with any form, block, template or policy file."""
        digest = sha256()
        code = (file for ending in ("py", "toml") for file in self.forms.rglob(f"*.{ending}"))
        documents = (file for files in self._documents.values() for file in files.values())
        named = {file.relative_to(self.forms).as_posix(): file for file in code} | {
            file.name: file for file in documents
        }
        named |= {f"../{file.name}": file for file in policy.deployed()}
        for name, file in sorted(named.items()):
            digest.update(f"{name}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()[:12]


def _documents(folder: Path) -> dict[str, dict[str, Path]]:
    """{form: {part: file}}; the part of the main document is "". Word's lock files (~$…) are no documents."""
    found: dict[str, dict[str, Path]] = {}
    for file in sorted(filter(Path.is_file, folder.glob("[!~.]*.docx"))):
        name, part = _named(file)
        found.setdefault(name, {})[part] = file
    return found


def _named(file: Path) -> tuple[str, str]:
    """The form and the part of it that a template is for; the part of the main document is ""."""
    name, _, part = file.stem.partition(".")
    return name, part


def _others(folder: Path, documents: Mapping[str, Mapping[str, Path]]) -> Iterator[Path]:
    """What was saved in another format of an office program, and not as .docx beside it."""
    for file in sorted(folder.glob("[!~.]*")):
        name, part = _named(file)
        if OFFICE.fullmatch(file.suffix) and part not in documents.get(name, {}):
            yield file


def _without_document(form: Path) -> Finding:
    wrong = f"表单没有对应的文书模板 {form.stem}.docx"
    return Finding(
        form.name,
        "",
        "",
        wrong,
        f"请在模板文件夹放入 {form.stem}.docx；公用的题目请放进 _blocks 文件夹",
    )


def _no_docx(document: Path) -> Finding:
    name = f"{document.stem}.docx"
    if document.suffix.lower() == ".docx":
        return Finding(document.name, "", "", "文件名的结尾要用小写的 .docx", f"请改名为 {name}")
    remedy = f"请在 Word 或 WPS 里另存为 {name}（“Word 文档”），再把原来的文件移到别处"
    return Finding(document.name, "", "", "文书模板要用 .docx 格式，这份没有用上", remedy)


def _without_form(document: Path) -> Finding:
    name = document.stem.partition(".")[0]
    wrong = f"文书模板没有对应的表单 {name}.py"
    return Finding(
        document.name,
        "",
        "",
        wrong,
        f"请在表单文件夹写 {name}.py，或删去、改名这份模板",
    )


def _read(folder: Path, file: Path) -> tuple[type[Form], Fields]:
    """The one form of a file and its fields; both while the modules they name are the imported ones."""
    with LOADING:
        _enter(folder)
        module = _module(folder, file)
        forms = [item for item in vars(module).values() if _is_form_of(item, module)]
        if len(forms) != 1:
            raise _refused(
                file,
                f"一个文件应当正好写一张表单，这里有 {len(forms)} 张",
                "每张表单写成一个文件，文件名就是表单名",
            )
        fields = fields_of(forms[0])
    stated = next((field.const for field in fields.children if field.name == "doc_type"), None)
    if stated not in (None, file.stem):
        raise _refused(
            file,
            f"doc_type 写的是“{stated}”，与文件名不一致",
            f"请把 doc_type 改为“{file.stem}”，或改文件名",
        )
    return forms[0], fields


def _is_form_of(item: object, module: ModuleType) -> bool:
    return isinstance(item, type) and issubclass(item, Form) and item.__module__ == module.__name__


def _module(folder: Path, file: Path) -> ModuleType:
    try:
        return importlib.import_module(".".join(file.relative_to(folder.parent).with_suffix("").parts))
    except WenbiaoError:
        raise
    except Exception as error:
        raise _refused(file, *_fault(folder, error)) from error


def _fault(folder: Path, error: Exception) -> tuple[str, str]:
    """What is wrong and what to do; the place is the last line of the project's own files that was reached."""
    if isinstance(error, SyntaxError):
        said = next((f"：{chinese}" for english, chinese in FAULTS.items() if english in error.msg), "")
        wrong = f"{Path(error.filename or '').name} 第 {error.lineno} 行有语法错误{said}"
        return wrong, "请核对这一行和上一行的括号、引号、逗号和缩进"
    lines = [
        frame for frame in traceback.extract_tb(error.__traceback__) if folder in Path(frame.filename).parents
    ]
    place = f"{Path(lines[-1].filename).name} 第 {lines[-1].lineno} 行" if lines else "这个文件"
    return f"{place}无法执行（{type(error).__name__}: {error}）", "请核对这一行的名称和写法"


def _refused(file: Path, wrong: str, remedy: str) -> FormError:
    return FormError(Finding(file.name, "", "", wrong, remedy))


def _enter(folder: Path) -> None:
    """Make the folder the package of its name, so that `from forms._blocks import …` means this project's.

    Another package of that name, installed or of another project, is put out of the way; what was
    imported from it lives on where it is used.
    """
    package = sys.modules.get(folder.name)
    if package and folder in [Path(place).resolve() for place in getattr(package, "__path__", ())]:
        return
    others = [name for name in sys.modules if name == folder.name or name.startswith(f"{folder.name}.")]
    for name in others:
        del sys.modules[name]
    # Without others nothing is remembered of this package; what is known of all folders would be lost for nothing.
    if others:
        importlib.invalidate_caches()
    spec = _package(folder)
    module = sys.modules[folder.name] = module_from_spec(spec)
    if isinstance(spec.loader, SourceFileLoader):
        spec.loader.exec_module(module)


def _package(folder: Path) -> ModuleSpec:
    start = folder / "__init__.py"
    spec = spec_from_file_location(folder.name, start) if start.is_file() else None
    if spec is None:
        spec = ModuleSpec(folder.name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
    return spec
