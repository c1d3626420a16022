//! Settings: keys of configurations, parameters of the kernel, variables of the environment.

/// What parameters of the kernel and of control groups begin with.
const KERNEL: [&str; 14] = [
    "abi", "blkio", "cgroup", "cpu", "cpuacct", "cpuset", "fs", "io", "kernel", "memory", "net", "pids",
    "user", "vm",
];

/// What stands behind the last dot of the names of files and hosts.
const ENDINGS: [&str; 62] = [
    "aliyuncs",
    "bak",
    "bin",
    "c",
    "cc",
    "cer",
    "cfg",
    "class",
    "cn",
    "cnf",
    "com",
    "conf",
    "cpp",
    "crt",
    "csv",
    "db",
    "deb",
    "dev",
    "dll",
    "exe",
    "gif",
    "go",
    "gz",
    "h",
    "html",
    "ini",
    "io",
    "jar",
    "java",
    "jpg",
    "js",
    "json",
    "jsx",
    "key",
    "local",
    "lock",
    "log",
    "md",
    "mod",
    "net",
    "org",
    "pem",
    "php",
    "pid",
    "png",
    "properties",
    "py",
    "repo",
    "rpm",
    "rs",
    "service",
    "sh",
    "sock",
    "socket",
    "sql",
    "svg",
    "tar",
    "tgz",
    "toml",
    "ts",
    "txt",
    "vue",
];

/// More of them, of programs and archives.
const MORE_ENDINGS: [&str; 12] =
    ["war", "xlsx", "xml", "yaml", "yml", "zip", "so", "timer", "target", "tmpl", "lua", "rb"];

/// A setting that is all of an inline code, alone or with a value, and whether it is certain.
pub(super) fn alone(code: &str) -> Option<(String, bool)> {
    let (name, value) = split(code);
    let lone = value.is_none_or(|value| value.len() <= 40);
    let sure = shape(name)?.is_sure();
    (lone && !name.contains(' ')).then(|| (name.to_owned(), sure))
}

/// The setting that a line of a configuration begins with.
pub(super) fn at_start(line: &str) -> Option<(String, bool)> {
    let line = line.trim_start().trim_start_matches("- ").trim_start_matches(['"', '\'', '-', '+', ' ']);
    if line.starts_with(['#', ';', '/', '<', '$', '[']) {
        return None;
    }
    let end = line.find([':', '=', ' ', '\t', '"', '\'']).filter(|&end| end > 0)?;
    let (name, rest) = line.split_at(end);
    // A value needs a sign, or a closing semicolon, or to be the only word.
    let rest = rest.trim_start_matches(['"', '\'']).trim_start();
    let signed = rest.starts_with([':', '=']);
    let plain = rest.trim_end().ends_with(';') || rest.split_whitespace().count() == 1;
    let shape = shape(name).or_else(|| is_kebab(name).then_some(Shape::Words))?;
    ((signed && !rest.starts_with("==")) || plain).then(|| (name.to_owned(), shape != Shape::Words || signed))
}

/// The setting that a word of a command gives a value: `vm.swappiness=10`, `JAVA_OPTS=…`.
pub(super) fn assigned(word: &str) -> Option<String> {
    let (name, value) = word.split_once('=')?;
    let sure = matches!(shape(name)?, Shape::Kernel | Shape::Upper);
    (sure && !value.starts_with('=')).then(|| name.to_owned())
}

/// Whether it is a parameter of the kernel or of a control group.
pub(super) fn is_of_kernel(name: &str) -> bool {
    shape(name) == Some(Shape::Kernel) && name.contains('_')
}

/// A name and the value behind it.
fn split(code: &str) -> (&str, Option<&str>) {
    match code.find(['=', ':']) {
        Some(at) => {
            let (name, value) = code.split_at(at);
            (name.trim(), Some(value))
        }
        None => (code, None),
    }
}

/// How a name is made of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `vm.swappiness`.
    Kernel,
    /// `innodb_buffer_pool_size`, `spring.redis.max-active`.
    Long,
    /// `MYSQL_ROOT_PASSWORD`.
    Upper,
    /// `os.environ`, `imagePullPolicy`: also how programs name things.
    Short,
    /// `my-app`.
    Words,
}

impl Shape {
    fn is_sure(self) -> bool {
        matches!(self, Shape::Kernel | Shape::Long | Shape::Upper)
    }
}

fn shape(name: &str) -> Option<Shape> {
    let part = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-');
    let letter = |ch: char| ch.is_ascii_alphabetic();
    if name.len() < 4 || !name.starts_with(letter) || !name.ends_with(|ch: char| ch.is_ascii_alphanumeric()) {
        return None;
    }
    let parts: Vec<&str> = name.split('.').collect();
    if !parts.iter().all(|text| !text.is_empty() && text.chars().all(part)) {
        return None;
    }
    match parts.as_slice() {
        [one] if is_upper(one) => Some(Shape::Upper),
        [one] if is_snake(one) => Some(Shape::Long),
        [one] if is_camel(one) => Some(Shape::Short),
        [] | [_] => None,
        [first, .., last] => dotted(first, last, &parts),
    }
}

fn dotted(first: &str, last: &str, parts: &[&str]) -> Option<Shape> {
    let digits = parts.iter().any(|part| part.chars().all(|ch| ch.is_ascii_digit()));
    let is_ending = |ending: &&&str| ending.eq_ignore_ascii_case(last);
    let is_file = ENDINGS.iter().chain(&MORE_ENDINGS).find(is_ending).is_some();
    if digits || first.starts_with(|ch: char| ch.is_ascii_uppercase()) || first == "www" {
        return None;
    }
    if KERNEL.contains(&first) {
        return Some(Shape::Kernel);
    }
    let is_type = parts.iter().any(|part| part.starts_with(|ch: char| ch.is_ascii_uppercase()));
    match parts.len() {
        _ if is_file || is_type => None,
        // A package of Java, a host of the house.
        3.. if matches!(first, "com" | "org" | "io" | "cn" | "java" | "javax" | "sun") => None,
        3.. => Some(Shape::Long),
        _ if last.contains(['_', '-']) => Some(Shape::Long),
        _ => Some(Shape::Short),
    }
}

/// `MAX_MAP_COUNT`.
fn is_upper(name: &str) -> bool {
    name.contains('_') && name.chars().all(|ch| ch.is_ascii_uppercase() || ch.is_ascii_digit() || ch == '_')
}

/// `max_map_count`.
fn is_snake(name: &str) -> bool {
    let small = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '_';
    name.contains('_') && !name.contains("__") && name.chars().all(small)
}

/// `maxMapCount`.
fn is_camel(name: &str) -> bool {
    let has_upper = name.chars().any(|ch| ch.is_ascii_uppercase());
    has_upper && name.starts_with(|ch: char| ch.is_ascii_lowercase()) && !name.contains(['_', '-'])
}

/// `max-map-count`.
fn is_kebab(name: &str) -> bool {
    let small = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '-';
    let inner = name.trim_matches('-').len() == name.len() && name.contains('-');
    inner && name.starts_with(|ch: char| ch.is_ascii_lowercase()) && name.chars().all(small)
}
