//! The stylesheet of a drawing, applied to its elements. It is a program's, plain and
//! flat: what cannot be understood of it is left out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use roxmltree::Node;

/// Rules in their order.
#[derive(Debug, Default)]
pub(super) struct Stylesheet {
    rules: Vec<Rule>,
    /// Numbers of the rules by a class, by an id, or by the name that an element must have to
    /// be meant: most rules are about others.
    by_class: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// Rules that may be about any element.
    of_any: Vec<usize>,
}

#[derive(Debug)]
struct Rule {
    selector: Vec<Compound>,
    /// Ids, classes and names in its selector.
    specificity: (usize, usize, usize),
    declarations: Vec<Declaration>,
}

/// What one element has to be.
#[derive(Debug, Default)]
struct Compound {
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    /// Attributes and their values.
    attributes: Vec<(String, Option<String>)>,
    /// Whether it has to be right inside of the one before.
    child: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) property: String,
    pub(super) value: String,
    pub(super) important: bool,
}

impl Stylesheet {
    /// Reads the rules of a `style` element.
    pub(super) fn parse(css: &str) -> Stylesheet {
        let mut sheet = Stylesheet::default();
        let mut rest = css;
        while let Some((selectors, after)) = rest.split_once('{') {
            let selectors = selectors.trim();
            let (body, next) = block(after);
            rest = next;
            if selectors.starts_with('@') {
                continue;
            }
            let declarations = declarations(body);
            for selector in selectors.split(',').filter_map(parse_selector) {
                let specificity = specificity(&selector);
                sheet.push(Rule { selector, specificity, declarations: declarations.clone() });
            }
        }
        sheet
    }

    fn push(&mut self, rule: Rule) {
        let number = self.rules.len();
        let numbers = match rule.selector.last() {
            Some(Compound { classes, id, name, .. }) => match (classes.first(), id, name) {
                (Some(class), ..) => self.by_class.entry(class.clone()).or_default(),
                (_, Some(id), _) => self.by_id.entry(id.clone()).or_default(),
                (.., Some(name)) => self.by_name.entry(name.clone()).or_default(),
                _ => &mut self.of_any,
            },
            None => &mut self.of_any,
        };
        numbers.push(number);
        self.rules.push(rule);
    }

    /// The rules that match an element, in their order.
    fn matching(&self, node: Node<'_, '_>) -> impl Iterator<Item = &Rule> {
        let classes = node.attribute("class").unwrap_or_default().split_whitespace();
        let by_class = classes.filter_map(|class| self.by_class.get(class));
        let by_id = node.attribute("id").and_then(|id| self.by_id.get(id));
        let by_name = self.by_name.get(node.tag_name().name());
        let found = by_class.chain(by_id).chain(by_name).chain([&self.of_any]).flatten();
        let numbers: BTreeSet<usize> = found.copied().collect();
        let rules = numbers.into_iter().filter_map(|number| self.rules.get(number));
        rules.filter(move |rule| matches(&rule.selector, node))
    }

    /// What the rules and its own `style` say of an element, the strongest of each.
    pub(super) fn of(&self, node: Node<'_, '_>) -> BTreeMap<String, String> {
        let mut applied: Vec<(&Rule, &Declaration)> = Vec::new();
        for rule in self.matching(node) {
            applied.extend(rule.declarations.iter().map(|declaration| (rule, declaration)));
        }
        applied.sort_by_key(|(rule, declaration)| (declaration.important, rule.specificity));
        let own = declarations(node.attribute("style").unwrap_or_default());
        let (strong, weak): (Vec<_>, Vec<_>) = applied.into_iter().partition(|(_, found)| found.important);
        let (own_strong, own_weak): (Vec<_>, Vec<_>) = own.iter().partition(|found| found.important);
        let ordered = weak.into_iter().map(|(_, found)| found).chain(own_weak);
        let ordered = ordered.chain(strong.into_iter().map(|(_, found)| found)).chain(own_strong);
        ordered.map(|found| (found.property.clone(), found.value.clone())).collect()
    }
}

/// What is in a block that has been opened, and what follows it.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        }
    }
    (text, "")
}

fn declarations(body: &str) -> Vec<Declaration> {
    let parse = |text: &str| {
        let (property, value) = text.split_once(':')?;
        let value = value.trim();
        let plain = value.strip_suffix("!important").map(str::trim_end);
        let property = property.trim().to_ascii_lowercase();
        let important = plain.is_some();
        Some(Declaration { property, value: plain.unwrap_or(value).to_owned(), important })
    };
    body.split(';').filter_map(parse).collect()
}

/// A selector that can be matched here: none with `:`, which speaks of the pointer or of
/// what is no element.
fn parse_selector(text: &str) -> Option<Vec<Compound>> {
    if text.contains([':', '+', '~']) {
        return None;
    }
    let mut compounds = Vec::new();
    let mut child = false;
    for word in text.replace('>', " > ").split_whitespace() {
        if word == ">" {
            child = true;
            continue;
        }
        compounds.push(Compound { child, ..parse_compound(word)? });
        child = false;
    }
    (!compounds.is_empty()).then_some(compounds)
}

fn parse_compound(word: &str) -> Option<Compound> {
    let mut compound = Compound::default();
    let mut rest = word;
    while !rest.is_empty() {
        let sign = rest.chars().next().filter(|ch| matches!(ch, '.' | '#' | '['));
        let inner = rest.get(usize::from(sign.is_some())..)?;
        let end = match sign {
            Some('[') => inner.find(']')?,
            _ => inner.find(['.', '#', '[']).unwrap_or(inner.len()),
        };
        let name = inner.get(..end)?.to_owned();
        match sign {
            Some('.') => compound.classes.push(name),
            Some('#') => compound.id = Some(name),
            Some(_) => {
                let (name, value) = match name.split_once('=') {
                    Some((name, value)) => (name, Some(value.trim_matches(['"', '\'']).to_owned())),
                    None => (name.as_str(), None),
                };
                compound.attributes.push((name.to_owned(), value));
            }
            None if name == "*" => {}
            None => compound.name = Some(name),
        }
        rest = inner.get(end + usize::from(sign == Some('['))..)?;
    }
    Some(compound)
}

fn specificity(selector: &[Compound]) -> (usize, usize, usize) {
    let sum = |of: fn(&Compound) -> usize| selector.iter().map(of).sum();
    (
        sum(|compound| usize::from(compound.id.is_some())),
        sum(|compound| compound.classes.len() + compound.attributes.len()),
        sum(|compound| usize::from(compound.name.is_some())),
    )
}

fn matches(selector: &[Compound], node: Node<'_, '_>) -> bool {
    let Some((last, before)) = selector.split_last() else { return true };
    if !last.is(node) {
        return false;
    }
    let mut above = node.ancestors().skip(1).filter(Node::is_element);
    match (before.is_empty(), last.child) {
        (true, _) => true,
        (_, true) => above.next().is_some_and(|parent| matches(before, parent)),
        (_, false) => above.any(|parent| matches(before, parent)),
    }
}

impl Compound {
    fn is(&self, node: Node<'_, '_>) -> bool {
        let classes = node.attribute("class").unwrap_or_default();
        let has_class = |class: &String| classes.split_whitespace().any(|own| own == class);
        let has_attribute = |(name, value): &(String, Option<String>)| {
            let own = node.attribute(name.as_str());
            own.is_some() && (value.is_none() || own == value.as_deref())
        };
        self.name.as_ref().is_none_or(|name| node.tag_name().name() == name)
            && self.id.as_deref().is_none_or(|id| node.attribute("id") == Some(id))
            && self.classes.iter().all(has_class)
            && self.attributes.iter().all(has_attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(css: &str, svg: &str) -> Option<String> {
        let document = roxmltree::Document::parse(svg).unwrap();
        let node = document.descendants().find(|node| node.has_tag_name("rect")).unwrap();
        Stylesheet::parse(css).of(node).get("fill").cloned()
    }

    #[test]
    fn the_strongest_rule_applies() {
        let svg = "<svg id=\"d\"><g class=\"node hot\"><rect class=\"box\" style=\"fill:own\"/></g></svg>";
        for (css, expected) in [
            ("rect{fill:a}", "own"),
            ("rect{fill:a!important}", "a"),
            ("#d .node rect{fill:a !important}.box{fill:b!important}", "a"),
            ("@keyframes x{from{fill:a}}#d>.node>rect{fill:b!important}", "b"),
            ("#d>rect{fill:a!important}", "own"),
            ("rect:hover{fill:a!important}", "own"),
            ("[class=\"box\"]{fill:a!important}", "a"),
            ("[data-x]{fill:a!important}", "own"),
            (".node .hot rect{fill:a!important}", "own"),
        ] {
            assert_eq!(fill(css, svg).as_deref(), Some(expected), "{css}");
        }
    }

    #[test]
    fn broken_styles_are_left_out() {
        for css in ["{", "a{", "}", "@media{", "rect", "rect[{fill:a}", "..{fill:a}", ""] {
            assert_eq!(fill(css, "<svg><rect/></svg>"), None, "{css}");
        }
    }
}
