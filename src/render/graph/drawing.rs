//! What both pictures are drawn with: points, marks, lines and labels.

use serde::Serialize;
use unicode_width::UnicodeWidthChar;

use crate::config::Kind;

/// A place in a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: i64,
    pub(super) y: i64,
}

/// A note in a picture.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct NodeView {
    pub(super) title: String,
    /// As much of the title as there is room for.
    pub(super) label: String,
    pub(super) url: String,
    pub(super) kind: &'static str,
    pub(super) kind_title: String,
    /// Outline of its mark, which is another for each kind.
    pub(super) mark: String,
    /// Its lines, to be shown when it is pointed at.
    pub(super) lines: String,
    pub(super) x: i64,
    pub(super) y: i64,
    /// Where the label begins, or ends.
    pub(super) label_x: i64,
    /// Whether the label ends there.
    pub(super) is_left: bool,
    /// How the label is turned, in degrees around its beginning; none for a level one.
    pub(super) turn: Option<String>,
    /// How many notes lead to it, and to how many it leads.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The outline of a note's mark: kinds are told apart without colours too.
pub(super) fn mark(kind: Kind, Point { x, y }: Point) -> String {
    match kind {
        Kind::Troubleshooting => format!("M{x} {}l6 10h-12z", y - 6),
        Kind::Handbook => format!("M{} {}h10v10h-10z", x - 5, y - 5),
        Kind::Interview => format!("M{x} {}l6 6l-6 6l-6 -6z", y - 6),
        Kind::Note => format!("M{} {y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", x - 5),
    }
}

/// A line from one point to another that bends towards a third.
pub(super) fn line(from: Point, bend: Point, to: Point) -> String {
    format!("M{} {}Q{} {} {} {}", from.x, from.y, bend.x, bend.y, to.x, to.y)
}

/// As much of a text as fits into a width, with characters of this size.
pub(super) fn fit(text: &str, width: i64, size: i64) -> String {
    let wide = |ch: char| match ch.width() {
        Some(2) => size,
        Some(0) => 0,
        // Latin letters are a bit more than half as wide as they are high.
        _ => size * 3 / 5,
    };
    let mut left = width;
    let mut label = String::new();
    for ch in text.chars() {
        left -= wide(ch);
        if left < 0 {
            left += wide(ch);
            while left < size && label.pop().map(|ch| left += wide(ch)).is_some() {}
            return format!("{}…", label.trim_end());
        }
        label.push(ch);
    }
    label
}

/// The point on a circle around `center`, `tenths` of a degree from its top to the right.
///
/// Sines are Bhaskara's approximation, which needs whole numbers alone and is off by less
/// than a pixel on circles of this size.
pub(super) fn on_circle(center: Point, radius: i64, tenths: i64) -> Point {
    Point { x: center.x + sine(tenths, radius), y: center.y - sine(tenths + 900, radius) }
}

/// The sine of tenths of a degree, times `radius`, rounded.
fn sine(tenths: i64, radius: i64) -> i64 {
    let turn = tenths.rem_euclid(3600);
    let (sign, half) = if turn < 1800 { (1, turn) } else { (-1, turn - 1800) };
    let product = half * (1800 - half);
    let (above, below) = (4 * product * radius, 4_050_000 - product);
    sign * ((2 * above + below) / (2 * below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_to_their_width() {
        assert_eq!(fit("容器内存限制", 84, 14), "容器内存限制");
        assert_eq!(fit("容器内存限制", 70, 14), "容器内存…");
        assert_eq!(fit("cgroup", 48, 14), "cgroup");
        assert_eq!(fit("cgroup v2 迁移", 70, 14), "cgroup…");
        assert_eq!(fit("", 10, 14), "");
        assert_eq!(fit("容器", 3, 14), "…");
    }

    #[test]
    fn a_circle_is_one() {
        let center = Point { x: 500, y: 500 };
        let at = |tenths| on_circle(center, 400, tenths);
        assert_eq!([at(0), at(900)], [Point { x: 500, y: 100 }, Point { x: 900, y: 500 }]);
        assert_eq!([at(1800), at(2700)], [Point { x: 500, y: 900 }, Point { x: 100, y: 500 }]);
        for tenths in 0..3600 {
            let Point { x, y } = at(tenths);
            let distance = ((x - 500) * (x - 500) + (y - 500) * (y - 500)).isqrt();
            assert!((398..=402).contains(&distance), "{tenths}: {distance}");
        }
    }
}
