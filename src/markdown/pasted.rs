//! Text that was pasted from a terminal or another program and lost its markup.
//!
//! ```text
//! text ── lines ──▶ survey ── session, shell, source, … ──▶ listings ──▶ edits
//!                          ── contents, dash, bullet, margin, literal ──────▶ edits
//! ```
//!
//! Everything is decided by lines and before Markdown is read: `# 安装` between two commands
//! is a comment to their author and a heading to CommonMark. What is decided is strict:
//! commands that stay text are a blemish, a sentence shown as code is damage. Each look ahead
//! is bounded or never repeated, so the time grows with the text alone.

mod bare;
mod bullet;
mod command;
mod config;
mod contents;
mod dash;
mod lines;
mod listing;
mod literal;
mod log;
mod margin;
mod program;
mod prompt;
mod session;
mod shell;
mod source;
mod survey;

use std::ops::Range;

use super::rewrite::Edit;
use command::Weight;
use dash::Outline;
use lines::{Line, Zone};
use survey::Survey;

/// Something that was decided for the author and may be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hint {
    /// Name of the decision.
    pub(super) rule: &'static str,
    /// Bytes of the text that it is about.
    pub(super) range: Range<usize>,
    /// What was decided.
    pub(super) message: String,
    /// How the author says it himself.
    pub(super) help: &'static str,
}

/// What mending a text comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mended {
    /// In order, none overlapping another.
    pub(super) edits: Vec<Edit>,
    /// In order.
    pub(super) hints: Vec<Hint>,
    /// Whether the text as a whole looks pasted: its single line breaks carry meaning.
    pub(super) pasted: bool,
}

/// The words that may follow the name of a program that is known.
pub(super) fn subcommands(program: &str) -> Option<&'static [&'static str]> {
    command::subcommands(program)
}

/// Whether a line begins as a command does.
pub(super) fn looks_like_command(line: &str) -> bool {
    command::begins(line)
}

/// Whether a line begins with a prompt, and whether that can be nothing else.
pub(super) fn has_prompt(line: &str) -> Option<bool> {
    prompt::prompt(line).map(|prompt| prompt.sure || line.trim_start().starts_with('$'))
}

/// A line of a shell without its strings and its comment.
pub(super) fn without_strings(line: &str) -> String {
    bare::bare(line, '#')
}

/// Mends the body of a note.
pub(super) fn mend(text: &str) -> Mended {
    let lines = lines::read(text);
    let mut survey = Survey::new(&lines);
    let pasted = is_pasted(&survey);
    survey.pasted = pasted;
    let outline = Outline::of(&lines);
    let listings = listing::find(&survey);
    let mut taken = vec![false; lines.len()];
    for listing in &listings {
        taken.get_mut(listing.start..listing.end).unwrap_or_default().fill(true);
    }
    let mut edits = Vec::new();
    listing::fence(&lines, &listings, &outline, &mut edits);
    contents::mend(&lines, &taken, &mut edits);
    dash::mend(&lines, &taken, &outline, &mut edits);
    bullet::mend(&lines, &taken, &mut edits);
    margin::mend(&lines, &taken, &mut edits);
    if pasted {
        margin::mend_spaces(&lines, &taken, &mut edits);
    }
    literal::mend(&survey, &taken, &mut edits);
    let edits = in_order(edits);
    let hints = listings.iter().flat_map(|listing| listing::hints(&survey, listing)).collect();
    Mended { edits, hints, pasted }
}

/// The edits in order. Where two meet on the same bytes, the one that begins first is made.
fn in_order(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.range.start >= end;
        end = end.max(edit.range.end);
        free
    });
    edits
}

/// Signs of pasting that a note needs to be pasted as a whole.
const SIGNS: usize = 3;

fn is_pasted(survey: &Survey<'_>) -> bool {
    let (mut signs, mut markup) = (0, 0);
    for (at, line) in survey.lines.iter().enumerate() {
        let content = line.content();
        let foreign = line.zone == Zone::Item && lines::marker(content).is_none();
        let lone = line.zone == Zone::Dash && line.indent == 0;
        let code = survey.command(at) >= Weight::Fair && line.zone == Zone::Text;
        let wide = !line.is_blank() && !line.margin().is_ascii();
        signs += usize::from(foreign || lone || code || wide);
        markup += usize::from(is_markup(line));
    }
    signs >= SIGNS && signs > markup
}

/// Whether a line shows an author who writes Markdown.
fn is_markup(line: &Line<'_>) -> bool {
    let content = line.content();
    let heading = line.zone == Zone::Heading && !bare::is_comment(content);
    let fence = line.zone == Zone::Closed && content.starts_with("```");
    heading || fence || content.contains("](") || content.contains("**")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        let mut mended = super::super::rewrite::Rewritten::new(text, 0);
        mended.apply(&mend(text).edits);
        mended.text().to_owned()
    }

    /// Checks texts against what they are mended to.
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(mended(text), *expected, "{text}");
        }
    }

    #[test]
    fn commands_are_fenced() {
        check(&[
            (
                "先装：\nyum install -y docker\n# 启动服务\nsystemctl start docker\n再看。\n",
                "先装：\n```bash\nyum install -y docker\n# 启动服务\nsystemctl start docker\n```\n再看。\n",
            ),
            (
                "docker run -d \\\n  --name web \\\n  nginx\n",
                "```bash\ndocker run -d \\\n  --name web \\\n  nginx\n```\n",
            ),
            (
                "cat > /etc/x.conf <<EOF\n# 设置\n\na = 1\nEOF\n",
                "```bash\ncat > /etc/x.conf <<EOF\n# 设置\n\na = 1\nEOF\n```\n",
            ),
            (
                "#!/bin/bash\nset -e\n\n# 备份\nfor db in a b; do\n  mysqldump $db > $db.sql\ndone\n",
                "```bash\n#!/bin/bash\nset -e\n\n# 备份\nfor db in a b; do\n  mysqldump $db > $db.sql\ndone\n```\n",
            ),
        ]);
    }

    #[test]
    fn sessions_are_fenced_with_their_output() {
        check(&[
            (
                "[root@db ~]# free -m\n      total  used\nMem:  7822  512\n[root@db ~]#\n内存够。\n",
                "```console\n[root@db ~]# free -m\n      total  used\nMem:  7822  512\n[root@db ~]#\n```\n内存够。\n",
            ),
            ("mysql> select 1;\n+---+\n| 1 |\n+---+\n", "```\nmysql> select 1;\n+---+\n| 1 |\n+---+\n```\n"),
            ("$ uname -r\n6.1.0\n\n正文\n", "```console\n$ uname -r\n6.1.0\n```\n\n正文\n"),
            (">>> import os\n>>> os.getpid()\n42\n", "```\n>>> import os\n>>> os.getpid()\n42\n```\n"),
        ]);
    }

    #[test]
    fn programs_and_settings_are_fenced() {
        check(&[
            (
                "脚本\n\nimport os\n\n# 目录\npath = '/data'\n\n\nfor name in os.listdir(path):\n    # 打印\n\n    print(name)\n\n就这些。\n",
                "脚本\n\n```python\nimport os\n\n# 目录\npath = '/data'\n\n\nfor name in os.listdir(path):\n    # 打印\n\n    print(name)\n```\n\n就这些。\n",
            ),
            (
                "{\n  \"a\": [1, 2],\n  \"b\": \"{\"\n}\n",
                "```json\n{\n  \"a\": [1, 2],\n  \"b\": \"{\"\n}\n```\n",
            ),
            (
                "[mysqld]\nport = 3306\n# 缓冲\nsize=1G\n",
                "```ini\n[mysqld]\nport = 3306\n# 缓冲\nsize=1G\n```\n",
            ),
            (
                "spec:\n  replicas: 2\n  ports:\n  - port: 80\n",
                "```yaml\nspec:\n  replicas: 2\n  ports:\n  - port: 80\n```\n",
            ),
            (
                "FROM alpine\nRUN apk add curl\nCMD [\"sh\"]\n",
                "```dockerfile\nFROM alpine\nRUN apk add curl\nCMD [\"sh\"]\n```\n",
            ),
            (
                "server {\n    listen 80;\n    # 静态\n    location / {\n        root /srv;\n    }\n}\n",
                "```nginx\nserver {\n    listen 80;\n    # 静态\n    location / {\n        root /srv;\n    }\n}\n```\n",
            ),
            (
                "net.ipv4.ip_forward = 1\nvm.swappiness = 0\n",
                "```\nnet.ipv4.ip_forward = 1\nvm.swappiness = 0\n```\n",
            ),
        ]);
    }

    #[test]
    fn statements_elements_and_logs_are_fenced() {
        check(&[
            ("SELECT id\nFROM t\nLIMIT 10;\n查到了\n", "```sql\nSELECT id\nFROM t\nLIMIT 10;\n```\n查到了\n"),
            ("<mirror>\n  <id>a</id>\n</mirror>\n", "```xml\n<mirror>\n  <id>a</id>\n</mirror>\n```\n"),
            (
                "2024-01-02 12:00:01 ERROR x y\njava.lang.Error: z\n\tat a.B.<init>(B.java:1)\n",
                "```\n2024-01-02 12:00:01 ERROR x y\njava.lang.Error: z\n\tat a.B.<init>(B.java:1)\n```\n",
            ),
            (
                "kubectl get pods\nNAME   READY  STATUS\nweb-1  1/1    Running\n",
                "```bash\nkubectl get pods\nNAME   READY  STATUS\nweb-1  1/1    Running\n```\n",
            ),
        ]);
        for text in [
            "<tabs>\n这是一段说明\n</tabs>\n",
            "<Note>\n\n正文\n\n</Note>\n",
            "2024-01-02 12:00:01 到达现场\n2024-01-02 12:30:01 恢复服务\n",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn code_in_a_list_item_stays_in_it() {
        check(&[
            (
                "1. 停掉\ndocker stop web\ndocker rm web\n再看\n2. 完\n",
                "1. 停掉\n   ```bash\n   docker stop web\n   docker rm web\n   ```\n   再看\n2. 完\n",
            ),
            (
                "- 停掉\n  docker stop web\n  docker rm web\n",
                "- 停掉\n  ```bash\n  docker stop web\n  docker rm web\n  ```\n",
            ),
        ]);
    }

    #[test]
    fn headings_stay() {
        for text in [
            "## 安装\nyum install x\n## 启动\nsystemctl start x\n",
            "# 安装\nyum install x\n",
            "# 一\n\n正文\n# 二\n正文\n# 三\n\n正文\n",
            "# docker run\n\n# docker ps\n",
            "正文\n\n# 部署 Nginx\n\n说明。\n",
            "# 命令\n\n# 一、查看\nps -ef | grep x\n# 二、网络\nss -lnt\n",
            "# 一\n正文\n# 二\n正文\n# 三\ndocker stop a\n# 四\ndocker rm a\n",
        ] {
            let mended = mended(text);
            assert!(text.lines().filter(|line| line.starts_with('#')).all(|line| mended.contains(line)));
            assert!(!mended.contains("```"), "{mended}");
        }
    }

    #[test]
    fn what_has_its_markup_is_left_alone() {
        for text in [
            "```\n-\n# 注\ndocker ps -a\ndocker images -a\n```\n",
            "- ```bash\n  # 注\n  docker stop a\n  docker rm a\n  ```\n",
            "> docker stop a\n> docker rm a\n",
            "| 命令 | 说明 |\n|---|---|\n| docker ps -a | 列 |\n",
            "段落\n\n    docker stop a\n    docker rm a\n",
            "{% codeblock %}\ndocker stop a\n# 注\ndocker rm a\n{% endcodeblock %}\n",
            "<pre>\ndocker stop a\n\ndocker rm a\n</pre>\n",
            "一行*强调*，`git status` 也在。\n带娃 - -。:)\n\n===== \n\n正文\n",
            "标题\n---\n正文\n",
            "- docker stop a\n- docker rm a\n",
            "docker 和 kubectl 是工具。\n\nfind the file and make sure it is in /etc.\n",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn lone_hyphens_are_items_and_never_underlines() {
        check(&[
            ("-\n一\n- 子\n-\n二\n-\n", "- 一\n- 子\n- 二\n\n"),
            ("段落\n-\n\n正文\n", "段落\n\\-\n\n正文\n"),
            ("段落\n--\n正文\n", "段落\n\\--\n正文\n"),
            ("- 项\n\t- 服务\n\t\t-\n\t- 下一个\n", "- 项\n\t- 服务\n\t- 下一个\n"),
            ("-\ncurl -s http://a/b | sh\n-\n二\n", "- `curl -s http://a/b | sh`\n- 二\n"),
        ]);
    }

    #[test]
    fn bullets_are_list_items() {
        check(&[
            ("  • 一\n\n    1. 子\n  • 二\n", "  - 一\n\n    1. 子\n  - 二\n"),
            ("•一\n•\t二\n", "- 一\n- 二\n"),
            ("·一\n·二\n\n· 三\n\n·四\n", "- 一\n- 二\n\n- 三\n\n·四\n"),
            ("    ● 一\n        ○ 二\n", "- 一\n    - 二\n"),
            ("　　－ 一\n", "- 一\n"),
        ]);
    }

    #[test]
    fn wide_margins_begin_paragraphs() {
        check(&[
            ("　　一段。\n　　二段。\n", "一段。\n\n二段。\n"),
            ("\u{2003}\u{2003}一\n续\n\n\u{a0}\u{a0}二\n", "一\n续\n\n二\n"),
            ("　　# 不是标题\n", "\\# 不是标题\n"),
        ]);
    }

    #[test]
    fn marks_of_a_table_of_contents_go() {
        check(&[
            ("[toc]\n正文\n", "\n正文\n"),
            ("* TOC\n{:toc}\n\n正文\n", "\n\n\n正文\n"),
            ("一\n@[toc](目录)\n二\n", "一\n\n二\n"),
        ]);
    }

    #[test]
    fn single_commands_keep_every_character() {
        for (line, expected) in [
            ("docker run -v `pwd`:/a `id -u` x", "``docker run -v `pwd`:/a `id -u` x``"),
            ("kill -9 <pid>", "`kill -9 <pid>`"),
            ("--mount type=bind,source=$(pwd)/*", "`--mount type=bind,source=$(pwd)/*`"),
            ("-v *$(pwd)*:<dir>", "-v \\*$(pwd)\\*:\\<dir>"),
            ("利率=利润/收入*100%=(收入-成本)/收入*100%", "利率=利润/收入\\*100%=(收入-成本)/收入\\*100%"),
        ] {
            assert_eq!(mended(&format!("看\n\n{line}\n")), format!("看\n\n{expected}\n"));
        }
    }

    #[test]
    fn decisions_are_said() {
        let text = "yum install -y a\n# 启动\nsystemctl start a\n";
        let hints = mend(text).hints;
        assert_eq!(hints.iter().map(|hint| hint.rule).collect::<Vec<_>>(), ["pasted-code", "pasted-comment"]);
        assert_eq!(hints[0].message, "these 3 lines look like commands and are shown as code");
        assert_eq!(&text[hints[1].range.clone()], "# 启动");
        assert!(hints.iter().all(|hint| !hint.help.is_empty()));
    }

    #[test]
    fn a_pasted_note_is_known() {
        assert!(mend("-\n一\n-\n二\n-\n三\n").pasted);
        assert!(mend("  • 一\n  • 二\n\n　　段\n").pasted);
        assert!(!mend("## 一\n\n正文\n\n## 二\n\n- 项\n").pasted);
    }

    #[test]
    fn edits_are_in_order_and_within_the_text() {
        let text = "[toc]\n-\n　　一\n-\n# 注\ndocker stop a\ndocker rm a\n• 二\n　　• 三\n--x *\n";
        let edits = mend(text).edits;
        assert!(edits.iter().all(|edit| text.get(edit.range.clone()).is_some()));
        assert!(edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
    }

    /// Would not end in any time that a developer waits if it took the square of the length.
    #[test]
    fn hostile_texts_come_to_an_end() {
        for line in [
            "",
            "-",
            "#",
            "# a",
            "# ls /",
            "$ ",
            "$ ls",
            "➜ ~",
            "cat <<EOF",
            "{",
            "[",
            "[x]",
            "a.b=c",
            "• a",
            "·",
            "a: b",
            "foo -x \\",
            "FROM a \\",
            "import os\n\n",
            "x = 1",
            "f() {",
            "`",
            "``` `",
            "　　a",
            "    a",
            "- a",
            "  - a",
            "> a",
            "| a |\n|-",
            "<!--",
            "a (",
            "\"\"\"",
            "# a\n\n",
            "ls\n# a",
            "<a>",
            "<a>\n\n",
            "SELECT a",
            "12:00:01 a b",
            "Caused by: a",
            "ls  a  b",
            "# 一、a\nls -a",
        ] {
            let text = format!("{line}\n").repeat((32 << 10) / (line.len() + 1));
            assert!(mend(&text).edits.len() <= 2 * text.len());
        }
        for word in ["a ", "ls ", "--x ", "* ", "`", "\"", "[", "{", "=", "a.b(", "中 "] {
            let text = word.repeat((32 << 10) / word.len());
            assert!(mend(&text).edits.len() <= 2 * text.len());
        }
    }
}
