//! Files that systems have: `/proc/meminfo`, `/etc/resolv.conf`.

/// Folders whose files are the same on every machine.
const FOLDERS: [&str; 8] =
    ["/proc/", "/sys/", "/etc/", "/dev/", "/run/", "/var/log/", "/var/lib/", "/lib/systemd/"];

/// Parts of a path at most; deeper ones are one machine's own.
const DEEPEST: usize = 7;

/// The path that a word is, with `<pid>` and `<id>` for what differs from day to day.
pub(super) fn path(word: &str) -> Option<String> {
    // What a reader is to fill in may be named in words that no path has.
    let open = word.rfind('<').filter(|&at| !word.get(at..).is_some_and(|rest| rest.contains('>')));
    let word = match open.and_then(|at| word.get(..at)) {
        Some(before) => before.get(..before.rfind('/').unwrap_or(0)).unwrap_or_default(),
        None => word,
    };
    let word = word.trim_end_matches(['/', '*', '=', '\\', '}']);
    let folder = FOLDERS.iter().find(|folder| word.starts_with(**folder))?;
    let allowed = |ch: char| ch.is_ascii_alphanumeric() || "/._-@+<>{}$*".contains(ch);
    let parts = word.matches('/').count();
    if word.len() <= folder.len() || parts > DEEPEST || !word.chars().all(allowed) || word.contains("//") {
        return None;
    }
    let in_proc = *folder == "/proc/";
    let part = |(at, part): (usize, &str)| match part {
        _ if is_hash(part) => "<id>".to_owned(),
        _ if in_proc && at == 2 && part.starts_with(['$', '<', '{']) => "<pid>".to_owned(),
        _ if in_proc && is_number(part) => if at == 2 { "<pid>" } else { "<n>" }.to_owned(),
        _ => part.to_owned(),
    };
    let path = word.split('/').enumerate().map(part).collect::<Vec<_>>().join("/");
    // What is left of a variable is no name, and everything may be thrown away.
    (!path.contains(['$', '{', '*']) && path != "/dev/null").then_some(path)
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|ch| ch.is_ascii_digit())
}

/// The name of a container, a commit or the like.
fn is_hash(part: &str) -> bool {
    part.len() >= 12 && part.chars().all(|ch| ch.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn what_differs_has_a_name_of_its_own() {
        for (word, expected) in [
            ("/proc/meminfo", Some("/proc/meminfo")),
            ("/proc/1234/status", Some("/proc/<pid>/status")),
            ("/proc/$PID/limits", Some("/proc/<pid>/limits")),
            ("/proc/sys/net/ipv4/", Some("/proc/sys/net/ipv4")),
            ("/etc/docker/daemon.json", Some("/etc/docker/daemon.json")),
            ("/var/lib/docker/overlay2/3f2a1b4c5d6e7f/diff", Some("/var/lib/docker/overlay2/<id>/diff")),
            ("/proc/42/fd/3", Some("/proc/<pid>/fd/<n>")),
            ("/sys/fs/cgroup/memory/docker/<", Some("/sys/fs/cgroup/memory/docker")),
            ("/proc/<pid>/status", Some("/proc/<pid>/status")),
            ("/dev/null", None),
            ("/etc/$NAME/x", None),
            ("/etc/", None),
            ("/etc", None),
            ("/home/me/notes", None),
        ] {
            assert_eq!(path(word).as_deref(), expected, "{word}");
        }
    }
}
