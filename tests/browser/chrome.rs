//! Chromium, driven by its own driver.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

use super::{Server, end};
use crate::harness::program;

/// How long something may take to be seen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server, and a browser that looks at it.
pub struct Browser {
    pub page: Page,
    runtime: Runtime,
    driver: Child,
    _profile: TempDir,
}

/// What the browser shows.
#[derive(Clone)]
pub struct Page {
    pub driver: WebDriver,
    pub base: String,
}

impl Browser {
    /// With scripts or without; `None` where there is no Chromium, which is said.
    pub fn start(server: &Server, scripts: bool) -> Option<Self> {
        let (chromium, chromedriver) = (program("chromium")?, program("chromedriver")?);
        let mut driver = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut ports =
            lines.filter_map(|line| line.split("successfully on port ").nth(1).map(str::to_owned));
        let port = ports.next().unwrap();
        let profile = tempfile::tempdir().unwrap();
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(chromium.to_str().unwrap()).unwrap();
        let folder = format!("--user-data-dir={}", profile.path().display());
        for arg in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            &folder,
        ] {
            wanted.add_arg(arg).unwrap();
        }
        if !scripts {
            let prefs = json!({ "profile.managed_default_content_settings.javascript": 2 });
            wanted.add_experimental_option("prefs", prefs).unwrap();
        }
        let runtime = Runtime::new().unwrap();
        let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let session = runtime.block_on(WebDriver::new(address, wanted)).unwrap();
        let page = Page { driver: session, base: server.base.clone() };
        Some(Self { page, runtime, driver, _profile: profile })
    }

    /// Lets `visit` look at pages.
    pub fn run(&self, visit: impl AsyncFnOnce(&Page) -> WebDriverResult<()>) {
        self.runtime.block_on(visit(&self.page)).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.page.driver.clone().quit());
        end(&mut self.driver);
    }
}

impl Page {
    pub async fn go(&self, path: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}{path}", self.base)).await
    }

    pub async fn find(&self, css: &str) -> WebDriverResult<WebElement> {
        self.driver.find(By::Css(css)).await
    }

    pub async fn count(&self, css: &str) -> WebDriverResult<usize> {
        Ok(self.driver.find_all(By::Css(css)).await?.len())
    }

    pub async fn text(&self, css: &str) -> WebDriverResult<String> {
        self.find(css).await?.text().await
    }

    /// Path and query of what is shown.
    pub async fn path(&self) -> WebDriverResult<String> {
        let url = self.driver.current_url().await?;
        Ok(url[url::Position::BeforePath..].to_owned())
    }

    /// Sends keys to whatever has the focus.
    pub async fn press(&self, keys: impl Into<TypingData>) -> WebDriverResult<()> {
        self.driver.action_chain().send_keys(keys.into()).perform().await
    }

    pub async fn run(&self, script: &str) -> WebDriverResult<Value> {
        self.driver.execute(script, vec![]).await?.convert()
    }

    /// Tag and text of what has the focus.
    pub async fn focus(&self) -> WebDriverResult<String> {
        let element = self.driver.active_element().await?;
        Ok(format!("{} {}", element.tag_name().await?, element.text().await?))
    }

    /// Waits until `seen` is true.
    pub async fn until(
        &self,
        what: &str,
        seen: impl AsyncFn(&Self) -> WebDriverResult<bool>,
    ) -> WebDriverResult<()> {
        let end = Instant::now() + PATIENCE;
        // What was just replaced is stale, and not seen.
        while !seen(self).await.unwrap_or(false) {
            assert!(Instant::now() < end, "{what} is not seen; the page is {}", self.driver.source().await?);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    pub async fn set_scheme(&self, scheme: &str) -> WebDriverResult<()> {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", features).await.map(|_| ())
    }

    /// A screen of that size; a narrow one is a phone's.
    pub async fn set_size(&self, width: u32, height: u32, scale: u32) -> WebDriverResult<()> {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 500 });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await.map(|_| ())
    }
}
