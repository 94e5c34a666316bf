package org.widemargin.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window. */
public final class Chromium implements AutoCloseable {
  /** The width of a phone. */
  public static final int PHONE = 390;

  /** The width of a desk's screen. */
  public static final int DESK = 1280;

  private static final int HEIGHT = 844;
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; where there is none, the test is skipped and says so. */
  public static Chromium start() {
    assumeTrue(
        Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
        "needs Debian's packages chromium and chromium-driver, which are not installed");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  /** Opens a page at a width. */
  public void open(String url, int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width == PHONE));
    driver.get(url);
  }

  /** The browser itself. */
  public ChromeDriver driver() {
    return driver;
  }

  /** An element of the page. */
  public WebElement element(String identifier) {
    return driver.findElement(By.id(identifier));
  }

  /** The text of an element. */
  public String text(String identifier) {
    return Objects.requireNonNull(element(identifier).getText());
  }

  /** Waits until an element is seen. */
  public void awaitSight(String identifier) {
    await("found.offsetParent !== null", identifier, "");
  }

  /** Waits until an element's text contains another. */
  public void awaitText(String identifier, String text) {
    await("found.textContent.includes(text)", identifier, text);
  }

  /** The page itself looks whether it is so. */
  private void await(String condition, String identifier, String text) {
    driver.manage().timeouts().scriptTimeout(LONGEST_WAIT);
    driver.executeAsyncScript(
        """
        const [name, text, done] = arguments;
        const look = () => {
          const found = document.getElementById(name);
          if (found && %s) { done(); } else { setTimeout(look, 20); }
        };
        look();
        """
            .formatted(condition),
        identifier,
        text);
  }

  /** Whether one must scroll sideways. */
  public boolean isWiderThanTheScreen() {
    return Boolean.TRUE.equals(
        driver.executeScript("return document.documentElement.scrollWidth > window.innerWidth;"));
  }

  /** What the browser complained of since it was asked the last time. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** What the browser asked for since it was asked the last time. */
  public List<String> requested() {
    List<String> requested = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      if (entry.getMessage().contains("Network.requestWillBeSent")) {
        Matcher url = URL.matcher(entry.getMessage());
        while (url.find()) {
          requested.add(url.group(1));
        }
      }
    }
    return requested;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
