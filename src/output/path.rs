//! Paths below the site's root.

use std::borrow::Borrow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// Bytes of one part of a path at most. File systems take 255; the rest is room for
/// `.html`, a hash, and whatever a server adds.
const LONGEST_PART: usize = 200;

/// A path below the site's root: relative, with forward slashes, not percent-encoded, in
/// Unicode NFC. Empty for the root itself; a page's address ends in `/`.
///
/// None of its parts is empty, `.` or `..`, holds a control character, a backslash or a
/// character that some file system refuses, or is longer than a file name may be. So a file
/// written at it is inside the output folder on every system.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

/// Why text is no path below the site's root.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// It would leave the site.
    #[error("the path leaves the site")]
    Outside,
    /// A part of it is no file name.
    #[error("\"{0}\" cannot be part of a path")]
    Part(String),
}

impl SitePath {
    /// The root of the site.
    pub fn root() -> SitePath {
        SitePath(String::new())
    }

    /// Reads a path that someone wrote. Slashes at its beginning are dropped, one at its
    /// end is kept, parts that are too long are cut and given a hash.
    ///
    /// # Errors
    ///
    /// When a part is `..`, or can be no file name.
    pub fn parse(text: &str) -> Result<SitePath, PathError> {
        let folder = text.ends_with('/');
        let mut path = String::new();
        for part in text.split('/').filter(|part| !part.is_empty() && *part != ".") {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(&check_part(part)?);
        }
        if folder && !path.is_empty() {
            path.push('/');
        }
        Ok(SitePath(path))
    }

    /// Makes one part of a path from a name such as a tag: whatever a path cannot hold
    /// becomes `-`. Never empty.
    pub fn part_from_name(name: &str) -> String {
        let mapped: String =
            name.trim().chars().map(|ch| if is_allowed(ch) && ch != '/' { ch } else { '-' }).collect();
        let part = check_part(&mapped.replace(' ', "-"));
        part.unwrap_or_else(|_| format!("-{}", hash(name)))
    }

    /// The path of a page below this one's folder, in the same form: that of its file where
    /// this one is a file's.
    ///
    /// # Errors
    ///
    /// As for [`SitePath::parse`].
    pub fn join(&self, text: &str) -> Result<SitePath, PathError> {
        let below = SitePath::parse(&format!("{}{text}", self.folder()))?;
        Ok(if self.0 == self.folder() { below } else { below.file() })
    }

    /// The folder that the path is or lies in, ending in `/`; empty for the root.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').and_then(|at| self.0.get(..=at)).unwrap_or_default()
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that a server sends for this address: itself, or `index.html` in it.
    pub fn file(&self) -> SitePath {
        if self.0.is_empty() || self.0.ends_with('/') {
            SitePath(format!("{}index.html", self.0))
        } else {
            self.clone()
        }
    }

    /// Where the page of this address is read as Markdown: `.md` behind it, without the slash
    /// of a folder.
    #[must_use]
    pub fn twin(&self) -> SitePath {
        let page = self.0.trim_end_matches('/');
        SitePath(format!("{}.md", if page.is_empty() { "index" } else { page }))
    }

    /// The path for a link: characters with a meaning in URLs encoded, others readable.
    pub fn href(&self) -> String {
        encode(&self.0)
    }

    /// What leads from this page back to the root: `../` once for each folder, `./` at the
    /// root.
    pub fn to_root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The same for paths that some file system takes for the same file.
    pub fn collision_key(&self) -> String {
        if self.0.is_ascii() {
            return self.0.to_ascii_lowercase();
        }
        self.0.nfc().flat_map(char::to_lowercase).collect()
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn is_allowed(ch: char) -> bool {
    !ch.is_control()
        && !matches!(ch, '\\' | '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\u{2028}' | '\u{2029}')
}

fn check_part(part: &str) -> Result<String, PathError> {
    let part: String = if part.is_ascii() { part.to_owned() } else { part.nfc().collect() };
    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let reserved = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || matches!(stem.as_bytes(), [b'c', b'o', b'm', b'0'..=b'9'] | [b'l', b'p', b't', b'0'..=b'9']);
    if part == ".." {
        return Err(PathError::Outside);
    }
    let reserved = reserved || part.starts_with(".yunji");
    let bad_end = part.ends_with('.') || part.ends_with(' ');
    if reserved || bad_end || part == "." || part.is_empty() || !part.chars().all(is_allowed) {
        return Err(PathError::Part(part));
    }
    Ok(shorten(part))
}

/// Cuts a part that is too long on a character boundary, and adds a hash of the whole.
fn shorten(part: String) -> String {
    if part.len() <= LONGEST_PART {
        return part;
    }
    let hash = hash(&part);
    let end = (0..=LONGEST_PART - hash.len() - 1).rev().find(|&end| part.is_char_boundary(end));
    format!("{}-{hash}", part.get(..end.unwrap_or(0)).unwrap_or_default())
}

fn hash(text: &str) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    hash.as_str().chars().take(8).collect()
}

/// Percent-encodes what must not stand in a link as it is: spaces, quotes, `%`, `?`, `#`
/// and the like. Everything outside ASCII stays readable.
fn encode(path: &str) -> String {
    encode_where(path, |ch| ch.is_ascii() && !is_plain(ch))
}

/// Percent-encodes everything but letters, digits and `-._~/` of ASCII, as sitemaps and
/// feeds need it.
pub fn encode_fully(path: &str) -> String {
    encode_where(path, |ch| !is_plain(ch))
}

/// The address of the file that a server sends for an address of the site, which may end in
/// a fragment.
pub fn file_address(address: &str) -> String {
    let (path, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let file = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    format!("{path}{file}{fragment}")
}

/// Percent-encodes what no URL may hold, and leaves alone what someone has encoded already.
pub fn encode_url(url: &str) -> String {
    encode_where(url, |ch| {
        ch.is_ascii() && !is_plain(ch) && !matches!(ch, '%' | '?' | '#' | '&' | '\'' | '[' | ']')
    })
}

/// The same with nothing outside ASCII left, for those who read the site from elsewhere.
pub fn encode_url_fully(url: &str) -> String {
    encode_where(&encode_url(url), |ch| !ch.is_ascii())
}

/// The text that percent-encoding stands for; none where an escape is broken or the bytes
/// are no UTF-8.
pub fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let (code, after) = rest.split_first_chunk::<2>()?;
            let code = std::str::from_utf8(code).ok().filter(|code| !code.starts_with('+'))?;
            bytes.push(u8::from_str_radix(code, 16).ok()?);
            rest = after;
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn is_plain(ch: char) -> bool {
    ch.is_ascii_alphanumeric()
        || matches!(
            ch,
            '-' | '.' | '_' | '~' | '/' | '!' | '$' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | ':' | '@'
        )
}

fn encode_where(path: &str, must: impl Fn(char) -> bool) -> String {
    if !path.contains(&must) {
        return path.to_owned();
    }
    let mut encoded = String::with_capacity(path.len());
    for ch in path.chars() {
        if must(ch) {
            for byte in ch.encode_utf8(&mut [0; 4]).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(ch);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, PathError> {
        SitePath::parse(text).map(|path| path.0)
    }

    #[test]
    fn nothing_leaves_the_site() {
        for text in ["../x", "a/../../x", "/..", "a/..", "..\\x", "a\\..\\x", "\0", "a/\u{7}/b", "c:/x"] {
            assert!(parse(text).is_err(), "{text:?} was accepted");
        }
        assert_eq!(parse("/a/./b/").unwrap(), "a/b/");
        assert_eq!(parse("//etc/passwd").unwrap(), "etc/passwd");
    }

    #[test]
    fn names_that_some_system_refuses_are_refused() {
        for text in ["con", "docker/NUL.txt", "COM1", "a.", "a ", "what?", "a|b"] {
            assert!(parse(text).is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let path = parse(&"长".repeat(300)).unwrap();
        assert!(path.len() <= LONGEST_PART && path.starts_with("长长"));
        assert_ne!(path, parse(&"长".repeat(301)).unwrap());
    }

    #[test]
    fn any_name_makes_one_part() {
        assert_eq!(SitePath::part_from_name("CI/CD"), "CI-CD");
        assert_eq!(SitePath::part_from_name("负载 均衡"), "负载-均衡");
        for name in ["..", ".", "", " ", "con", "\0"] {
            let part = SitePath::part_from_name(name);
            assert_eq!(parse(&part).unwrap(), part, "{name:?}");
        }
    }

    #[test]
    fn addresses_stay_readable() {
        let path = SitePath::parse("笔记/a b#c%/").unwrap();
        assert_eq!(path.href(), "笔记/a%20b%23c%25/");
        assert_eq!(path.file().as_str(), "笔记/a b#c%/index.html");
        assert_eq!(path.to_root(), "../../");
        assert_eq!(SitePath::root().to_root(), "./");
        assert_eq!(encode_fully("笔记/"), "%E7%AC%94%E8%AE%B0/");
        assert_eq!(encode_url_fully("https://x/笔/a%20b?c=d e"), "https://x/%E7%AC%94/a%20b?c=d%20e");
    }

    #[test]
    fn a_page_and_its_markdown_have_one_name() {
        let twin = |path: &str| SitePath::parse(path).unwrap().twin().to_string();
        assert_eq!(
            ["docker/cgroup/", "2020/x.html", ""].map(twin),
            ["docker/cgroup.md", "2020/x.html.md", "index.md"]
        );
    }

    #[test]
    fn pages_below_a_file_are_files() {
        let below = |path: &str| SitePath::parse(path).unwrap().join("page/2/").unwrap().0;
        assert_eq!(below(""), "page/2/");
        assert_eq!(below("tags/x/"), "tags/x/page/2/");
        assert_eq!(below("index.html"), "page/2/index.html");
        assert_eq!(below("tags/x/index.html"), "tags/x/page/2/index.html");
        assert_eq!(SitePath::parse("tags/x/index.html").unwrap().to_root(), "../../");
        for (address, file) in [
            ("", "index.html"),
            ("a/", "a/index.html"),
            ("a/#b/c", "a/index.html#b/c"),
            ("a.html#b", "a.html#b"),
            ("a.png", "a.png"),
        ] {
            assert_eq!(file_address(address), file);
        }
    }

    #[test]
    fn broken_escapes_stand_for_nothing() {
        assert_eq!(percent_decode("a%20b").as_deref(), Some("a b"));
        assert_eq!(percent_decode("%e7%ac%94").as_deref(), Some("笔"));
        for broken in ["100%", "%2", "%zz", "%ff", "%+1"] {
            assert_eq!(percent_decode(broken), None, "{broken}");
        }
    }

    #[test]
    fn one_form_of_a_name() {
        assert_eq!(SitePath::parse("e\u{301}").unwrap(), SitePath::parse("é").unwrap());
        let upper = SitePath::parse("Case/").unwrap();
        assert_eq!(upper.collision_key(), SitePath::parse("case/").unwrap().collision_key());
    }
}
