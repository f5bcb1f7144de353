//! A real Chromium, driven as a person drives it: by what the page says.
//!
//! One chromedriver serves the whole run, on a port of its own. A shell that waits for the end of
//! a pipe stops it, its browsers and their folders when the test process is gone, however it went.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use thirtyfour::{
    By, ChromiumLikeCapabilities, DesiredCapabilities, Key, TypingData, WebDriver, WebElement,
    error::{WebDriverError, WebDriverErrorInner, WebDriverResult},
};
use tokio::runtime::Runtime;

use super::{program, skip};

/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who looks at the pages, and through what.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    /// Whether scripts run; a page must work without them.
    pub scripts: bool,
    /// The language that the browser asks for: `fr` or `en`.
    pub lang: &'static str,
    /// The width of the window, in CSS pixels.
    pub width: u32,
    /// Whether the system of the visitor is dark.
    pub dark: bool,
}

/// A chromedriver of this process.
#[derive(Debug)]
struct Driver {
    folder: PathBuf,
    address: String,
    browser: PathBuf,
    browsers: AtomicU32,
    /// Its standard input is closed when this process ends, which stops the driver.
    _shell: Child,
}

/// An open window. When a test fails, what it showed is kept under `target/screenshots`.
#[derive(Debug)]
pub struct Browser {
    name: String,
    runtime: Runtime,
    driver: WebDriver,
    pictures: AtomicU32,
}

/// Opens a window for the test `name`. None where there is no Chromium; fails where
/// `GUICHET_TEST_REQUIRE` names `browser`.
pub fn browse(name: &str, visitor: Visitor) -> Option<Browser> {
    static DRIVER: OnceLock<Option<Driver>> = OnceLock::new();
    let driver = DRIVER.get_or_init(start).as_ref();
    if driver.is_none() {
        skip("browser", "chromium or chromedriver was not found");
    }
    Some(driver?.window(name, visitor))
}

fn start() -> Option<Driver> {
    let browser = program("chromium", [])?;
    let chromedriver = program("chromedriver", [])?;
    let folder = tempfile::Builder::new()
        .prefix("guichet-web-")
        .tempdir()
        .unwrap()
        .keep();
    // The system gives the port: a free one that was only looked for may be somebody's meanwhile.
    // A browser outlives its driver: whoever names the folder of this run goes with it.
    let script = format!(
        r#"trap '' INT TERM HUP
'{driver}' --port=0 </dev/null >log 2>&1 &
driver=$!
read -r _
kill -KILL $driver
wait $driver
cd /
for _ in 1 2 3 4 5 6 7 8 9 10; do
    for one in /proc/[0-9]*; do
        [ "$one" = "/proc/$$" ] && continue
        grep -qF '{folder}' "$one/cmdline" 2>/dev/null && kill -KILL "${{one#/proc/}}"
    done
    rm -rf '{folder}' && break
    sleep 0.3
done"#,
        driver = chromedriver.display(),
        folder = folder.display(),
    );
    let shell = Command::new("/bin/sh")
        .args(["-c", &script])
        .current_dir(&folder)
        .env("HOME", &folder)
        .env("TMPDIR", &folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let port = port(&folder.join("log"));
    Some(Driver {
        address: format!("http://127.0.0.1:{port}"),
        folder,
        browser,
        browsers: AtomicU32::new(0),
        _shell: shell,
    })
}

/// The port that chromedriver says it listens on.
fn port(log: &Path) -> u16 {
    let begun = Instant::now();
    loop {
        let said = fs::read_to_string(log).unwrap_or_default();
        let port = said
            .split_once("started successfully on port ")
            .and_then(|(_, rest)| rest.split(|sign: char| !sign.is_ascii_digit()).next())
            .and_then(|digits| digits.parse().ok());
        match port {
            Some(port) => return port,
            None => assert!(
                begun.elapsed() < PATIENCE,
                "chromedriver does not start: {said}"
            ),
        }
        thread::sleep(Duration::from_millis(20));
    }
}

impl Driver {
    fn window(&self, name: &str, visitor: Visitor) -> Browser {
        let number = self.browsers.fetch_add(1, Ordering::Relaxed);
        let profile = self.folder.join(format!("profile-{number}"));
        let wishes = self.wishes(&profile, visitor).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let driver = runtime
            .block_on(WebDriver::new(&self.address, wishes))
            .unwrap_or_else(|error| {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                panic!("Chromium does not start: {error}\n{log}")
            });
        Browser {
            name: name.to_owned(),
            runtime,
            driver,
            pictures: AtomicU32::new(0),
        }
    }

    fn wishes(
        &self,
        profile: &Path,
        visitor: Visitor,
    ) -> WebDriverResult<thirtyfour::ChromeCapabilities> {
        let Visitor {
            scripts,
            lang,
            width,
            dark,
        } = visitor;
        let mut wishes = DesiredCapabilities::chrome();
        wishes.set_binary(&self.browser.display().to_string())?;
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--hide-scrollbars",
        ] {
            wishes.add_arg(argument)?;
        }
        wishes.add_arg(&format!("--user-data-dir={}", profile.display()))?;
        wishes.add_arg(&format!("--lang={lang}"))?;
        wishes.add_arg(&format!("--window-size={width},1000"))?;
        if dark {
            wishes.add_arg("--force-dark-mode")?;
        }
        // A window is at least half a thousand pixels wide: less has to be pretended.
        if width < 520 {
            wishes.add_experimental_option(
                "mobileEmulation",
                serde_json::json!({ "deviceMetrics": {
                    "width": width, "height": 1000, "pixelRatio": 1.0, "touch": false, "mobile": false,
                }}),
            )?;
        }
        let mut preferences = serde_json::json!({ "intl.accept_languages": lang });
        if !scripts {
            preferences["profile.managed_default_content_settings.javascript"] = 2.into();
        }
        wishes.add_experimental_option("prefs", preferences)?;
        Ok(wishes)
    }
}

impl Browser {
    /// Goes to an address.
    pub fn open(&self, address: &str) {
        self.now(self.driver.goto(address));
    }

    /// The address that is shown.
    pub fn address(&self) -> String {
        self.now(self.driver.current_url()).to_string()
    }

    /// The title of the page.
    pub fn title(&self) -> String {
        plain(&self.now(self.driver.title()))
    }

    /// Everything that can be read on the page, with ordinary spaces only.
    pub fn text(&self) -> String {
        self.text_of("body")
    }

    /// What the first element of a CSS selector says, with ordinary spaces only.
    pub fn text_of(&self, selector: &str) -> String {
        let text = self.patiently(selector, async || {
            let element = self.driver.find(By::Css(selector)).await?;
            element.text().await.map(Some)
        });
        plain(&text)
    }

    /// Waits until the page says `words`.
    pub fn sees(&self, words: &str) {
        let words_are_there = async || {
            let body = self.driver.find(By::Tag("body")).await?;
            let text = plain(&body.text().await?);
            Ok(text.contains(words).then_some(()))
        };
        self.patiently(&format!("« {words} »"), words_are_there);
    }

    /// Waits until something is so.
    pub fn until(&self, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(
                begun.elapsed() < PATIENCE,
                "it never came to be so on {}",
                self.address()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Fills the field whose label begins with `label`.
    pub fn fill(&self, label: &str, value: &str) {
        self.patiently(label, async || {
            let field = self.labelled(label).await?;
            field.clear().await?;
            field.send_keys(value).await.map(Some)
        });
    }

    /// Selects, in the list whose label begins with `label`, what begins with `option`.
    pub fn select(&self, label: &str, option: &str) {
        let wanted = format!(".//option[{}]", begins(option));
        self.patiently(&format!("{label}: {option}"), async || {
            let list = self.labelled(label).await?;
            let option = list.find(By::XPath(wanted.as_str())).await?;
            option.click().await.map(Some)
        });
    }

    /// Answers `answer` to the question whose legend begins with `question`.
    pub fn choose(&self, question: &str, answer: &str) {
        self.click(&format!(
            "//fieldset[legend[{}]]//label[{}]",
            begins(question),
            begins(answer)
        ));
    }

    /// Presses the first button that begins with `words`.
    pub fn press(&self, words: &str) {
        self.click(&format!("//button[{}]", begins(words)));
    }

    /// Clicks the first element of a CSS selector.
    pub fn click_on(&self, selector: &str) {
        self.patiently(selector, async || {
            let element = self.driver.find(By::Css(selector)).await?;
            element.click().await.map(Some)
        });
    }

    /// Gives the browser a cookie of the site that it shows, scripts or not.
    pub fn cookie(&self, name: &str, value: &str) {
        let mut cookie = thirtyfour::Cookie::new(name, value);
        cookie.set_path("/");
        self.now(self.driver.add_cookie(cookie));
    }

    /// Whether there is a button that begins with `words`.
    pub fn has_button(&self, words: &str) -> bool {
        let found = self
            .driver
            .find_all(By::XPath(format!("//button[{}]", begins(words))));
        !self.now(found).is_empty()
    }

    /// Follows the first link that begins with `words`.
    pub fn follow(&self, words: &str) {
        self.click(&format!("//a[{}]", begins(words)));
    }

    /// Follows the link that says `words` in the row that says `beside`.
    pub fn follow_beside(&self, words: &str, beside: &str) {
        self.click(&link_beside(words, beside));
    }

    /// Whether there is a row that says `beside` and has a link that says `words`.
    pub fn has_link_beside(&self, words: &str, beside: &str) -> bool {
        let found = self.driver.find_all(By::XPath(link_beside(words, beside)));
        !self.now(found).is_empty()
    }

    /// Follows the first link whose address contains `part`.
    pub fn follow_to(&self, part: &str) {
        self.click(&format!("//a[contains(@href, \"{part}\")]"));
    }

    /// What the first frame of the page says once it says something, with ordinary spaces only.
    pub fn text_of_the_frame(&self) -> String {
        let text = self.patiently("a frame that says something", async || {
            let Some(frame) = self.visible("//iframe").await? else {
                return Ok(None);
            };
            frame.enter_frame().await?;
            let text = async { self.driver.find(By::Tag("body")).await?.text().await }.await;
            self.driver.enter_parent_frame().await?;
            Ok(Some(text?).filter(|text| !text.trim().is_empty()))
        });
        plain(&text)
    }

    /// Whether scripts run in the pages.
    pub fn runs_scripts(&self) -> bool {
        self.open("data:text/html,<title>off</title><script>document.title = 'on'</script>");
        self.title() == "on"
    }

    /// The colour behind the page, as the browser computes it.
    pub fn background(&self) -> String {
        self.patiently("a colour", async || {
            let body = self.driver.find(By::Tag("body")).await?;
            body.css_value("background-color").await.map(Some)
        })
    }

    /// How wide the page is, and how wide the window: what does not fit has to be scrolled to.
    pub fn widths(&self) -> (f64, f64) {
        let (page, window) = self.patiently("a width", async || {
            let page = self.driver.find(By::Tag("html")).await?;
            let widths = (
                page.prop("scrollWidth").await?,
                page.prop("clientWidth").await?,
            );
            Ok(Some(widths))
        });
        let number = |text: Option<String>| text.unwrap().parse().unwrap();
        (number(page), number(window))
    }

    /// The page as the browser prints it: a PDF, on the paper that the page asks for.
    pub fn printed(&self) -> Vec<u8> {
        use base64::Engine as _;
        let tools = self.driver.cdp();
        let wishes = serde_json::json!({ "preferCSSPageSize": true, "printBackground": false });
        let printed = self.now(tools.send_raw("Page.printToPDF", wishes));
        let data = printed["data"].as_str().unwrap();
        base64::engine::general_purpose::STANDARD
            .decode(data)
            .unwrap()
    }

    /// Makes the window as wide as that, and the visitor's system dark or light, from now on.
    pub fn becomes(&self, width: u32, dark: bool) {
        let tools = self.driver.cdp();
        let scheme = if dark { "dark" } else { "light" };
        self.now(tools.send_raw(
            "Emulation.setDeviceMetricsOverride",
            serde_json::json!({
                "width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": false,
            }),
        ));
        self.now(tools.send_raw(
            "Emulation.setEmulatedMedia",
            serde_json::json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ] }),
        ));
    }

    /// What a script that runs in the page returns; a promise is waited for.
    pub fn script(&self, script: &str) -> serde_json::Value {
        self.now(self.driver.execute(script, Vec::new()))
            .json()
            .clone()
    }

    /// Types on the keyboard, wherever the focus is.
    pub fn keys(&self, keys: impl Into<TypingData>) {
        self.now(self.driver.action_chain().send_keys(keys).perform());
    }

    /// Types a key while Ctrl is held.
    pub fn control(&self, key: Key) {
        let chain = self.driver.action_chain();
        self.now(
            chain
                .key_down(Key::Control)
                .send_keys(key)
                .key_up(Key::Control)
                .perform(),
        );
    }

    /// Moves the pointer over the first visible element of an XPath.
    pub fn points_at(&self, path: &str) {
        self.patiently(path, async || {
            let Some(element) = self.visible(path).await? else {
                return Ok(None);
            };
            let chain = self.driver.action_chain();
            chain
                .move_to_element_center(&element)
                .perform()
                .await
                .map(Some)
        });
    }

    /// Keeps what is shown, where `GUICHET_TEST_SCREENSHOTS` is set.
    pub fn picture(&self, what: &str) {
        if std::env::var_os("GUICHET_TEST_SCREENSHOTS").is_some() {
            drop(self.keep(what));
        }
    }

    fn keep(&self, what: &str) -> WebDriverResult<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        fs::create_dir_all(&folder)?;
        let number = self.pictures.fetch_add(1, Ordering::Relaxed);
        let file = folder.join(format!("{}-{number:02}-{what}.png", self.name));
        self.runtime.block_on(self.driver.screenshot(&file))?;
        Ok(file)
    }

    /// Clicks the first element that can be seen of an XPath.
    fn click(&self, path: &str) {
        self.patiently(path, async || match self.visible(path).await? {
            Some(element) => element.click().await.map(Some),
            None => Ok(None),
        });
    }

    async fn labelled(&self, label: &str) -> WebDriverResult<WebElement> {
        // A label may be there for those who do not see it.
        let path = format!("//label[{}]", begins(label));
        let label = self.driver.find(By::XPath(path)).await?;
        let id = label.attr("for").await?.unwrap_or_default();
        self.driver.find(By::Id(id)).await
    }

    /// The first element that can be seen.
    async fn visible(&self, path: &str) -> WebDriverResult<Option<WebElement>> {
        for element in self.driver.find_all(By::XPath(path)).await? {
            if element.is_displayed().await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// Asks until there is an answer. A page that is being replaced, or has not shown everything
    /// yet, is asked again; so nothing depends on how busy the machine is.
    fn patiently<T>(&self, what: &str, ask: impl AsyncFn() -> WebDriverResult<Option<T>>) -> T {
        let begun = Instant::now();
        loop {
            let said = match self.runtime.block_on(ask()) {
                Ok(Some(answer)) => return answer,
                Ok(None) => None,
                Err(error) if is_of_the_moment(&error) => Some(error),
                Err(error) => panic!("the browser: {error}"),
            };
            if begun.elapsed() >= PATIENCE {
                let page = self.driver.find(By::Tag("body"));
                let text = self.runtime.block_on(async { page.await?.text().await });
                panic!(
                    "{what} is not on the page {} ({said:?}):\n{}",
                    self.address(),
                    text.unwrap_or_default()
                );
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn now<T>(&self, asked: impl Future<Output = WebDriverResult<T>>) -> T {
        self.runtime
            .block_on(asked)
            .unwrap_or_else(|error| panic!("the browser: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if thread::panicking() {
            let mut told = format!("**** {} failed", self.name);
            match self.keep("failed") {
                Ok(file) => write!(told, "; it showed {}", file.display()).unwrap(),
                Err(error) => write!(told, "; there is no picture of it: {error}").unwrap(),
            }
            #[expect(clippy::print_stderr, reason = "the harness shows it with a failure")]
            {
                eprintln!("{told}");
            }
        }
        drop(self.runtime.block_on(self.driver.clone().quit()));
    }
}

/// Whether a page that is being replaced, or is still being shown, answers so.
fn is_of_the_moment(error: &WebDriverError) -> bool {
    match error.as_inner() {
        WebDriverErrorInner::NoSuchElement(_)
        | WebDriverErrorInner::NoSuchFrame(_)
        | WebDriverErrorInner::StaleElementReference(_)
        | WebDriverErrorInner::ElementNotInteractable(_)
        | WebDriverErrorInner::ElementClickIntercepted(_) => true,
        // Chromium's inspector says of a page that has just gone what chromedriver does not know.
        WebDriverErrorInner::UnknownError(said) => {
            let said = said.to_string();
            [
                "does not belong to the document",
                "detached",
                "with given id",
            ]
            .iter()
            .any(|gone| said.contains(gone))
        }
        _ => false,
    }
}

/// A condition: an element begins with `words`.
fn begins(words: &str) -> String {
    format!(
        "starts-with(normalize-space(translate(., '\u{a0}\u{202f}', '  ')), {})",
        quoted(words)
    )
}

/// The links that say `words` in rows of a list that say `beside`.
fn link_beside(words: &str, beside: &str) -> String {
    format!(
        "//li[contains(., {})]//a[contains(., {})]",
        quoted(beside),
        quoted(words)
    )
}

fn quoted(words: &str) -> String {
    assert!(!words.contains('"'), "an XPath cannot hold {words}");
    format!("\"{words}\"")
}

/// A text with ordinary spaces only.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
