package org.widemargin.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** What a name of somebody else's can do to a terminal: nothing. */
class StyleTest {
  private static final String HOSTILE = "a@|red x|@\u001b[2J\u001b]0;title\u0007\r\u009b1m\u202eb";
  private static final String SHOWN =
      "a@|red x|@\\u001b[2J\\u001b]0;title\\u0007\\u000d\\u009b1m\\u202eb";

  @Test
  void onlyMarkedPartsHaveCodes() {
    String text = Style.BOLD.of("head\tline") + "\n" + HOSTILE + "\r\n" + Style.GREEN.of("well");
    assertThat(Style.render(text, Ansi.ON))
        .isEqualTo("\u001b[1mhead\tline\u001b[0m\n" + SHOWN + "\r\n\u001b[32mwell\u001b[0m");
    assertThat(Style.render(text, Ansi.OFF)).isEqualTo("head\tline\n" + SHOWN + "\r\nwell");
  }

  @Test
  void charactersOutsideTheFirstPlaneStayWhole() {
    String name = "Käse \uD83E\uDDC0 日本 \u05e2\u05d1";
    assertThat(Style.render(name, Ansi.ON)).isEqualTo(name);
  }

  @Test
  void everyWayToTheConsoleIsTheSame() {
    assertThat(printed(console -> console.print(HOSTILE))).isEqualToIgnoringNewLines(SHOWN);
    assertThat(printed(console -> console.printPlain(HOSTILE))).isEqualTo(SHOWN);
    assertThat(printed(console -> console.notePlain(HOSTILE))).isEqualToIgnoringNewLines(SHOWN);
    assertThat(printed(console -> console.warn(HOSTILE)))
        .isEqualToIgnoringNewLines("warning: " + SHOWN);
    assertThat(printed(console -> console.error(HOSTILE)))
        .isEqualToIgnoringNewLines("widemargin: " + SHOWN);
  }

  private static String printed(Consumer<Console> printing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    printing.accept(Console.of(stream, stream));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
