//! Mermaid: its language, and where things go in a drawing.

use merman::{Engine, MermaidConfig, OperationControl, RenderOutput, RenderRequest, Renderer, SvgRequest};
use serde_json::{Map, Value, json};

use super::palette;

/// Draws a diagram. Names in the drawing begin with `prefix`, or with none that another
/// drawing could have as well.
pub(super) fn draw(source: &str, prefix: &str) -> Result<String, String> {
    let engine = Engine::new().with_site_config(MermaidConfig::from_value(config()));
    let mut request = SvgRequest::default();
    request.options.diagram_id = Some(prefix.to_owned());
    let request = RenderRequest::svg(source, OperationControl::new(), request);
    match Renderer::new().with_engine(engine).render(request) {
        Ok(RenderOutput::Svg(Some(drawing))) => Ok(drawing.svg().to_owned()),
        Ok(_) => Err("no kind of diagram is named in its first line".into()),
        Err(error) => Err(first_line(&error.to_string())),
    }
}

/// Settings for all drawings: plain shapes, labels that are text and not HTML, the layered
/// layout, and the theme's colours.
fn config() -> Value {
    let plain = json!({"look": "classic", "theme": "base", "layout": "dagre", "minNodeWidth": 0});
    let mut variables: Map<String, Value> =
        palette::variables().into_iter().map(|(name, color)| (name, color.into())).collect();
    variables.insert("fontSize".into(), "14px".into());
    variables.insert("useGradient".into(), false.into());
    variables.insert("dropShadow".into(), "none".into());
    let mut config = json!({
        "htmlLabels": false,
        "layout": "dagre",
        "look": "classic",
        "theme": "base",
        "fontFamily": "sans-serif",
        // Text is measured without its font: it gets a little more room than it needs.
        "themeCSS": "svg{font-size:13px!important}.branchLabel text{font-size:11px}",
        "fontSize": 14,
        "themeVariables": variables,
        "flowchart": {"htmlLabels": false, "minNodeWidth": 0, "wrappingWidth": 240},
        "sequence": {"mirrorActors": false},
        "gantt": {"fontSize": 12, "sectionFontSize": 12},
    });
    for kind in
        ["flowchart", "sequence", "state", "class", "er", "gantt", "pie", "gitGraph", "mindmap", "timeline"]
    {
        if let (Some(settings), Some(plain)) =
            (config.get_mut(kind).and_then(Value::as_object_mut), plain.as_object())
        {
            settings.extend(plain.clone());
        } else {
            config[kind] = plain.clone();
        }
    }
    config
}

fn first_line(message: &str) -> String {
    let line = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    // What follows is for those who compile the library.
    let line = line.split_once("; enable").map_or(line, |(line, _)| line);
    line.trim_end_matches(['.', ':']).to_owned()
}
