package org.widemargin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class ColourTest {
  @Test
  void isReadAsItIsWritten() {
    assertThat(Colour.parse("white")).isEqualTo(new Colour(255, 255, 255));
    assertThat(Colour.parse(" Black ")).isEqualTo(new Colour(0, 0, 0));
    assertThat(Colour.parse("#fF8000")).isEqualTo(new Colour(255, 128, 0));
    assertThat(Colour.parse("0a141e")).isEqualTo(new Colour(10, 20, 30));
    for (String text : new String[] {"white", "black", "#0a141e"}) {
      assertThat(Colour.parse(text)).hasToString(text);
    }
    assertThat(Colour.parse("#ffffff")).hasToString("white");
  }

  /** The second is what YAML makes of six zeros, the last of a number sign without quotes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "#fff", "#ff80000", "ff80zz", "rebeccapurple", "##ff8000", "null"})
  void anythingElseIsNamed(String text) {
    assertThatThrownBy(() -> Colour.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "expected a colour such as white, black or '#ff8000' (in quotes), found '"
                + text
                + "'");
  }

  @Test
  void channelsAreBytes() {
    assertThatThrownBy(() -> new Colour(0, 256, 0))
        .isInstanceOf(InputException.class)
        .hasMessage("expected channels from 0 to 255, found 0, 256, 0");
    assertThatThrownBy(() -> new Colour(0, 0, -1)).isInstanceOf(InputException.class);
  }
}
