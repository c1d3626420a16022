"""Notes that every generator can build: the same pages, each in its tool's own front matter."""

import datetime
import json
import pathlib
import re

import yaml

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\n)?---[ \t]*(?:\r?\n|\Z)", re.S)
TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n.*?\n\+\+\+[ \t]*(?:\r?\n|\Z)", re.S)
HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.M)
# What Hugo and Zola would execute and stop at; one space makes it text for all alike.
TEMPLATE = re.compile(r"\{(?=[{%#])")


class Note:
    """A note: `path` below the content folder, what its front matter says, and its text."""

    def __init__(self, path, title, date, tags, body):
        self.path, self.title, self.date, self.tags, self.body = path, title, date, tags, body


def read(folders):
    """The notes of some folders, sorted by path; each folder becomes one of the content's."""
    notes = []
    for folder in map(pathlib.Path, folders):
        for file in sorted(folder.rglob("*.md")):
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
                notes.append(note(folder, file))
    return notes


def note(folder, file):
    text = file.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").replace("\0", " ")
    front, body = split(text)
    heading = HEADING.search(body)
    title = str(front.get("title") or (heading and heading.group(1)) or file.stem).strip()
    tags = front.get("tags") or []
    tags = tags if isinstance(tags, list) else str(tags).replace(",", " ").split()
    return Note(
        path=path(folder, file),
        title=TEMPLATE.sub("{ ", title),
        date=day(front.get("date")),
        tags=sorted({str(tag).strip() for tag in tags if str(tag).strip()}),
        body=TEMPLATE.sub("{ ", body),
    )


def split(text):
    """The front matter, empty when there is none that can be read, and what follows it."""
    if match := TOML.match(text):
        return {}, text[match.end():]
    match = FRONT.match(text)
    if not match:
        return {}, text
    try:
        front = yaml.safe_load(match.group(1) or "")
    except yaml.YAMLError:
        front = None
    return (front if isinstance(front, dict) else {}), text[match.end():]


def path(folder, file):
    """Names that mean something to one generator and nothing to another are made plain."""
    parts = list(file.relative_to(folder).parts)
    if parts[-1].lower() in ("index.md", "_index.md", "readme.md"):
        parts[-1] = "a-" + parts[-1].lstrip("_").lower()
    return "/".join([folder.name.lower(), *parts])


def day(value):
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value[:10])
        except ValueError:
            return None
    return value.isoformat() if isinstance(value, datetime.date) else None


def times(notes, number):
    """Every note `number` times: under other names, with a line that is different in each."""
    if number == 1:
        return notes
    return [
        Note(f"{copy:02}/{note.path}", f"{note.title} {copy}", note.date, note.tags,
             f"第 {copy} 份：{note.title}。\n\n{note.body}")
        for copy in range(1, number + 1)
        for note in notes
    ]


def write(notes, folder, matter):
    """Writes notes with the front matter that `matter(note)` gives."""
    for one in notes:
        file = folder / one.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(matter(one) + one.body, encoding="utf-8")


def yaml_matter(note):
    """Front matter of Hugo and Yunji. JSON strings are YAML strings."""
    fields = {"title": note.title, "tags": note.tags}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    lines += [f"date: {note.date}"] if note.date else []
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def toml_matter(note):
    """Front matter of Zola. JSON strings are TOML strings."""
    lines = [f"title = {json.dumps(note.title, ensure_ascii=False)}"]
    lines += [f"date = {note.date}"] if note.date else []
    lines += ["[taxonomies]", f"tags = {json.dumps(note.tags, ensure_ascii=False)}"] if note.tags else []
    return "+++\n" + "\n".join(lines) + "\n+++\n\n"
