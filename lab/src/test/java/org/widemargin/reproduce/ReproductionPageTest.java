package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.HtmlWriter;
import org.widemargin.report.Table;

/** The page in a real browser. */
class ReproductionPageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");
  private static final int PHONE = 390;

  @TempDir private static Path folder;
  private static Path page = Path.of("");
  private static final List<ChromeDriver> BROWSERS = new ArrayList<>();

  @BeforeAll
  static void draw() throws IOException {
    page = new ReproductionWriter(StudyFolder.read(MadeUp.folder(folder))).drawAll();
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "needs Debian's packages chromium and chromium-driver, which are not installed");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    BROWSERS.add(new ChromeDriver(service, options));
  }

  @AfterAll
  static void quit() {
    BROWSERS.forEach(ChromeDriver::quit);
  }

  private static ChromeDriver browser() {
    return BROWSERS.get(0);
  }

  @BeforeEach
  void open() {
    width(1200);
    browser().get(page.toUri().toString());
  }

  private static void width(int pixels) {
    browser()
        .executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of(
                "width", pixels, "height", 844, "deviceScaleFactor", 1, "mobile", pixels == PHONE));
  }

  @Test
  void theConsoleIsSilentAndNothingIsRequested() {
    assertThat(browser().manage().logs().get(LogType.BROWSER)).isEmpty();
    List<String> requested = new ArrayList<>();
    for (LogEntry entry : browser().manage().logs().get(LogType.PERFORMANCE)) {
      if (entry.getMessage().contains("Network.requestWillBeSent")) {
        Matcher url = URL.matcher(entry.getMessage());
        while (url.find()) {
          requested.add(url.group(1));
        }
      }
    }
    assertThat(requested)
        .as("the log is on")
        .isNotEmpty()
        .allSatisfy(url -> assertThat(url).matches("(file:.*/index\\.html.*|data:.*|)"));
  }

  @Test
  void everyFigureIsVisible() {
    List<WebElement> figures = browser().findElements(By.cssSelector(".drawing > svg"));
    assertThat(figures).hasSizeGreaterThanOrEqualTo(18);
    for (int pixels : new int[] {1200, PHONE}) {
      width(pixels);
      for (WebElement figure : figures) {
        assertThat(figure.isDisplayed()).isTrue();
        assertThat(figure.getSize().getWidth()).isBetween(200, pixels);
        assertThat(figure.getSize().getHeight()).isGreaterThan(100);
      }
    }
  }

  @Test
  void everyFigureOfThePaperIsThere() {
    String text = Objects.requireNonNull(browser().findElement(By.tagName("main")).getText());
    for (String number : List.of("1(b)", "2", "12", "3", "13", "7")) {
      assertThat(text).contains("Figure " + number + ":");
    }
    List<String> files = new ArrayList<>();
    for (String name :
        List.of(
            "toy-boundary-figure-1b",
            "noisy-labels-figure-2",
            "limited-data-figure-3",
            "white-box-fgsm-figure-4",
            "white-box-ifgsm-figure-5",
            "black-box-fgsm-figure-6",
            "gaussian-noise-figure-7",
            "noisy-labels-figure-12",
            "noisy-labels-leads",
            "noisy-labels-to-the-end-accuracy",
            "limited-data-leads",
            "limited-data-figure-13",
            "black-box-ifgsm-figure-14",
            "attackers-figure-15",
            "attackers-figure-16",
            "distance-evolution-figure-17",
            "distance-evolution-figure-18",
            "distance-evolution-figure-19",
            "autoattack-robust")) {
      Stream.of(".svg", ".png").forEach(ending -> files.add(name + ending));
    }
    assertThat(files)
        .allSatisfy(file -> assertThat(folder.resolve("figures").resolve(file)).exists());
  }

  @Test
  void theClaimsCanBeSortedBothWays() {
    WebElement table = browser().findElement(By.cssSelector("table.sortable"));
    List<String> before = column(table, 4);
    assertThat(before).doesNotContain("").isNotEqualTo(before.stream().sorted().toList());
    WebElement button = table.findElements(By.cssSelector("thead button")).get(4);
    button.click();
    assertThat(column(table, 4)).isEqualTo(before.stream().sorted().toList());
    assertThat(heading(table, 4)).isEqualTo("ascending");
    button.click();
    assertThat(column(table, 4))
        .isEqualTo(before.stream().sorted(java.util.Comparator.reverseOrder()).toList());
    assertThat(heading(table, 4)).isEqualTo("descending");
    assertThat(heading(table, 0)).isEqualTo("none");
  }

  @Test
  void numbersInWordsAreSortedBySize() {
    Table table =
        new Table(
            "Samples",
            "sample",
            List.of(new Table.Column("from", Table.Best.NONE)),
            List.of(
                Table.Row.of("sample 10", Table.Cell.text("rows.csv:2")),
                Table.Row.of("sample 9", Table.Cell.text("rows.csv:12")),
                Table.Row.of("sample 100", Table.Cell.text("\u2013"))));
    String html =
        HtmlWriter.write(HtmlPage.titled("Words").section("All").sortableTable(table).build(""));
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    browser()
        .get("data:text/html;charset=utf-8;base64," + Base64.getEncoder().encodeToString(bytes));
    WebElement shown = browser().findElement(By.cssSelector("table.sortable"));
    List<WebElement> buttons = shown.findElements(By.cssSelector("thead button"));
    buttons.get(0).click();
    assertThat(column(shown, 0)).containsExactly("sample 9", "sample 10", "sample 100");
    buttons.get(1).click();
    assertThat(column(shown, 1)).containsExactly("\u2013", "rows.csv:2", "rows.csv:12");
  }

  private static String heading(WebElement table, int column) {
    return Objects.requireNonNull(
        table.findElements(By.cssSelector("thead th")).get(column).getDomAttribute("aria-sort"));
  }

  private static List<String> column(WebElement table, int column) {
    return table.findElements(By.cssSelector("tbody tr")).stream()
        .map(row -> row.findElements(By.cssSelector("th,td")).get(column).getText())
        .toList();
  }

  @Test
  void onAPhoneNothingIsWiderThanTheScreen() {
    width(PHONE);
    Object widths =
        browser()
            .executeScript(
                "return [document.documentElement.scrollWidth, window.innerWidth].join();");
    assertThat(widths).isEqualTo(PHONE + "," + PHONE);
    WebElement sorter = browser().findElements(By.cssSelector(".sortable thead button")).get(4);
    assertThat(sorter.isDisplayed()).isTrue();
    assertThat(sorter.getLocation().getX() + sorter.getSize().getWidth()).isLessThan(PHONE);
  }

  @Test
  void theSameLinesGiveTheSamePage() throws IOException {
    String first = Files.readString(page);
    assertThat(new ReproductionWriter(StudyFolder.read(folder)).drawAll()).hasContent(first);
  }
}
