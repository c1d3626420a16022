//! Addresses in raw HTML: a note's page lies elsewhere than its file, so they need another form.

use std::ops::Range;

use super::super::body::Dimensions;

/// An attribute that holds an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Address {
    /// The attribute, as bytes of the HTML: name, sign and value.
    pub(in super::super) range: Range<usize>,
    pub(in super::super) name: &'static str,
    /// The address, without entities.
    pub(in super::super) value: String,
    /// Whether something is shown there and not linked to.
    pub(in super::super) shown: bool,
    /// Of a picture the dimensions it has, if those it lacks may be added.
    pub(in super::super) dimensions: Option<Dimensions>,
    /// Whether it is a picture that does not say when to load it.
    pub(in super::super) waits: bool,
}

/// Elements, their attributes that hold addresses, and whether those are shown.
const ELEMENTS: [(&str, &str, bool); 11] = [
    ("a", "href", false),
    ("area", "href", false),
    ("img", "src", true),
    ("source", "src", true),
    ("video", "src", true),
    ("video", "poster", true),
    ("audio", "src", true),
    ("track", "src", true),
    ("embed", "src", true),
    ("iframe", "src", true),
    ("object", "data", true),
];

/// The addresses of the site in a piece of HTML, in order.
pub(in super::super) fn addresses(html: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html.get(at..).and_then(|rest| rest.find('<')).map(|start| at + start) {
        let rest = html.get(start..).unwrap_or_default();
        let name = super::tag_name(rest);
        at = start + 1;
        if rest.starts_with("<!--") {
            at = start + rest.find("-->").unwrap_or(rest.len());
        } else if name == "script" || name == "style" {
            let end = rest.get(1..).and_then(|rest| rest.find("</")).map_or(rest.len(), |end| end + 1);
            at = start + end;
        } else if !rest.starts_with("</") && ELEMENTS.iter().any(|(element, ..)| *element == name) {
            let first = found.len();
            let tag = start + 1 + name.len();
            at = attributes(html, tag, &name, &mut found);
            if let Some(picture) = found.get_mut(first..).and_then(<[_]>::first_mut).filter(|_| name == "img")
            {
                describe(picture, html.get(tag..at).unwrap_or_default());
            }
        }
    }
    found
}

/// Says of a picture what the attributes of its tag leave open.
fn describe(picture: &mut Address, attributes: &str) {
    let attributes = attributes.to_ascii_lowercase();
    let given = |name: &str| {
        let (_, rest) = attributes.split_once(&format!(" {name}="))?;
        let value = rest.trim_start_matches(['"', '\'']);
        let end = value.find(['"', '\'', ' ', '>', '/']).unwrap_or(value.len());
        Some(value.get(..end)?.trim_end_matches("px").parse::<u32>().ok())
    };
    picture.dimensions = match (given("width"), given("height")) {
        // A share of the page's width, or a word.
        (Some(None), _) | (_, Some(None)) => None,
        (width, height) => Some(Dimensions { width: width.flatten(), height: height.flatten() }),
    };
    picture.waits = !attributes.contains(" loading");
}

/// Reads the attributes of a tag, of which the name ends at `at`; returns where it ends.
fn attributes(html: &str, mut at: usize, element: &str, found: &mut Vec<Address>) -> usize {
    loop {
        let rest = html.get(at..).unwrap_or_default();
        let skipped = rest.len() - rest.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '/').len();
        at += skipped;
        let rest = html.get(at..).unwrap_or_default();
        let length = rest
            .find(|ch: char| ch.is_whitespace() || matches!(ch, '=' | '>' | '/' | '<'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if name.is_empty() {
            return at;
        }
        let Some((value, used)) = value(after) else {
            at += length;
            continue;
        };
        let range = at..at + length + used;
        at = range.end;
        let name = name.to_ascii_lowercase();
        let known = ELEMENTS.iter().find(|(known, attribute, _)| *known == element && *attribute == name);
        if let Some(&(_, name, shown)) = known
            && is_of_site(value)
        {
            found.push(Address {
                range,
                name,
                value: value.replace("&amp;", "&"),
                shown,
                dimensions: None,
                waits: false,
            });
        }
    }
}

/// The value behind an attribute's name, and the bytes of sign and value.
fn value(after: &str) -> Option<(&str, usize)> {
    let sign = after.len() - after.trim_start().len();
    let rest = after.trim_start().strip_prefix('=')?;
    let blank = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let before = sign + 1 + blank;
    for quote in ['"', '\''] {
        if let Some(inner) = rest.strip_prefix(quote) {
            let end = inner.find(quote)?;
            return Some((inner.get(..end)?, before + end + 2));
        }
    }
    let end = rest.find(|ch: char| ch.is_whitespace() || ch == '>').unwrap_or(rest.len());
    Some((rest.get(..end)?, before + end))
}

/// Whether an address may be one of the site's own: it names no scheme, no host and no place
/// on the page.
fn is_of_site(value: &str) -> bool {
    let scheme = value.split(['/', '?', '#']).next().unwrap_or_default();
    !value.trim().is_empty() && !value.starts_with('#') && !value.starts_with("//") && !scheme.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<(&str, &'static str, String)> {
        addresses(html)
            .into_iter()
            .map(|address| (&html[address.range], address.name, address.value))
            .collect()
    }

    #[test]
    fn addresses_of_the_site_are_found() {
        assert_eq!(
            found(
                "<p><img class=x src=\"a b.png\" alt='>'><a href = 'b.md?x=1&amp;y=2'>b</a><IMG SRC=c.png/></p>"
            ),
            [
                ("src=\"a b.png\"", "src", "a b.png".to_owned()),
                ("href = 'b.md?x=1&amp;y=2'", "href", "b.md?x=1&y=2".to_owned()),
                ("SRC=c.png/", "src", "c.png/".to_owned()),
            ]
        );
        assert_eq!(found("<video poster=\"a.png\" src=\"/b.mp4\">").len(), 2);
    }

    #[test]
    fn pictures_say_what_they_lack() {
        let described = |html: &str| {
            let found = addresses(html).remove(0);
            (found.dimensions.map(|given| (given.width, given.height)), found.waits)
        };
        assert_eq!(described("<img src=a.png>"), (Some((None, None)), true));
        assert_eq!(
            described("<img WIDTH=\"300px\" src='a.png' loading=eager>"),
            (Some((Some(300), None)), false)
        );
        assert_eq!(described("<img src=a.png width=9 height='8'/>"), (Some((Some(9), Some(8))), true));
        assert_eq!(described("<img src=a.png width=50%>"), (None, true));
        assert_eq!(described("<video src=a.mp4>"), (None, false));
    }

    #[test]
    fn what_leads_elsewhere_is_left_alone() {
        for html in [
            "<img src=\"https://a.example/b.png\">",
            "<a href=\"#x\"><a href=\"mailto:a@b.example\"><a href=\"//c\"><a name=x>",
            "<img src=\"data:image/png;base64,AAAA\"><img alt=\"src=x\" src>",
            "<!-- <img src=a.png> --><script>'<img src=a.png>'</script>",
            "</a href=x><img src=\"a",
            "<b src=a.png>",
        ] {
            assert_eq!(found(html), [], "{html}");
        }
    }
}
