//! The words of the interface in the site's language.

use std::collections::BTreeMap;

use serde::Serialize;

/// What the interface says, by the key that templates and pages ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Strings(BTreeMap<String, String>);

impl Strings {
    /// The string of a key; the key itself where there is none, which is then seen.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }
}

impl Extend<(String, String)> for Strings {
    fn extend<I: IntoIterator<Item = (String, String)>>(&mut self, strings: I) {
        self.0.extend(strings);
    }
}
