//! A site being served, and a real browser looking at it.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long anything in the browser may take. Long, because machines may be busy: a test
/// fails for what happens, not for when.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends with its owner, and with it all that it started.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> std::io::Result<Process> {
        command.process_group(0).spawn().map(Process)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

/// `yunji serve` on a port of its own, under the strict policy: what needs more is broken.
pub(crate) struct Site {
    _process: Process,
    pub(crate) url: String,
}

impl Site {
    pub(crate) fn serve(root: &Path) -> Site {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yunji"));
        command.args(["--color", "never", "--root"]).arg(root);
        command.args(["serve", "--port", "0", "--csp", "--drafts"]);
        let mut process = Process::start(command.stderr(Stdio::piped())).expect("yunji starts");
        let lines = BufReader::new(process.0.stderr.take().unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            let words = line.split_whitespace().find(|word| word.starts_with("http://"));
            if let Some(url) = words.filter(|_| line.contains("Ctrl-C")) {
                return Site { _process: process, url: url.to_owned() };
            }
        }
        panic!("yunji serve ended without serving");
    }
}

/// A built site behind a host that sends a content security policy of its own.
pub(crate) struct Host {
    pub(crate) url: String,
}

impl Host {
    /// Serves a folder until the test ends.
    pub(crate) fn start(folder: PathBuf, policy: &'static str) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let folder = folder.clone();
                std::thread::spawn(move || answer(&stream, &folder, policy));
            }
        });
        Host { url }
    }
}

/// Answers one request and closes.
fn answer(mut stream: &TcpStream, folder: &Path, policy: &str) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = request.split_whitespace().nth(1).unwrap_or("/").trim_start_matches('/');
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let kind = match path.rsplit_once('.') {
        Some((_, "html")) => "text/html",
        Some((_, "js")) => "text/javascript",
        Some((_, "css")) => "text/css",
        _ => "application/octet-stream",
    };
    let (status, body) = match std::fs::read(folder.join(path)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {policy}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

/// Chromium, driven through ChromeDriver.
pub(crate) struct Browser {
    pub(crate) page: Client,
    _process: Process,
    profile: tempfile::TempDir,
}

/// What goes into every page before its own scripts: it keeps what the policy forbids.
const WATCH: &str = "window.violations = [];
    addEventListener('securitypolicyviolation', event => violations.push(
        `${event.violatedDirective} forbids ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`));";

impl Browser {
    pub(crate) async fn start() -> Browser {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("chromedriver");
        let process = Process::start(command.arg(format!("--port={port}")).stdout(Stdio::null()))
            .expect("chromedriver is installed (Debian: apt-get install chromium chromium-driver)");
        let page = connect(port, profile.path()).await;
        let browser = Browser { page, _process: process, profile };
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
        browser
    }

    /// Sends a command of the DevTools protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.page.issue_cmd(Extension { path: "goog/cdp/execute", body }).await.unwrap()
    }

    /// Shows pages as in a window of that width.
    pub(crate) async fn resize(&self, width: u32) {
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What went wrong on the page since it was opened: what the policy forbade, and what
    /// the console has of errors.
    pub(crate) async fn troubles(&self) -> Vec<String> {
        let mut troubles: Vec<String> =
            serde_json::from_value(self.run("return violations.splice(0)").await).unwrap();
        let log = self.page.issue_cmd(Extension { path: "se/log", body: json!({ "type": "browser" }) }).await;
        let log = log.unwrap();
        let severe = log.as_array().unwrap().iter().filter(|entry| entry["level"] == "SEVERE");
        troubles.extend(severe.map(|entry| entry["message"].as_str().unwrap().to_owned()));
        troubles
    }

    /// Ends the browser. Returns the addresses that pages of `origin` and their workers
    /// asked for, as the browser's network layer saw them.
    pub(crate) async fn requested(self, origin: &str) -> BTreeSet<String> {
        let log = self.profile.path().join(NETWORK_LOG);
        self.page.clone().close().await.unwrap();
        let start = Instant::now();
        loop {
            let text = std::fs::read_to_string(&log).unwrap_or_default();
            if let Ok(log) = serde_json::from_str::<Value>(&text) {
                return requests(&log, origin.trim_end_matches('/'));
            }
            assert!(start.elapsed() < PATIENCE, "the browser does not finish its log");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until `script` returns something true, and returns it.
    pub(crate) async fn wait_for(&self, script: &str) -> Value {
        let start = Instant::now();
        loop {
            match self.page.execute(script, vec![]).await {
                Ok(value) if is_true(&value) => return value,
                // The page may be on its way from one address to another.
                Ok(_) | Err(CmdError::Standard(_)) => {}
                Err(error) => panic!("{error}"),
            }
            assert!(start.elapsed() < PATIENCE, "never true: {script}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.page.execute(script, vec![]).await.unwrap()
    }

    /// Types as a person at a keyboard would, to whatever has the focus.
    pub(crate) async fn keys(&self, text: &str) {
        let focused = self.page.active_element().await.unwrap();
        focused.send_keys(text).await.unwrap();
    }
}

/// File in the profile to which the browser writes what it asks the network for.
const NETWORK_LOG: &str = "network.json";

fn requests(log: &Value, origin: &str) -> BTreeSet<String> {
    let events = log["events"].as_array().unwrap().iter();
    let requests = events.filter(|event| event["params"]["initiator"] == origin);
    requests.filter_map(|event| event["params"]["url"].as_str()).map(str::to_owned).collect()
}

/// A command of ChromeDriver beyond the standard.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && value != "" && *value != json!(0)
}

async fn connect(port: u16, profile: &Path) -> Client {
    let arguments = [
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--window-size=1280,900".to_owned(),
        format!("--user-data-dir={}", profile.display()),
        format!("--log-net-log={}", profile.join(NETWORK_LOG).display()),
    ];
    let capabilities = json!({
        "goog:chromeOptions": { "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    let capabilities = capabilities.as_object().cloned().unwrap();
    let start = Instant::now();
    loop {
        let connection = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        match connection {
            Ok(client) => {
                let patience =
                    fantoccini::wd::TimeoutConfiguration::new(Some(PATIENCE * 5), Some(PATIENCE), None);
                client.update_timeouts(patience).await.unwrap();
                return client;
            }
            Err(error) => assert!(start.elapsed() < PATIENCE, "no browser: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
