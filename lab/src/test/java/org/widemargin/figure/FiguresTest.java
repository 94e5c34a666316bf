package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class FiguresTest {
  static Stream<Figure> figures() {
    return Examples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("figures")
  void svgIsAccessibleAndScales(Figure figure) throws Exception {
    Document svg = Xml.parse(Figures.svg(figure));
    Element root = svg.getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getAttribute("aria-label")).contains(figure.title(), figure.description());
    assertThat(root.getAttribute("viewBox"))
        .isEqualTo("0 0 " + root.getAttribute("width") + " " + root.getAttribute("height"));
    assertThat(Xml.texts(svg, "title")).containsExactly(figure.title());
    assertThat(Xml.texts(svg, "desc")).containsExactly(figure.description());
  }

  @ParameterizedTest
  @MethodSource("figures")
  void svgNeedsNothingFromElsewhereAndHasNoIdentifiers(Figure figure) throws Exception {
    Document svg = Xml.parse(Figures.svg(figure));
    for (Element element : Xml.elements(svg, "*")) {
      assertThat(element.hasAttribute("id")).isFalse();
      assertThat(element.getAttribute("href")).matches("|data:image/png;base64,.*");
    }
  }

  @ParameterizedTest
  @MethodSource("figures")
  void allTextLiesOnTheSheet(Figure figure) throws Exception {
    Document svg = Xml.parse(Figures.svg(figure));
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    for (Element text : Xml.elements(svg, "text")) {
      TextStyle style =
          new TextStyle(
              Double.parseDouble(text.getAttribute("font-size")), text.hasAttribute("font-weight"));
      double extent = style.width(text.getTextContent());
      double x = Double.parseDouble(text.getAttribute("x"));
      double left =
          switch (text.getAttribute("text-anchor")) {
            case "middle" -> x - extent / 2;
            case "end" -> x - extent;
            default -> x;
          };
      assertThat(left).as(text.getTextContent()).isGreaterThanOrEqualTo(0);
      assertThat(left + extent).as(text.getTextContent()).isLessThanOrEqualTo(width);
      assertThat(Double.parseDouble(text.getAttribute("y"))).isBetween(style.size() * 0.7, height);
      assertThat(style.size()).isGreaterThanOrEqualTo(15);
    }
  }

  @ParameterizedTest
  @MethodSource("figures")
  void pngIsTwiceTheSheet(Figure figure) throws Exception {
    Element root = Xml.parse(Figures.svg(figure)).getDocumentElement();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Figures.png(figure)));
    assertThat(image.getWidth()).isEqualTo(2 * Integer.parseInt(root.getAttribute("width")));
    assertThat(image.getHeight()).isEqualTo(2 * Integer.parseInt(root.getAttribute("height")));
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
  }

  @ParameterizedTest
  @MethodSource("figures")
  void sameFigureGivesTheSameBytesInAnyLocale(Figure figure) {
    String svg = Figures.svg(figure);
    byte[] png = Figures.png(figure);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Figures.svg(figure)).isEqualTo(svg);
      assertThat(Figures.png(figure)).isEqualTo(png);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void seriesDifferInMoreThanColour() throws Exception {
    Document svg = Xml.parse(Figures.svg(Examples.lines()));
    List<String> dashes =
        Xml.elements(svg, "polyline").stream()
            .filter(line -> line.getAttribute("stroke-width").equals("2.2"))
            .map(line -> line.getAttribute("class") + " " + line.getAttribute("stroke-dasharray"))
            .distinct()
            .toList();
    assertThat(dashes)
        .containsExactly("stroke-series-1 ", "stroke-series-2 9 4", "stroke-series-3 2 3.5");
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(outline(i)).isNotEqualTo(outline(j));
      }
    }
  }

  /** A marker without its colour. */
  private static String outline(int series) {
    Mark mark = Symbols.of(SeriesStyle.numbered(series), new Point(0, 0));
    Drawing drawing = new Drawing(1, 1, "", "", List.of(mark));
    return SvgWriter.write(drawing)
        .replaceAll("series-\\d", "")
        .replaceAll("fill=\"#(?!ffffff)\\w+\"|stroke=\"#\\w+\"", "");
  }

  @Test
  void namesAreWrittenAsTheyAre() throws Exception {
    Document svg = Xml.parse(Figures.svg(Examples.lines()));
    assertThat(Xml.texts(svg, "text")).contains(Examples.AWKWARD, "published", "beside it", "0.3");
  }

  @Test
  void whatIsStatedElsewhereCoversNoCurve() throws Exception {
    Document svg = Xml.parse(Figures.svg(Examples.lines()));
    Element window = Xml.elements(svg, "svg").get(1);
    double bottom =
        Double.parseDouble(window.getAttribute("y"))
            + Double.parseDouble(window.getAttribute("height"));
    Xml.elements(svg, "text").stream()
        .filter(text -> List.of("published", "beside it").contains(text.getTextContent()))
        .forEach(
            text -> assertThat(Double.parseDouble(text.getAttribute("y"))).isGreaterThan(bottom));
    String written = Figures.svg(Examples.lines());
    String star = "<polygon points=";
    assertThat(written.indexOf(star, written.indexOf(star) + 1))
        .as("behind the curves")
        .isLessThan(written.indexOf("<svg x="));
  }

  @Test
  void gapBreaksACurve() throws Exception {
    Document svg = Xml.parse(Figures.svg(Examples.lines()));
    long parts =
        Xml.elements(svg, "polyline").stream()
            .filter(line -> line.getAttribute("class").equals("stroke-series-2"))
            .filter(line -> line.getAttribute("stroke-dasharray").equals("9 4"))
            .count();
    assertThat(parts).as("two parts, and the legend").isEqualTo(3);
  }

  @Test
  void picturesAreEmbeddedPixelByPixel() throws Exception {
    Document svg = Xml.parse(Figures.svg(Examples.images()));
    List<Element> pictures = Xml.elements(svg, "image");
    assertThat(pictures).hasSize(3);
    String data = pictures.get(1).getAttribute("href").substring("data:image/png;base64,".length());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    assertThat(image.getWidth()).isEqualTo(4);
    assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(0xff0000);
    assertThat(image.getRGB(0, 0) & 0xffffff).isZero();
  }

  @Test
  void verdictsHaveASymbolAndAColour() throws Exception {
    Document svg = Xml.parse(Figures.svg(Examples.images()));
    List<String> classes =
        Xml.elements(svg, "polyline").stream().map(line -> line.getAttribute("class")).toList();
    assertThat(classes).containsExactly("stroke-right", "stroke-wrong", "stroke-wrong");
    assertThat(Xml.texts(svg, "desc").get(0)).contains("7 <WRONG (wrong)").contains("7 <RIGHT,");
  }

  @Test
  void regionsAreColouredByTheSignOfTheScore() throws Exception {
    Document svg = Xml.parse(Figures.svg(Examples.boundary()));
    String href = Xml.elements(svg, "image").get(0).getAttribute("href");
    byte[] png = Base64.getDecoder().decode(href.substring(href.indexOf(',') + 1));
    BufferedImage regions = ImageIO.read(new ByteArrayInputStream(png));
    int inside = regions.getRGB(regions.getWidth() / 2, regions.getHeight() / 2);
    int outside = regions.getRGB(3, 3);
    assertThat(inside & 0xffffff).isEqualTo(0xfdeee2);
    assertThat(outside & 0xffffff).isEqualTo(0xb4d3e9);
    assertThat(Xml.texts(svg, "text")).contains("test accuracy 97.5 %");
  }

  @Test
  void writesTheFilesAndTheirNumbers(@TempDir Path folder) throws IOException {
    Figures.write(Examples.lines(), folder, "accuracy");
    Figures.write(Examples.images(), folder, "digits");
    assertThat(folder.resolve("accuracy.svg")).hasContent(Figures.svg(Examples.lines()));
    assertThat(folder.resolve("accuracy.png")).hasBinaryContent(Figures.png(Examples.lines()));
    assertThat(Files.readString(folder.resolve("accuracy.csv"), StandardCharsets.UTF_8))
        .isEqualTo(FigureCsv.of(Examples.lines()));
    assertThat(folder.resolve("digits.csv")).doesNotExist();
  }
}
