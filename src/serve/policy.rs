//! What a careful host lets pages do.

/// A Content-Security-Policy under which every page that Yunji makes works in full. Only
/// what an author writes as HTML, and pictures elsewhere, may ask for more.
pub(super) const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[cfg(test)]
mod tests {
    use super::STRICT;

    #[test]
    fn the_manual_shows_this_policy() {
        let manual = include_str!("../../content/handbook/publishing.md");
        assert!(manual.contains(STRICT), "{STRICT}");
    }
}
