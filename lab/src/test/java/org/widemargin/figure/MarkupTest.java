package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void escapesWhatMarkupMeans() {
    assertThat(Markup.escape("<a href=\"x\">Tom & 'Ann'</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Ann&#39;&lt;/a&gt;");
  }

  @Test
  void everyCharacterSurvivesOrIsReplaced() throws Exception {
    for (int codePoint = 0; codePoint < 0x11000; codePoint += codePoint < 0x300 ? 1 : 97) {
      String text = Character.toString(codePoint);
      String back =
          Xml.parse("<a b=\"" + Markup.escape(text) + "\"/>")
              .getDocumentElement()
              .getAttribute("b");
      if (!Character.isWhitespace(codePoint)) {
        assertThat(back).as("U+%04X", codePoint).isIn(text, "\ufffd");
      }
      if (codePoint >= 0x20 && codePoint < 0xd800) {
        assertThat(back).as("U+%04X", codePoint).isEqualTo(text);
      }
    }
  }

  @Test
  void writesShortNumbers() {
    assertThat(Markup.number(1.0)).isEqualTo("1");
    assertThat(Markup.number(-0.001)).isEqualTo("0");
    assertThat(Markup.number(12.3456)).isEqualTo("12.35");
    assertThat(Markup.number(1e7)).isEqualTo("10000000");
  }
}
