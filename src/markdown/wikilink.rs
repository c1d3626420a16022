//! Links by name: `[[name]]`, as the parser finds them, and what only looks like one.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Events;
use super::dialect::Dialect;

/// Makes text of double brackets that hold no name, such as a shell's conditions.
pub(super) fn check<'a>(events: Events<'a>, dialect: Dialect) -> Events<'a> {
    let mut checked = Vec::with_capacity(events.len());
    let mut open = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                title,
                id,
            }) => {
                // In a table, the bar before the text is escaped.
                let name = dest_url.trim_end_matches('\\').to_owned();
                open.push(!is_name(&name, dialect));
                if is_name(&name, dialect) {
                    let link_type = LinkType::WikiLink { has_pothole };
                    let dest_url = CowStr::from(name);
                    checked.push((Event::Start(Tag::Link { link_type, dest_url, title, id }), range));
                } else {
                    let bar = if has_pothole { format!("[[{dest_url}|") } else { "[[".to_owned() };
                    checked.push((Event::Text(bar.into()), range));
                }
            }
            Event::Start(Tag::Image {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                title,
                id,
            }) => {
                let link_type = LinkType::WikiLink { has_pothole };
                let dest_url = CowStr::from(dest_url.trim_end_matches('\\').to_owned());
                checked.push((Event::Start(Tag::Image { link_type, dest_url, title, id }), range));
            }
            Event::Start(Tag::Link { .. }) => {
                open.push(false);
                checked.push((event, range));
            }
            Event::End(TagEnd::Link) if open.pop() == Some(true) => {
                checked.push((Event::Text(CowStr::Borrowed("]]")), range));
            }
            event => checked.push((event, range)),
        }
    }
    checked
}

/// Whether a note may have this name. Conditions of a shell have a space inside either
/// bracket, as names have in no program but by accident.
fn is_name(text: &str, dialect: Dialect) -> bool {
    let spaced = text.starts_with(' ') && text.ends_with(' ');
    let operators = [" == ", " != ", " =~ ", " && ", " || ", " -eq ", " -ne ", " -gt ", " -lt "];
    let trimmed = text.trim();
    let flag = trimmed.strip_prefix("! ").unwrap_or(trimmed).strip_prefix('-');
    let is_test = flag.is_some_and(|flag| flag.as_bytes().get(1) == Some(&b' '));
    let is_shell = is_test
        || trimmed.starts_with("\"$")
        || operators.iter().any(|operator| text.contains(operator))
        || (spaced && (text.contains(['$', '"', '\'']) || !dialect.has_wikilinks()));
    !is_shell && !trimmed.is_empty() && !text.contains(['[', ']', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_of_a_shell_are_no_names() {
        for name in ["网络", "Pod 生命周期#原因", "$HOME 是什么", "a-b", "C++", "#现象"] {
            assert!(is_name(name, Dialect::Plain), "{name}");
        }
        for shell in [
            " \"$status\" == \"Ready\" ",
            " -f /etc/hosts ",
            "-f x ",
            " ! -d x ",
            " $a -gt 3 ",
            "$a == b",
            "1, 2], [3, 4",
            " ",
            "一\n二",
        ] {
            assert!(!is_name(shell, Dialect::Obsidian), "{shell}");
        }
        assert!(is_name(" 网络 ", Dialect::Obsidian) && !is_name(" 网络 ", Dialect::Plain));
    }
}
