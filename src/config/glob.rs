//! Patterns of paths.

/// Whether a pattern means a file: its path, a folder it is in, or such a path with `*` and
/// `?` inside names and `**` across folders.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    let path: Vec<&str> = path.split('/').collect();
    // A folder means what is in it.
    let folder: Vec<&str> = pattern.iter().copied().chain(["**"]).collect();
    let fits =
        |pattern: &[&str]| wild(pattern, &path, |part| *part == "**", |part, name| name_fits(part, name));
    !pattern.is_empty() && (fits(&pattern) || fits(&folder))
}

fn name_fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    wild(&pattern, &name, |ch| *ch == '*', |ch, other| *ch == '?' || ch == other)
}

/// Whether a pattern fits a whole sequence, where a star stands for any part of it. Only the
/// last star is ever tried anew: what fitted before it stays right.
fn wild<T>(pattern: &[T], text: &[T], is_star: impl Fn(&T) -> bool, fits: impl Fn(&T, &T) -> bool) -> bool {
    let (mut at, mut done) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(item) = text.get(done) {
        match (pattern.get(at), star) {
            (Some(part), _) if is_star(part) => {
                star = Some((at, done));
                at += 1;
            }
            (Some(part), _) if fits(part, item) => (at, done) = (at + 1, done + 1),
            (_, Some((star_at, eaten))) => {
                star = Some((star_at, eaten + 1));
                (at, done) = (star_at + 1, eaten + 1);
            }
            _ => return false,
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn folders_names_and_stars() {
        for (pattern, path) in [
            ("/归档", "归档/a.md"),
            ("a.md", "a.md"),
            ("templates/", "templates/x/y.md"),
            ("*.tmp.md", "x.tmp.md"),
            ("**/draft", "a/b/draft/c.md"),
            ("a/**/z?.md", "a/b/c/z1.md"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("a", "ab/x.md"), ("", "a.md"), ("*.md", "a/b.md"), ("b", "a/b"), ("a/?", "a/bc")]
        {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
        assert!(!matches(&"*a".repeat(500), &"a".repeat(400)));
    }
}
