//! EDN, the notation of Logseq's settings: as much of it as settings use.

use serde_json::{Map, Value};

use super::field::{Field, line_end};

/// Collections that may be open at once; what is nested deeper is left out.
const DEEPEST: usize = 64;

/// Reads the fields of the map that a text holds. Keywords are text without their colon;
/// lists, vectors and sets are lists. What cannot be read ends the reading without an
/// error: settings are full of forms that only their own program understands.
pub(super) fn parse_mapping(text: &str) -> Vec<Field> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    if reader.token() != Some(Token::Open('{')) {
        return Vec::new();
    }
    let mut fields = Vec::new();
    while let Some((key, start)) = reader.key() {
        let Some(value) = reader.value() else { break };
        fields.push(Field { key, value, range: start..line_end(text, start) });
    }
    fields
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    /// A bracket; `#{` is one.
    Open(char),
    Close,
    /// The next value is as good as not there: `#_`.
    Discard,
    Text(String),
    /// A keyword, symbol, number or the like, and where it begins.
    Atom(&'a str, usize),
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// The next key of a map, and where it stands; none at the map's end.
    fn key(&mut self) -> Option<(String, usize)> {
        loop {
            match self.token()? {
                Token::Atom(atom, at) => return Some((atom.trim_start_matches(':').to_owned(), at)),
                Token::Text(text) => return Some((text, self.at)),
                Token::Discard => self.discard()?,
                Token::Open(_) | Token::Close => return None,
            }
        }
    }

    /// The next value; none at the end of a collection.
    fn value(&mut self) -> Option<Value> {
        loop {
            return match self.token()? {
                Token::Atom(atom, _) => Some(atom_value(atom)),
                Token::Text(text) => Some(Value::from(text)),
                Token::Open(bracket) => self.collection(bracket),
                Token::Close => None,
                Token::Discard => {
                    self.discard()?;
                    continue;
                }
            };
        }
    }

    fn discard(&mut self) -> Option<()> {
        self.deeper(Reader::value).map(drop)
    }

    /// Reads what is nested; what is nested too deep ends the reading, since nothing behind
    /// it can be told apart any more.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Option<Value>) -> Option<Value> {
        if self.depth == DEEPEST {
            self.at = self.text.len();
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn collection(&mut self, bracket: char) -> Option<Value> {
        self.deeper(|reader| {
            if bracket != '{' {
                return Some(Value::Array(std::iter::from_fn(|| reader.value()).collect()));
            }
            let mut map = Map::new();
            while let Some((key, _)) = reader.key() {
                map.insert(key, reader.value()?);
            }
            Some(Value::Object(map))
        })
    }

    fn token(&mut self) -> Option<Token<'a>> {
        self.skip_blank();
        let start = self.at;
        let rest = self.text.get(start..)?;
        let first = rest.chars().next()?;
        if let Some(token) = ["#{", "#_"].iter().find(|sign| rest.starts_with(**sign)) {
            self.at += token.len();
            return Some(if *token == "#_" { Token::Discard } else { Token::Open('#') });
        }
        self.at += first.len_utf8();
        match first {
            '{' | '[' | '(' => Some(Token::Open(first)),
            '}' | ']' | ')' => Some(Token::Close),
            '"' => Some(Token::Text(self.string())),
            _ => {
                let ends = |ch: char| ch.is_whitespace() || ",;\"{}[]()".contains(ch);
                let tail = rest.get(first.len_utf8()..)?;
                self.at += tail.find(ends).unwrap_or(tail.len());
                Some(Token::Atom(self.text.get(start..self.at)?, start))
            }
        }
    }

    /// Text up to the closing quote, the opening one being behind.
    fn string(&mut self) -> String {
        let mut text = String::new();
        let mut escaped = false;
        for ch in self.text.get(self.at..).unwrap_or_default().chars() {
            self.at += ch.len_utf8();
            match (escaped, ch) {
                (false, '"') => break,
                (false, '\\') => escaped = true,
                (true, 'n') => {
                    text.push('\n');
                    escaped = false;
                }
                _ => {
                    text.push(ch);
                    escaped = false;
                }
            }
        }
        text
    }

    /// Passes over white space, commas and comments.
    fn skip_blank(&mut self) {
        while let Some(rest) = self.text.get(self.at..) {
            let blank =
                rest.len() - rest.trim_start_matches(|ch: char| ch.is_whitespace() || ch == ',').len();
            self.at += blank;
            let Some(comment) = rest.get(blank..).filter(|rest| rest.starts_with(';')) else { break };
            self.at += comment.find('\n').unwrap_or(comment.len());
        }
    }
}

fn atom_value(atom: &str) -> Value {
    match atom {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "nil" => Value::Null,
        other => Value::from(other.trim_start_matches(':')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_with_what_surrounds_them() {
        let text = "{:meta/version 1\n ;; 注释 {\n :hidden [\"/归档\" \"a\\\"b\"], #_:off true\n \
                    :props #{:public :icon}\n :default-home {:page \"首页\" :f (fn [x] x)}\n :on? true}";
        let fields = parse_mapping(text);
        let shown: Vec<String> =
            fields.iter().map(|field| format!("{}={}", field.key, field.value)).collect();
        assert_eq!(shown[0], "meta/version=\"1\"");
        assert_eq!(shown[1], "hidden=[\"/归档\",\"a\\\"b\"]");
        assert!(text[fields[1].range.clone()].starts_with(":hidden ["));
    }

    #[test]
    fn whatever_is_broken_ends_the_reading() {
        for text in ["", "[1 2]", "{", "{:a", "{:a \"x", "{:a #{", "}{", "{:a {{{", "{\u{1F600} 1"] {
            assert!(parse_mapping(text).len() < 2, "{text}");
        }
        for sign in ["{", "[", "#_", "\"", ":a [", "#{", ";"] {
            parse_mapping(&format!("{{:a {}", sign.repeat(300_000)));
        }
        assert_eq!(parse_mapping(&format!("{{{}", ":a [] ".repeat(50_000))).len(), 50_000);
    }
}
