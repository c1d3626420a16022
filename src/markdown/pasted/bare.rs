//! A line of code without what its author may have put into words: strings and comments.

use yunji_search::analysis::is_han;

/// The line with a quotation mark in the place of each string, and without the comment
/// that begins with `comment` after a space.
pub(super) fn bare(line: &str, comment: char) -> String {
    if !line.contains(['"', '\'', comment]) {
        return line.to_owned();
    }
    let mut bare = String::with_capacity(line.len());
    let (mut quote, mut escaped, mut before) = (None, false, ' ');
    for ch in line.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some('"') if ch == '\\' => escaped = true,
            Some(mark) if ch == mark => quote = None,
            Some(_) => {}
            None if ch == comment && before.is_whitespace() => break,
            None => {
                // An apostrophe inside a word opens no string.
                if ch == '"' || (ch == '\'' && !before.is_alphabetic()) {
                    quote = Some(ch);
                }
                bare.push(ch);
            }
        }
        before = ch;
    }
    bare
}

/// Words that hold English sentences together, and commands hardly ever.
const GLUE: [&str; 29] = [
    "an", "the", "is", "are", "was", "be", "of", "that", "this", "these", "you", "your", "it", "its", "can",
    "will", "should", "we", "they", "and", "or", "but", "because", "if", "used", "like", "one", "about",
    "than",
];

/// Whether a bare line reads like a sentence.
pub(super) fn has_prose(bare: &str) -> bool {
    let trimmed = bare.trim_end();
    let mut letters = trimmed.chars().rev();
    let last = letters.next();
    let ends =
        matches!(last, Some('.' | ',' | '?' | '!' | ':')) && letters.next().is_some_and(char::is_alphabetic);
    let glued = trimmed.split_whitespace().skip(1).any(|word| GLUE.contains(&word));
    ends || glued || trimmed.contains(is_wide_mark)
}

/// Punctuation of Chinese sentences.
pub(super) fn is_wide_mark(ch: char) -> bool {
    matches!(ch, '，' | '。' | '；' | '：' | '！' | '？' | '、' | '（' | '）' | '“' | '”' | '《' | '》')
}

/// Whether a line is something that its author said, and no program's output.
pub(super) fn is_prose(line: &str) -> bool {
    let han = line.chars().filter(|&ch| is_han(ch)).count();
    let glue = line.split_whitespace().filter(|word| GLUE.contains(word)).count();
    let sentence = glue > 0
        && line.split_whitespace().count() >= 4
        && line.starts_with(|ch: char| ch.is_ascii_uppercase())
        && (glue > 1 || line.trim_end().ends_with(['.', ':', '!', '?']));
    // A program in Chinese prints a word and a number.
    let printed = han <= PHRASE && line.contains(|ch: char| ch.is_ascii_digit());
    sentence || line.contains(is_wide_mark) || (han > 0 && !printed)
}

/// Han characters that a program may print on a line.
const PHRASE: usize = 6;

/// `# …`, not `## …`: what may be a comment.
pub(super) fn is_comment(content: &str) -> bool {
    content.starts_with('#')
        && !content.starts_with("##")
        && !content.starts_with("#!")
        && !DIRECTIVES.iter().any(|directive| content.starts_with(directive))
}

/// What begins with the same sign in C.
const DIRECTIVES: [&str; 6] = ["#include ", "#define ", "#ifdef ", "#ifndef ", "#endif", "#pragma "];

/// Whether the text of a comment begins with a Chinese number, as sections do.
pub(super) fn is_numbered(comment: &str) -> bool {
    let text = comment.trim_start_matches('#').trim_start().trim_start_matches(['（', '(', '第']);
    let rest = text.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < text.len() && rest.starts_with(['、', '.', '．', '）', ')', '章', '节', '部', '步', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_left_out() {
        assert_eq!(bare("echo \"已 \\\" 完成\" 'a b' # 说明", '#'), "echo \" ' ");
        assert_eq!(bare("echo don't a#b", '#'), "echo don't a#b");
    }

    #[test]
    fn sentences_are_prose() {
        assert!(has_prose("make sure that it works"));
        assert!(has_prose("见 /etc，再看"));
        assert!(!has_prose("cd .."));
        assert!(is_prose("This shows the version of the kernel that is running."));
        assert!(is_prose("输出：如下"));
        assert!(!is_prose("总用量 8"));
    }
}
