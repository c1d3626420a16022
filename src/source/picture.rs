//! How large pictures are, from the first bytes of their files.

#![expect(clippy::disallowed_methods, reason = "this room reads the content")]

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Width and height of a picture in pixels.
pub type Size = (u32, u32);

/// Bytes of an SVG in which its root element is looked for: what is before it are
/// comments of the program that drew it.
const SVG_HEAD: u64 = 8 << 10;

/// The size of a picture; none for other files, and for pictures that do not say.
pub(super) fn size(file: &Path) -> Option<Size> {
    let extension = file.extension()?.to_str()?.to_ascii_lowercase();
    let (width, height) = match extension.as_str() {
        "svg" => svg(&head(file)?)?,
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" => {
            let found = imagesize::size(file).ok()?;
            (u32::try_from(found.width).ok()?, u32::try_from(found.height).ok()?)
        }
        _ => return None,
    };
    (width > 0 && height > 0).then_some((width, height))
}

fn head(file: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(SVG_HEAD).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The size that an SVG gives itself, else that of its view.
fn svg(text: &str) -> Option<Size> {
    let tag = text.get(text.find("<svg")?..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let view: Vec<f64> = attribute(tag, "viewBox")
        .unwrap_or_default()
        .split([' ', ','])
        .filter_map(|number| number.parse().ok())
        .collect();
    let view = match view.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    };
    let length = |name: &str| length(attribute(tag, name)?);
    let (width, height) = match (length("width"), length("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (_, _, view) => view?,
    };
    Some((pixels(width)?, pixels(height)?))
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag.get(..at)?.chars().next_back()?;
        let rest = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|ch| matches!(ch, '"' | '\''))?;
        before.is_whitespace().then(|| rest.get(1..)?.split(quote).next()).flatten()
    })
}

/// A length in pixels; none for shares of what is around it.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.find(|ch: char| !(ch.is_ascii_digit() || ch == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let factor = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" | "em" | "rem" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * factor)
}

/// A length as a whole number of pixels, if it is one that a screen could have.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn pixels(length: f64) -> Option<u32> {
    (0.5..=1e6).contains(&length).then(|| length.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_is_as_large_as_it_says_or_as_its_view() {
        for (text, size) in [
            ("<?xml?><!-- x --><svg xmlns=\"x\" width=\"120\" height='80px'>", Some((120, 80))),
            ("<svg viewBox=\"0 0 300 150.4\">", Some((300, 150))),
            ("<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,30,15\">", Some((30, 15))),
            ("<svg stroke-width=\"9\" width=\"60pt\" viewBox=\"0 0 2 1\">", Some((80, 40))),
            ("<svg width=\"-1\" height=\"1\">", None),
            ("<svg width=\"9\">", None),
            ("<svg viewBox=\"0 0 nan 1\">", None),
            ("<svg", None),
            ("", None),
        ] {
            assert_eq!(svg(text), size, "{text}");
        }
    }

    #[test]
    fn broken_pictures_have_no_size() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in
            [("a.png", &b"\x89PNG\r\n\x1a\n"[..]), ("b.jpg", b"\xff\xd8"), ("c.svg", b"\xff"), ("d.gif", b"")]
        {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).unwrap();
            assert_eq!(size(&file), None, "{name}");
        }
        assert_eq!(size(&folder.path().join("not-there.png")), None);
        let gif = folder.path().join("e.gif");
        std::fs::write(&gif, b"GIF89a\x03\x00\x02\x00\x00\x00\x00;").unwrap();
        assert_eq!(size(&gif), Some((3, 2)));
    }
}
