//! Where bare addresses begin and end.
//!
//! GFM's rules, for text written without spaces: an address may follow a Chinese, Japanese
//! or Korean character directly, and ends before one. Only an address that stands by itself
//! may hold such characters in its path, as one copied from an encyclopaedia does:
//!
//! ```text
//! 见https://a.b/c的说明                       ends before 的
//! 打开 https://a.b/查看                       ends before 查看, which is no path of a site
//! 见：https://zh.wikipedia.org/wiki/中文      is all of it
//! ```

use std::ops::Range;

use super::super::character::{is_cjk, is_punctuation};

/// An address in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Address {
    /// Its bytes.
    pub(in super::super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// What has to be added to an address to make it a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Whole,
    /// The scheme of the web.
    Www,
    /// The scheme of mail.
    Mail,
}

const SCHEMES: [&str; 3] = ["https://", "http://", "ftp://"];

const WWW: &str = "www.";

/// Last parts of names that are written like addresses of mail: units of systemd
/// (`getty@tty1.service`) and pictures (`logo@2x.png`).
const NAMES: [&str; 16] = [
    "service", "socket", "timer", "target", "mount", "slice", "scope", "device", "swap", "path", "png",
    "jpg", "jpeg", "gif", "svg", "webp",
];

/// Whether a text can hold addresses at all.
pub(super) fn is_possible(text: &str) -> bool {
    text.contains('@') || text.contains("://") || text.contains(WWW)
}

/// Finds the addresses in a stretch of a note.
pub(super) fn find(note: &str, stretch: Range<usize>, found: &mut Vec<Address>) {
    let mut scanner =
        Scanner { note: note.get(..stretch.end).unwrap_or_default(), whole: note, from: stretch.start };
    let mut at = stretch.start;
    while let Some(offset) = scanner.rest(at).find(['h', 'H', 'f', 'F', 'w', '@']) {
        let start = at + offset;
        let address = match scanner.rest(start).starts_with('@') {
            true => scanner.mail(start),
            false => scanner.web(start),
        };
        at = match address {
            Ok(address) => {
                scanner.from = address.range.end;
                found.push(address);
                scanner.from
            }
            Err(next) => next,
        };
    }
}

/// A stretch of a note and how far it was searched.
struct Scanner<'a> {
    /// The note up to the end of the stretch.
    note: &'a str,
    /// All of the note.
    whole: &'a str,
    /// Where text begins that is in no address yet.
    from: usize,
}

impl Scanner<'_> {
    fn rest(&self, at: usize) -> &str {
        self.note.get(at..).unwrap_or_default()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.note.get(..at)?.chars().next_back()
    }

    /// The web address that begins at `at`, or else where to go on.
    fn web(&self, at: usize) -> Result<Address, usize> {
        let rest = self.rest(at);
        let has =
            |prefix: &&str| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let (kind, prefix) = match SCHEMES.into_iter().find(has) {
            Some(scheme) if may_precede_scheme(self.before(at)) => (Kind::Whole, scheme.len()),
            None if rest.starts_with(WWW) && may_precede_www(self.before(at)) => (Kind::Www, WWW.len()),
            _ => return Err(at + 1),
        };
        let host = rest.get(prefix..).unwrap_or_default();
        let host_end = host.find(|ch| !is_host(ch)).unwrap_or(host.len());
        let host = host.get(..host_end).unwrap_or_default();
        let host_end = at + prefix + host_end;
        // After all of the host, so that no character is looked at for two addresses.
        let next = host_end.max(at + 1);
        if !host.starts_with(|ch: char| ch.is_alphanumeric()) || !is_domain(host) {
            return Err(next);
        }
        let end = self.untrimmed_end(at, host_end);
        let end = at + trim(self.rest(at).get(..end - at).unwrap_or_default());
        if end <= at + prefix { Err(next) } else { Ok(Address { range: at..end, kind }) }
    }

    /// Where the address that begins at `at` ends but for punctuation behind it.
    fn untrimmed_end(&self, at: usize, host_end: usize) -> usize {
        let path = self.rest(host_end);
        let stop = path.find(|ch| ends_address(ch) || is_wide(ch)).unwrap_or(path.len());
        let (path, wide) = path.split_at_checked(stop).unwrap_or((path, ""));
        if path.is_empty() || !self.is_apart(at) || !leads_on(path) || !wide.starts_with(is_wide) {
            return host_end + stop;
        }
        let length = wide.find(|ch| ends_address(ch) || is_wide_punctuation(ch)).unwrap_or(wide.len());
        let end = host_end + stop + length;
        let follows = self.whole.get(end..).and_then(|rest| rest.chars().next());
        let stands_alone = length > 0 && follows.is_none_or(char::is_whitespace);
        if stands_alone { end } else { host_end + stop }
    }

    /// Whether an address begins apart from the words before it.
    fn is_apart(&self, at: usize) -> bool {
        self.before(at).is_none_or(|ch| ch.is_whitespace() || is_wide_punctuation(ch))
    }

    /// The address of mail around the `@` at `at`, or else where to go on.
    fn mail(&self, at: usize) -> Result<Address, usize> {
        let text = self.note.get(self.from..at).unwrap_or_default();
        let before = text.trim_end_matches(is_mail);
        let name = text.get(before.len()..).unwrap_or_default().trim_start_matches('_');
        let start = at - name.len();
        let domain = self.rest(at + 1);
        let length = domain.find(|ch: char| !is_mail(ch) || ch == '+').unwrap_or(domain.len());
        let (domain, rest) = domain.split_at_checked(length).unwrap_or((domain, ""));
        // Underscores around it are delimiters, one behind it is none.
        let is_delimited = self.before(start) == Some('_');
        let ends = |ch| ch == '.' || (ch == '_' && is_delimited);
        let domain = domain.trim_end_matches(ends);
        let end = at + 1 + domain.len();
        let is_free = !name.is_empty() && !before.ends_with(['/', '\\']) && self.before(start) != Some('@');
        if !is_free || rest.starts_with('@') || !is_mail_host(domain) || is_path_of_host(self.rest(end)) {
            return Err(at + 1);
        }
        let scheme = ["mailto:", "xmpp:"].into_iter().find(|scheme| before.ends_with(scheme));
        let kind = if scheme.is_some() { Kind::Whole } else { Kind::Mail };
        let end = if scheme == Some("xmpp:") { end + resource(self.rest(end)) } else { end };
        Ok(Address { range: start - scheme.map_or(0, str::len)..end, kind })
    }
}

fn may_precede_scheme(ch: Option<char>) -> bool {
    ch.is_none_or(|ch| is_cjk(ch) || !ch.is_alphabetic())
}

/// More than GFM allows are quotation marks, and what begins a line or a cell.
fn may_precede_www(ch: Option<char>) -> bool {
    let delimits = |ch| matches!(ch, '*' | '_' | '~' | '(' | '|' | '>' | '“' | '‘' | '"' | '\'');
    ch.is_none_or(|ch| ch.is_whitespace() || is_cjk(ch) || delimits(ch))
}

/// Whether Chinese after such a path goes on with it: it follows a sign that something
/// follows, and is not the first name in the path, which is more often the sentence.
fn leads_on(path: &str) -> bool {
    let first = path.find('/').map_or(0, |slash| slash + 1);
    path.ends_with(['/', '=', '#', '(', '_', '-', ':']) && path.contains('/') && path.len() > first
}

fn is_host(ch: char) -> bool {
    matches!(ch, '.' | '-' | '_') || (ch.is_alphanumeric() && !is_cjk(ch))
}

/// Whether a host has a name: no underscore in its last two parts.
fn is_domain(host: &str) -> bool {
    !host.rsplit('.').take(2).any(|part| part.contains('_'))
}

fn ends_address(ch: char) -> bool {
    ch.is_whitespace() || ch.is_control() || ch == '<'
}

/// Characters that are not written in addresses but behind them: Chinese, Japanese and
/// Korean, and the punctuation that these share with others.
fn is_wide(ch: char) -> bool {
    is_cjk(ch) || is_wide_punctuation(ch)
}

fn is_wide_punctuation(ch: char) -> bool {
    matches!(ch, '“' | '”' | '‘' | '’' | '…' | '—') || (is_cjk(ch) && is_punctuation(ch))
}

/// Length of an address without the punctuation behind it: what ends a sentence, entities,
/// and brackets that were opened before it.
fn trim(address: &str) -> usize {
    let count = |ch: char| address.matches(ch).count();
    let mut surplus = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let mut end = address.len();
    while let Some(last) = address.get(..end).and_then(|rest| rest.chars().next_back()) {
        let rest = address.get(..end).unwrap_or_default();
        let bracket = surplus.iter_mut().find(|(close, surplus)| *close == last && *surplus > 0);
        end -= match (last, bracket) {
            ('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '\\', _) => 1,
            (';', _) => entity(rest),
            (_, Some((_, surplus))) => {
                *surplus -= 1;
                1
            }
            _ => break,
        };
    }
    end
}

/// Length of the entity that a text ends with, or of the semicolon that is none's.
fn entity(text: &str) -> usize {
    let name = text.strip_suffix(';').unwrap_or(text);
    let name = name.trim_end_matches(|ch: char| ch.is_ascii_alphanumeric());
    let start = name.strip_suffix('#').unwrap_or(name);
    start.strip_suffix('&').filter(|_| name.len() + 1 < text.len()).map_or(1, |rest| text.len() - rest.len())
}

/// Whether a character is one of the name in an address of mail; a domain has no `+`.
fn is_mail(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(ch, '.' | '+' | '-' | '_')
}

/// Whether the domain of an address of mail is one: parts that are not empty, and a last
/// one that ends in a letter and is not known to end other names.
fn is_mail_host(domain: &str) -> bool {
    let Some((_, last)) = domain.rsplit_once('.') else { return false };
    domain.ends_with(|ch: char| ch.is_ascii_alphabetic())
        && !domain.split('.').any(str::is_empty)
        && !NAMES.contains(&last)
}

/// Whether what follows makes it the address of a file on a host: `git@github.com:a/b.git`.
fn is_path_of_host(rest: &str) -> bool {
    rest.strip_prefix(':').is_some_and(|path| path.starts_with(|ch: char| ch.is_ascii_graphic()))
}

/// Length of the resource behind an address of XMPP.
fn resource(rest: &str) -> usize {
    let Some(name) = rest.strip_prefix('/') else { return 0 };
    let length =
        name.find(|ch: char| !ch.is_ascii_alphanumeric() && !matches!(ch, '@' | '.')).unwrap_or(name.len());
    let name = name.get(..length).unwrap_or_default().trim_end_matches('.');
    if name.is_empty() { 0 } else { 1 + name.len() }
}
