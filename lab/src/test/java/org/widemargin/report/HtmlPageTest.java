package org.widemargin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.widemargin.figure.Examples;
import org.widemargin.figure.Figure;
import org.widemargin.figure.Xml;

class HtmlPageTest {
  private static final String EVIL = "</p><script>alert('\"&')</script>";

  private static HtmlPage page() {
    Table table =
        new Table(
            "Accuracy " + EVIL,
            "network",
            List.of(
                new Table.Column("clean", Table.Best.HIGHEST),
                new Table.Column("note " + EVIL, Table.Best.NONE)),
            List.of(
                Table.Row.of("cross-entropy", Table.Cell.percent(0.992), Table.Cell.text(EVIL)),
                Table.Row.of("margin", Table.Cell.percent(0.994), Table.Cell.text("ok"))));
    return HtmlPage.titled("Title " + EVIL)
        .paragraph("Introduction " + EVIL)
        .section("Result " + EVIL)
        .paragraph("Paragraph " + EVIL)
        .note("Note " + EVIL)
        .table(table)
        .section("Figures")
        .subheading("Below " + EVIL)
        .items("item " + EVIL)
        .listing("listing " + EVIL)
        .foldedListing("summary " + EVIL, "folded " + EVIL)
        .figures("Caption " + EVIL, Examples.all().toArray(Figure[]::new))
        .build("Footer " + EVIL);
  }

  private static Document parsed() throws Exception {
    return Xml.parse(HtmlWriter.write(page()));
  }

  @Test
  void showsAllTextAsItIs() throws Exception {
    Document page = parsed();
    assertThat(Xml.elements(page, "script")).isEmpty();
    assertThat(Xml.texts(page, "h1")).containsExactly("Title " + EVIL);
    assertThat(Xml.texts(page, "h2")).containsExactly("Result " + EVIL, "Figures");
    assertThat(Xml.texts(page, "h3")).containsExactly("Below " + EVIL);
    assertThat(Xml.texts(page, "p"))
        .containsExactly(
            "Introduction " + EVIL, "Paragraph " + EVIL, "Note " + EVIL, "Footer " + EVIL);
    assertThat(Xml.texts(page, "li")).contains("item " + EVIL);
    assertThat(Xml.texts(page, "pre")).containsExactly("listing " + EVIL, "folded " + EVIL);
    assertThat(Xml.texts(page, "summary")).containsExactly("summary " + EVIL);
    assertThat(Xml.texts(page, "figcaption")).containsExactly("Caption " + EVIL);
    assertThat(Xml.texts(page, "caption")).containsExactly("Accuracy " + EVIL);
    assertThat(Xml.texts(page, "td")).contains(EVIL);
  }

  @Test
  void needsNoNetworkAndNoScript() throws Exception {
    Document page = parsed();
    for (String name : List.of("script", "link", "iframe", "object", "base")) {
      assertThat(Xml.elements(page, name)).as(name).isEmpty();
    }
    for (Element element : Xml.elements(page, "*")) {
      assertThat(element.hasAttribute("src")).isFalse();
      assertThat(element.getAttribute("href")).matches("|#section-\\d+|data:image/png;base64,.+");
    }
    assertThat(Xml.texts(page, "style").get(0)).doesNotContain("url(").doesNotContain("@import");
  }

  @Test
  void isAccessible() throws Exception {
    Document page = parsed();
    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    for (Element svg : Xml.elements(page, "svg")) {
      boolean nested = ((Element) svg.getParentNode()).getTagName().equals("svg");
      assertThat(nested || svg.getAttribute("aria-label").length() > 20).isTrue();
    }
    assertThat(Xml.elements(page, "th"))
        .hasSize(3 + 2)
        .allMatch(heading -> heading.getAttribute("scope").matches("col|row"));
    int level = 0;
    for (Element element : Xml.elements(page, "*")) {
      if (element.getTagName().matches("h[1-6]")) {
        int next = element.getTagName().charAt(1) - '0';
        assertThat(next).as("no level is skipped").isLessThanOrEqualTo(level + 1);
        level = next;
      }
    }
  }

  @Test
  void identifiersAreUniqueAndLinked() throws Exception {
    Document page = parsed();
    Set<String> identifiers = new HashSet<>();
    for (Element element : Xml.elements(page, "*")) {
      if (element.hasAttribute("id")) {
        assertThat(identifiers.add(element.getAttribute("id"))).isTrue();
      }
    }
    assertThat(Xml.elements(page, "a"))
        .hasSize(2)
        .allMatch(link -> identifiers.contains(link.getAttribute("href").substring(1)));
  }

  @Test
  void printsTheBestBold() throws Exception {
    assertThat(Xml.texts(parsed(), "strong")).containsExactly("99.4");
  }

  @Test
  void fitsAPhoneAndADarkScreen() throws Exception {
    Document page = parsed();
    assertThat(Xml.elements(page, "meta"))
        .anyMatch(
            meta ->
                meta.getAttribute("name").equals("viewport")
                    && meta.getAttribute("content").contains("width=device-width"));
    assertThat(Xml.texts(page, "style").get(0)).contains("prefers-color-scheme:dark");
  }

  @Test
  void samePageGivesTheSameText() {
    assertThat(HtmlWriter.write(page()))
        .isEqualTo(HtmlWriter.write(page()))
        .startsWith("<!DOCTYPE html>\n");
    assertThat(page()).isEqualTo(page());
  }

  @Test
  void aBlockNeedsASection() {
    assertThatIllegalStateException()
        .isThrownBy(() -> HtmlPage.titled("t").note("n"))
        .withMessage("begin a section before adding to it");
  }
}
