//! Blocks of GitBook: `{% hint style="info" %} … {% endhint %}`.

use super::super::alert::is_callout;
use super::super::construct::Container;
use super::arguments::Arguments;
use super::markdown::link;
use super::replace::Meaning;

/// What a block of GitBook stands for.
pub(super) fn meaning(name: &str, arguments: &Arguments, has_end: bool) -> Option<Meaning> {
    let address = arguments.named(&["url", "src"]).unwrap_or_default();
    Some(match name {
        "hint" => {
            let kind = arguments.named(&["style"]).filter(|style| is_callout(style)).unwrap_or("note");
            Meaning::Box(Container::Callout { kind: kind.to_owned(), title: None, open: None })
        }
        "tab" => Meaning::Box(Container::Tab(arguments.named_or(&["title", "name"], 0).to_owned())),
        "code" if has_end && arguments.at(0).is_empty() => match arguments.named(&["title"]) {
            // What is in it is a fence of its own.
            Some(title) => Meaning::Box(Container::Captioned(title.to_owned())),
            None => Meaning::Nothing,
        },
        // What is in it is the link; without, the address is all there is.
        "content-ref" if has_end => Meaning::Nothing,
        "embed" | "file" | "content-ref" if !address.is_empty() => match has_end {
            true => Meaning::Around("[".to_owned(), format!("](<{}>)", address.replace(['<', '>'], ""))),
            false => Meaning::Text(link(arguments.named(&["caption"]).unwrap_or(address), address)),
        },
        "stepper" | "step" | "columns" | "column" | "updates" | "update" if has_end => Meaning::Nothing,
        _ => return None,
    })
}
