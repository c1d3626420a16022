//! Diagrams in words into drawings, when the site is built: no script, and they print.
//!
//! ```text
//! words ── mermaid ──▶ SVG with a stylesheet ── stylesheet, svg ──▶ SVG with attributes
//! ```
//!
//! A strict policy allows neither the stylesheet that such a drawing brings along nor its
//! `style` attributes, and a drawing with colours of its own is too bright at night. So the
//! stylesheet is applied here and now, and what is left of it are attributes, in which the
//! theme's colours stand as custom properties.

mod mermaid;
mod palette;
mod stylesheet;
mod svg;

/// A drawing as an `svg` element. `name` is what it is called where it says nothing itself.
///
/// # Errors
///
/// Says what is not understood, as one sentence.
pub(super) fn render(source: &str, name: &str) -> Result<String, String> {
    let hash = blake3::hash(source.as_bytes()).to_hex();
    // The same drawing has the same names in it wherever it is shown, and no other has.
    let prefix = format!("yj-{}", hash.get(..10).unwrap_or_default());
    svg::clean(&mermaid::draw(source, &prefix)?, &prefix, name)
}

#[cfg(test)]
mod tests {
    use super::render;

    /// One of every kind.
    const DRAWINGS: [(&str, &str); 10] = [
        (
            "flowchart LR\n  A[用户请求] --> B{存活?}\n  B -->|是| C[(主库)]\n  subgraph s [机房]\n    C\n  end\n",
            "主库",
        ),
        (
            "sequenceDiagram\n  autonumber\n  participant U as 用户\n  U->>API: 请求\n  loop 每 5 秒\n    API-->>U: 响应\n  end\n  Note over U,API: 超时 60s\n",
            "每 5 秒",
        ),
        (
            "stateDiagram-v2\n  [*] --> Pending\n  Pending --> Running: 调度成功\n  Running --> [*]\n",
            "调度成功",
        ),
        (
            "gantt\n  title 迁移计划\n  dateFormat YYYY-MM-DD\n  section 准备\n  清点资产 :done, a, 2024-01-06, 2d\n  切流量 :crit, after a, 1d\n",
            "清点资产",
        ),
        ("pie title 原因\n  \"变更\" : 42\n  \"容量\" : 17\n", "容量"),
        (
            "classDiagram\n  class Pool {\n    +int size\n    +acquire() Conn\n  }\n  Pool --> Conn : 持有\n",
            "acquire",
        ),
        ("erDiagram\n  HOST ||--o{ ALERT : 触发\n  HOST {\n    string ip PK\n  }\n", "触发"),
        ("gitGraph\n  commit\n  branch fix\n  commit id: \"修复\"\n  checkout main\n  merge fix\n", "修复"),
        ("timeline\n  title 历史\n  2013 : Docker\n  2014 : Kubernetes\n", "Kubernetes"),
        ("mindmap\n  root((排查))\n    网络\n      DNS\n", "DNS"),
    ];

    #[test]
    fn drawings_hold_what_they_say_and_nothing_that_a_strict_policy_forbids() {
        for (source, word) in DRAWINGS {
            let svg = render(source, "图").unwrap_or_else(|error| panic!("{error}: {source}"));
            assert!(svg.contains(word) || svg.replace("</tspan><tspan>", "").contains(word), "{word}: {svg}");
            for forbidden in ["<style", " style=", "<script", "<foreignObject", "href=", " on", "NaN"] {
                assert!(!svg.contains(forbidden), "{forbidden}: {svg}");
            }
            assert!(svg.contains("var(--dg-"), "{svg}");
            assert!(!svg.contains("#fefe"), "a colour is left over: {svg}");
        }
    }

    #[test]
    fn the_same_words_give_the_same_drawing() {
        for (source, _) in DRAWINGS {
            assert_eq!(render(source, "图"), render(source, "图"));
        }
    }

    #[test]
    fn a_drawing_has_a_name() {
        let (flowchart, _) = DRAWINGS[0];
        assert!(render(flowchart, "图").unwrap().contains("role=\"img\" aria-label=\"图\""));
        let (pie, _) = DRAWINGS[4];
        assert!(render(pie, "图").unwrap().contains("aria-label=\"原因\""));
        let titled = "flowchart LR\n  accTitle: 请求的路\n  A --> B\n";
        assert!(render(titled, "图").unwrap().contains("aria-label=\"请求的路\""));
    }

    #[test]
    fn names_in_drawings_differ() {
        let (one, two) = (render("graph LR\nA-->B", "图").unwrap(), render("graph LR\nA-->C", "图").unwrap());
        let id =
            |svg: &str| svg.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
        assert!(id(&one).is_some());
        assert_ne!(id(&one), id(&two));
    }

    #[test]
    fn markup_in_a_drawing_is_text() {
        for source in [
            "graph LR\n  A[\"<img src=x onerror=alert(1)>\"] --> B",
            "graph LR\n  A --> B\n  click A \"javascript:alert(1)\"",
            "graph LR\n  A --> B\n  style A fill:url(https://example.org/x)",
            "%%{init: {\"themeCSS\": \"rect{fill:url(https://example.org/x)}\"}}%%\ngraph LR\n  A --> B",
        ] {
            let svg = render(source, "图").unwrap_or_default();
            for forbidden in ["<img", "javascript:", "https://example.org", "onerror=\""] {
                assert!(!svg.contains(forbidden), "{forbidden}: {svg}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for source in ["", "graph LR", "graph LR\n  A[", "nothing\n  A --> B", "sequenceDiagram\n  A->>"] {
            assert!(render(source, "图").is_err(), "{source}");
        }
    }

    #[test]
    fn text_on_a_colour_of_the_authors_can_be_read() {
        let svg =
            render("graph LR\n  A[浅]\n  B[深]\n  style A fill:#ffc\n  style B fill:#003", "图").unwrap();
        assert!(svg.contains("fill=\"#111\""), "{svg}");
        assert!(svg.contains("fill=\"#fff\""), "{svg}");
    }
}
