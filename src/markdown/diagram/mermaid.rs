//! Mermaid: its language, and where things go in a drawing.

use merman::{Engine, MermaidConfig, OperationControl, RenderOutput, RenderRequest, Renderer, SvgRequest};
use serde_json::{Map, Value};

use super::palette;

/// Draws a diagram. Names in the drawing begin with `prefix`, or with none that another
/// drawing could have as well.
pub(super) fn draw(source: &str, prefix: &str) -> Result<String, String> {
    thread_local! {
        // Its settings take a quarter of the time of a drawing.
        static RENDERER: Renderer = {
            Renderer::new().with_engine(Engine::new().with_site_config(MermaidConfig::from_value(config())))
        };
    }
    let mut request = SvgRequest::default();
    request.options.diagram_id = Some(prefix.to_owned());
    let request = RenderRequest::svg(source, OperationControl::new(), request);
    match RENDERER.with(|renderer| renderer.render(request)) {
        Ok(RenderOutput::Svg(Some(drawing))) => Ok(drawing.svg().to_owned()),
        Ok(_) => Err("no kind of diagram is named in its first line".into()),
        Err(error) => Err(first_line(&error.to_string())),
    }
}

/// Kinds of diagrams, with settings of their own.
const KINDS: [(&str, &[(&str, u32)]); 10] = [
    ("class", &[]),
    ("er", &[]),
    ("flowchart", &[("wrappingWidth", 240)]),
    ("gantt", &[("fontSize", 12), ("sectionFontSize", 12)]),
    ("gitGraph", &[]),
    ("mindmap", &[]),
    ("pie", &[]),
    ("sequence", &[]),
    ("state", &[]),
    ("timeline", &[]),
];

/// Settings for all drawings: plain shapes, labels that are text and not HTML, the layered
/// layout, and the theme's colours.
fn config() -> Value {
    let mut variables: Map<String, Value> =
        palette::variables().into_iter().map(|(name, color)| (name, color.into())).collect();
    variables.insert("fontSize".into(), "14px".into());
    variables.insert("useGradient".into(), false.into());
    variables.insert("dropShadow".into(), "none".into());
    let mut config = plain();
    config.extend(KINDS.map(|(kind, own)| {
        let mut settings = plain();
        settings.extend(own.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
        (kind.to_owned(), Value::Object(settings))
    }));
    config.insert("fontFamily".into(), "sans-serif".into());
    config.insert("fontSize".into(), 14.into());
    // Text is measured without its font: it gets a little more room than it needs.
    let css = "svg{font-size:13px!important}.branchLabel text{font-size:11px}";
    config.insert("themeCSS".into(), css.into());
    config.insert("themeVariables".into(), Value::Object(variables));
    Value::Object(config)
}

/// What holds for every kind, which has it from itself first.
fn plain() -> Map<String, Value> {
    let settings: [(&str, Value); 6] = [
        ("htmlLabels", false.into()),
        ("layout", "dagre".into()),
        ("look", "classic".into()),
        ("minNodeWidth", 0.into()),
        ("mirrorActors", false.into()),
        ("theme", "base".into()),
    ];
    settings.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

fn first_line(message: &str) -> String {
    let line = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    // What follows is for those who compile the library.
    let line = line.split_once("; enable").map_or(line, |(line, _)| line);
    line.trim_end_matches(['.', ':']).to_owned()
}
