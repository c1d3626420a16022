//! A drawing without its stylesheet: elements and attributes that are known to be harmless,
//! and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use super::super::body::escape;
use super::palette;
use super::stylesheet::Stylesheet;

/// Elements that are kept, with what is in them.
const ELEMENTS: [&str; 16] = [
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polygon",
    "polyline",
    "text",
    "tspan",
    "defs",
    "marker",
    "linearGradient",
    "stop",
    "clipPath",
    "a",
];

/// Elements that others refer to.
const NAMED: [&str; 3] = ["marker", "linearGradient", "clipPath"];

/// Attributes of shapes that are kept.
const SHAPES: [&str; 36] = [
    "d",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "dx",
    "dy",
    "width",
    "height",
    "points",
    "transform",
    "viewBox",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "orient",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "clip-path",
    "marker-start",
    "marker-mid",
    "marker-end",
    "preserveAspectRatio",
    "textLength",
    "lengthAdjust",
    "alignment-baseline",
];

/// Properties that are attributes as well.
const PROPERTIES: [&str; 22] = [
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "color",
    "font-size",
    "font-style",
    "font-weight",
    "text-anchor",
    "text-decoration",
    "dominant-baseline",
    "visibility",
    "display",
    "stop-color",
    "stop-opacity",
];

/// Elements that may be in each other at most.
const DEEPEST: usize = 200;

/// Rewrites a drawing. `name` is what it is called where it has no title.
///
/// # Errors
///
/// Says what is wrong, as one sentence.
pub(super) fn clean(svg: &str, prefix: &str, name: &str) -> Result<String, String> {
    let document = Document::parse(svg).map_err(|error| error.to_string())?;
    let root = document.root_element();
    let css: String =
        document.descendants().filter(|node| is(*node, "style")).filter_map(|node| node.text()).collect();
    let mut writer = Writer {
        styles: Stylesheet::parse(&css),
        prefix,
        used: used(svg),
        html: String::with_capacity(svg.len()),
        ink: None,
    };
    let title = root.children().find(|node| is(*node, "title")).and_then(|node| node.text());
    let title = title.or_else(|| shown_title(root)).map(str::trim).filter(|title| !title.is_empty());
    writer.open(root, title.unwrap_or(name))?;
    writer.children(root, 0)?;
    if !["<path", "<rect", "<circle", "<text"].iter().any(|shape| writer.html.contains(shape)) {
        return Err("there is nothing to draw".into());
    }
    writer.html.push_str("</svg>");
    Ok(writer.html)
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The title that a drawing shows in itself.
fn shown_title<'a>(root: Node<'a, '_>) -> Option<&'a str> {
    let is_title = |node: &Node<'_, '_>| {
        let class = node.attribute("class").unwrap_or_default();
        is(*node, "text") && class.to_lowercase().contains("titletext")
    };
    root.descendants().find(is_title).and_then(|node| node.text())
}

/// Names that something in a drawing refers to.
fn used(svg: &str) -> BTreeSet<&str> {
    svg.split("url(")
        .skip(1)
        .filter_map(|rest| rest.trim_start_matches(['"', '\'']).strip_prefix('#'))
        .filter_map(|rest| rest.split([')', '"', '\'']).next())
        .collect()
}

struct Writer<'a> {
    styles: Stylesheet,
    prefix: &'a str,
    used: BTreeSet<&'a str>,
    html: String,
    /// The colour of text on a shape that has a colour of the author's.
    ink: Option<String>,
}

impl<'a> Writer<'a> {
    /// The tag of the drawing, with its size: what is much wider than a page is not made
    /// smaller, because nobody could read it.
    fn open(&mut self, root: Node<'a, 'a>, name: &str) -> Result<(), String> {
        const WIDE: f64 = 1000.0;
        let view = root.attribute("viewBox").ok_or("the drawing has no size")?;
        let numbers: Vec<f64> = view.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let &[_, _, width, height] = numbers.as_slice() else { return Err("the drawing has no size".into()) };
        if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
            return Err("there is nothing to draw".into());
        }
        let class = if width > WIDE { " class=\"wide\"" } else { "" };
        self.html.push_str(&format!("<svg{class} role=\"img\" aria-label=\""));
        escape(name, &mut self.html);
        self.html.push_str(&format!(
            "\" viewBox=\"{view}\" width=\"{:.0}\" height=\"{:.0}\"",
            width.ceil(),
            height.ceil()
        ));
        self.properties(root);
        self.html.push('>');
        Ok(())
    }

    fn children(&mut self, node: Node<'a, 'a>, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("the drawing is nested too deep".into());
        }
        for child in node.children() {
            match child.text() {
                Some(text) if child.is_text() && (is(node, "text") || is(node, "tspan")) => {
                    escape(text, &mut self.html);
                }
                _ if child.is_element() => self.element(child, depth)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn element(&mut self, node: Node<'a, 'a>, depth: usize) -> Result<(), String> {
        let name = node.tag_name().name();
        if name == "foreignObject" {
            self.label(node);
            return Ok(());
        }
        if !ELEMENTS.contains(&name) || self.is_idle(node) {
            return Ok(());
        }
        // Where a link leads is for the page around to say.
        let name = if name == "a" { "g" } else { name };
        let ink = self.ink.clone();
        if name == "g" {
            self.ink = self.ink_in(node).or_else(|| ink.clone());
        }
        self.html.push_str(&format!("<{name}"));
        self.attributes(node);
        self.properties(node);
        let start = self.html.len();
        self.html.push('>');
        self.children(node, depth + 1)?;
        if self.html.len() == start + 1 {
            self.html.truncate(start);
            self.html.push_str("/>");
        } else {
            self.html.push_str(&format!("</{name}>"));
        }
        self.ink = ink;
        Ok(())
    }

    /// A label that is HTML, as text in its middle.
    fn label(&mut self, node: Node<'_, '_>) {
        let size = |name| node.attribute(name).and_then(|size| size.parse::<f64>().ok()).unwrap_or(0.0);
        let mut lines = vec![String::new()];
        for inner in node.descendants() {
            match (inner.text(), lines.last_mut()) {
                _ if is(inner, "br") => lines.push(String::new()),
                (Some(text), Some(line)) if inner.is_text() => line.push_str(text),
                _ => {}
            }
        }
        let (middle, step) =
            (size("width") / 2.0, size("height") / f64::from(u32::try_from(lines.len()).unwrap_or(1)));
        let inside = node.descendants().filter(|inner| is(*inner, "span") || is(*inner, "div"));
        let own = inside.filter_map(|inner| self.styles.of(inner).remove("color")).next_back();
        let mut ink = String::new();
        if let Some(chosen) = self.ink.clone().or(own) {
            ink.push_str(" fill=\"");
            escape(&color(&chosen), &mut ink);
            ink.push('"');
        }
        for (line, number) in lines.iter().zip(0u32..).filter(|(line, _)| !line.trim().is_empty()) {
            let y = step * (f64::from(number) + 0.5);
            self.html.push_str(&format!(
                "<text x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\" dominant-baseline=\"central\"{ink}>"
            ));
            escape(line.trim(), &mut self.html);
            self.html.push_str("</text>");
        }
    }

    /// Whether nothing is seen of an element: nobody refers to it, or it is empty.
    fn is_idle(&self, node: Node<'_, '_>) -> bool {
        let name = node.tag_name().name();
        let is_unused = || node.attribute("id").is_none_or(|id| !self.used.contains(id));
        let has_size = || node.has_attribute("width") && node.has_attribute("height");
        let is_named = |inner: Node<'_, '_>| {
            NAMED.contains(&inner.tag_name().name())
                && inner.attribute("id").is_some_and(|id| self.used.contains(id))
        };
        (NAMED.contains(&name) && is_unused())
            || (name == "defs" && !node.descendants().any(is_named))
            || (name == "rect" && !has_size())
            || (["g", "text"].contains(&name) && !node.descendants().skip(1).any(|inner| is_seen(inner)))
    }

    fn attributes(&mut self, node: Node<'a, 'a>) {
        for attribute in node.attributes().filter(|attribute| SHAPES.contains(&attribute.name())) {
            self.attribute(attribute.name(), attribute.value());
        }
        let id = node.attribute("id").filter(|_| NAMED.contains(&node.tag_name().name()));
        if let Some(id) = id {
            let id = self.own(id);
            self.attribute("id", &id);
        }
    }

    /// The properties that the stylesheet gives an element, those of its own attributes
    /// where it says nothing.
    fn properties(&mut self, node: Node<'a, 'a>) {
        let styled = self.styles.of(node);
        let mut all: BTreeMap<&str, &str> = BTreeMap::new();
        for name in PROPERTIES {
            let own = styled.get(name).map(String::as_str).or_else(|| node.attribute(name));
            all.extend(own.map(|value| (name, value)));
        }
        if let Some(ink) = self.ink.as_deref().filter(|_| is(node, "text") || is(node, "tspan")) {
            all.insert("fill", ink);
        }
        let all = all.into_iter().map(|(name, value)| (name, color(value)));
        for (name, value) in all.collect::<Vec<_>>() {
            self.attribute(name, &value);
        }
        if let Some(moved) = moved(node, &styled).or_else(|| beside_background(node)) {
            self.attribute("transform", &moved);
        }
    }

    /// Writes an attribute, but for one that reaches out of the drawing.
    fn attribute(&mut self, name: &str, value: &str) {
        let value = match value.split_once("url(") {
            None => value.to_owned(),
            Some((_, rest)) => {
                let id = rest
                    .trim_start_matches(['"', '\''])
                    .strip_prefix('#')
                    .and_then(|rest| rest.split([')', '"', '\'']).next());
                match id {
                    Some(id) => format!("url(#{})", self.own(id)),
                    None => return,
                }
            }
        };
        self.html.push_str(&format!(" {name}=\""));
        escape(&value, &mut self.html);
        self.html.push('"');
    }

    /// A name in the drawing that no other drawing of the page has.
    fn own(&self, id: &str) -> String {
        let plain: String = id
            .chars()
            .map(|ch| if ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-') { ch } else { '-' })
            .collect();
        if plain.starts_with(self.prefix) { plain } else { format!("{}-{plain}", self.prefix) }
    }

    /// The colour of the text of a group whose shape has a colour of the author's: theirs, or
    /// one that can be read on it.
    fn ink_in(&self, group: Node<'a, 'a>) -> Option<String> {
        let classes = group.attribute("class").unwrap_or_default();
        classes.split_whitespace().any(|class| class == "node" || class == "cluster").then_some(())?;
        let shapes = ["rect", "circle", "ellipse", "polygon", "path"];
        let shape = group.descendants().find(|node| {
            shapes.contains(&node.tag_name().name())
                && self.styles.of(*node).get("fill").is_some_and(|fill| fill != "none")
        })?;
        let fill = self.styles.of(shape).remove("fill").filter(|fill| palette::named(fill).is_none())?;
        let text = group.descendants().find(|node| is(*node, "text"))?;
        let chosen = text.ancestors().take_while(|node| *node != group).find_map(|node| {
            let color = self.styles.of(node).remove("color")?;
            palette::named(&color).is_none().then_some(color)
        });
        chosen.or_else(|| palette::readable_on(&fill).map(str::to_owned))
    }
}

/// A value with the theme's colours by their names.
fn color(value: &str) -> String {
    match value {
        "currentColor" => "var(--dg-border)".into(),
        _ => palette::named(value).unwrap_or_else(|| value.to_owned()),
    }
}

/// How the stylesheet turns an element about its origin, as an attribute.
fn moved(node: Node<'_, '_>, styles: &BTreeMap<String, String>) -> Option<String> {
    let turn = styles.get("transform").filter(|_| !node.has_attribute("transform"))?;
    let (x, y) = node.attribute("transform-origin")?.split_once(' ')?;
    let number = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let (x, y) = (number(x)?, number(y)?);
    Some(format!("translate({x} {y}) {} translate({} {})", turn.replace("deg", ""), -x, -y))
}

/// Where a text goes that is written about its middle, on a background that begins at its
/// left end.
fn beside_background(text: Node<'_, '_>) -> Option<String> {
    let background = text.prev_sibling_element().filter(|before| is(text, "text") && is(*before, "rect"))?;
    let number = |name| background.attribute(name)?.parse::<f64>().ok();
    let (x, width) = (number("x")?, number("width")?);
    let is_beside =
        text.attribute("text-anchor") == Some("middle") && (-4.0..=0.0).contains(&x) && width > 8.0;
    (is_beside && !text.has_attribute("transform")).then(|| format!("translate({} 0)", x + width / 2.0))
}

/// Whether something is drawn there.
fn is_seen(node: Node<'_, '_>) -> bool {
    match node.is_text() {
        true => {
            node.text().is_some_and(|text| !text.trim().is_empty())
                && node.parent().is_some_and(|parent| !is(parent, "style"))
        }
        false => {
            node.is_element()
                && !["g", "text", "tspan", "defs", "style", "a"].contains(&node.tag_name().name())
        }
    }
}
