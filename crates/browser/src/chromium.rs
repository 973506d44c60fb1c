//! Chromium without a screen, led by chromedriver.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

use crate::tab::Tab;

const FLAGS: [&str; 15] = [
    "--headless=new",
    "--accept-lang=ru-RU,ru",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--hide-scrollbars",
    "--no-first-run",
    "--no-default-browser-check",
];

/// The process of chromedriver; it ends with this value, and every browser it started with it.
struct Driver {
    child: Child,
    /// Open as long as it lives: it must not die of a word it wants to say.
    _out: BufReader<ChildStdout>,
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser with a profile of its own: cookies, device store, cache.
pub struct Chromium {
    driver: WebDriver,
    process: u64,
    has_quit: bool,
    // After the browser has ended: first its driver ends, then its folder goes.
    _driver: Driver,
    profile: Option<tempfile::TempDir>,
}

/// What a browser leaves on the disk: cookies, device store, cache. The next one may begin with it.
pub struct Profile(tempfile::TempDir);

impl Drop for Chromium {
    fn drop(&mut self) {
        if self.has_quit {
            return;
        }
        // A test has failed. The usual good-bye would wait for answers that nobody reads any more.
        let _ = self.driver.clone().leak();
        let _ = Command::new("kill").args(["-KILL", &self.process.to_string()]).status();
    }
}

impl Chromium {
    /// Starts it.
    pub async fn start() -> Self {
        Self::start_with(Profile(tempfile::tempdir().unwrap())).await
    }

    /// Starts it where an earlier one ended.
    pub async fn start_with(Profile(profile): Profile) -> Self {
        let (child, port) = chromedriver();
        let mut wanted = DesiredCapabilities::chrome();
        for flag in FLAGS {
            wanted.add_arg(flag).unwrap();
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        wanted.set("unhandledPromptBehavior", json!("accept")).unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await.unwrap();
        let process = driver.capabilities().get("goog:processID").and_then(serde_json::Value::as_u64);
        let process = process.expect("Chromium's process");
        Self { driver, process, has_quit: false, _driver: child, profile: Some(profile) }
    }

    /// The tab that is there from the start, as wide as a desk's screen.
    pub async fn tab(&self) -> Tab {
        let tab = Tab::new(self.driver.clone(), self.driver.window().await.unwrap());
        tab.prepare().await;
        tab
    }

    /// One more tab, in front.
    pub async fn new_tab(&self) -> Tab {
        let window = self.driver.new_tab().await.unwrap();
        self.driver.switch_to_window(window.clone()).await.unwrap();
        let tab = Tab::new(self.driver.clone(), window);
        tab.prepare().await;
        tab
    }

    /// The battery is dead: nothing is closed and nobody is asked. What is on the disk stays.
    pub async fn kill(mut self) -> Profile {
        self.has_quit = true;
        let _ = self.driver.clone().leak();
        let process = self.process.to_string();
        assert!(Command::new("kill").args(["-KILL", &process]).status().unwrap().success());
        // Its driver may not have taken note of its end yet: then it is a name without a process.
        let ended = || match std::fs::read_to_string(format!("/proc/{process}/stat")) {
            Ok(stat) => stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z')),
            Err(_) => true,
        };
        while !ended() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let profile = self.profile.take().unwrap();
        // A new browser takes the lock of one that is gone for another machine's.
        for lock in ["SingletonLock", "SingletonCookie", "SingletonSocket"] {
            let _ = std::fs::remove_file(profile.path().join(lock));
        }
        Profile(profile)
    }

    /// Ends the browser. A browser that is only dropped ends too, but less politely.
    pub async fn quit(mut self) {
        self.has_quit = true;
        self.driver.clone().quit().await.unwrap();
    }
}

/// Starts chromedriver on a port of its choice and says which.
fn chromedriver() -> (Driver, u16) {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("chromedriver did not start ({error}); ./test installs it"));
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let port = loop {
        line.clear();
        assert_ne!(out.read_line(&mut line).unwrap(), 0, "chromedriver ended before it said its port");
        if let Some((_, port)) = line.split_once("successfully on port ") {
            break port.trim().trim_end_matches('.').parse().unwrap();
        }
    };
    (Driver { child, _out: out }, port)
}
