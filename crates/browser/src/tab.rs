//! A tab: what one does in it and what one sees there.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::Client;
use thirtyfour::prelude::*;

use crate::web::Web;

/// How long a page may take to come into the state a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(20);

/// Runs before the page's own scripts and keeps what the browser complains about.
const WATCH: &str = "window.complaints = [];
addEventListener('securitypolicyviolation', (e) => complaints.push(`CSP ${e.violatedDirective}: ${e.blockedURI} ${e.sample}`));
addEventListener('error', (e) => complaints.push(`error: ${e.message || e.target?.outerHTML}`), true);
addEventListener('unhandledrejection', (e) => complaints.push(`rejected: ${e.reason}`));";

/// A tab of a browser.
pub struct Tab {
    driver: WebDriver,
    window: WindowHandle,
}

impl Tab {
    pub(crate) fn new(driver: WebDriver, window: WindowHandle) -> Self {
        Self { driver, window }
    }

    /// What holds for a tab, not for the browser.
    pub(crate) async fn prepare(&self) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
        self.size(1280, 900).await;
    }

    /// A command of the browser's own protocol.
    pub async fn devtools(&self, method: &str, what: Value) -> Value {
        self.driver.cdp().send_raw(method, what).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Closes the tab; the other ones stay.
    pub async fn close(self) {
        self.driver.switch_to_window(self.window.clone()).await.unwrap();
        self.driver.close_window().await.unwrap();
    }

    /// Brings it to the front.
    pub async fn front(&self) {
        self.driver.switch_to_window(self.window.clone()).await.unwrap();
    }

    /// The window's size in CSS pixels.
    pub async fn size(&self, width: u32, height: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 }),
        )
        .await;
    }

    /// The light or the dark theme, with nothing moving.
    pub async fn theme(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ] }),
        )
        .await;
    }

    /// The network is cut or back.
    pub async fn offline(&self, offline: bool) {
        self.devtools(
            "Network.emulateNetworkConditions",
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }),
        )
        .await;
    }

    /// What others write is not heard at once: as before the line is open, or where a proxy cuts it.
    pub async fn deaf(&self) {
        self.devtools("Network.setBlockedURLs", json!({ "urls": ["*/live/*"] })).await;
    }

    /// Pages opened from now on have no scripts.
    pub async fn without_scripts(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// Becomes who is signed in with this client.
    pub async fn become_client(&self, client: &Client, web: &Web) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
        for (name, value) in &client.cookies {
            self.devtools("Network.setCookie", json!({ "url": web.url("/"), "name": name, "value": value }))
                .await;
        }
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.driver.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Where it is.
    pub async fn url(&self) -> String {
        self.driver.current_url().await.unwrap().to_string()
    }

    /// What a script returns.
    pub async fn script(&self, script: &str) -> Value {
        let answer = self.driver.execute(script, Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{script:.300}: {error}")).json().clone()
    }

    /// What a script hands over to its last argument.
    pub async fn script_async(&self, script: &str) -> Value {
        let answer = self.driver.execute_async(script, Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{script:.300}: {error}")).json().clone()
    }

    /// The value of an expression, as text.
    pub async fn text(&self, expression: &str) -> String {
        match self.script(&format!("return {expression}")).await {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// Waits until an expression is true.
    pub async fn wait(&self, expression: &str) {
        let script = format!("return !!({expression})");
        let began = Instant::now();
        while self.script(&script).await != Value::Bool(true) {
            if began.elapsed() > PATIENCE {
                let page = self.text("document.body.innerText.slice(0, 1500)").await;
                panic!("never came true: {expression}\non {}\n{page}", self.url().await);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The element of a CSS selector.
    pub async fn find(&self, css: &str) -> WebElement {
        self.driver.find(By::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Clicks an element, brought to the middle of the window first: what sticks to its edges would take the click.
    pub async fn click(&self, css: &str) {
        self.script(&format!(
            "document.querySelector(`{css}`)?.scrollIntoView({{ block: 'center', inline: 'center' }})"
        ))
        .await;
        self.find(css).await.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Presses keys one after another, wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        self.driver
            .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO))
            .send_keys(keys)
            .perform()
            .await
            .unwrap();
    }

    /// Presses a key while another one is held down.
    pub async fn chord(&self, held: Key, key: impl Into<TypingData>) {
        let actions = self.driver.action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
        actions.key_down(held.clone()).send_keys(key).key_up(held).perform().await.unwrap();
    }

    /// What went wrong since the last look: errors in the console, violations of the page's policy, failed scripts.
    /// `expected` is the status of the page itself, which the console mentions when it is an error.
    pub async fn complaints(&self, expected: u16) -> Vec<String> {
        let own = self.script("return window.complaints?.splice(0) ?? []").await;
        let mut all: Vec<String> =
            own.as_array().unwrap().iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect();
        let status = format!("status of {expected}");
        for entry in self.driver.browser_log().await.unwrap() {
            if entry.level != "DEBUG" && entry.level != "INFO" && !entry.message.contains(&status) {
                all.push(format!("{} {}", entry.level, entry.message));
            }
        }
        all
    }

    /// A picture of the whole page, PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.driver.screenshot_as_png().await.unwrap()
    }
}
