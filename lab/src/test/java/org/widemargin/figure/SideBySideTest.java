package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SideBySideTest {
  @Test
  void figuresStandFromLeftToRight() throws Exception {
    double left = width(Examples.boundary());
    SideBySideFigure both =
        new SideBySideFigure("both", List.of(Examples.boundary(), Examples.lines()));
    assertThat(width(both)).isEqualTo(left + width(Examples.lines()));
    List<Double> alone = labelPlaces(Examples.lines());
    List<Double> beside =
        labelPlaces(both).stream().filter(x -> x >= left).map(x -> rounded(x - left)).toList();
    assertThat(beside).containsExactlyElementsOf(alone);
  }

  private static double width(Figure figure) throws Exception {
    Element root = Xml.parse(Figures.svg(figure)).getDocumentElement();
    return Double.parseDouble(root.getAttribute("width"));
  }

  private static List<Double> labelPlaces(Figure figure) throws Exception {
    return Xml.elements(Xml.parse(Figures.svg(figure)), "text").stream()
        .map(text -> Double.parseDouble(text.getAttribute("x")))
        .toList();
  }

  private static double rounded(double place) {
    return Math.rint(place * 100) / 100;
  }

  @Test
  void describesEachFigure() {
    SideBySideFigure both =
        new SideBySideFigure("both", List.of(Examples.boundary(), Examples.lines()));
    assertThat(both.description())
        .contains(Examples.boundary().title(), Examples.lines().description());
    assertThatThrownBy(() -> new SideBySideFigure("none", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
  }
}
