package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process in a locale with digits and points of its own. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocaleTest {
  @TempDir private Path folder;

  @Test
  void numbersAreWrittenAlikeInEveryLocale() throws Exception {
    Path data = TinyData.write(folder.resolve("data"));
    String arabic = train(data, "arabic", "ar", "EG", "nu-arab");
    String german = train(data, "german", "de", "DE", "");
    assertThat(arabic).isEqualTo(german).containsPattern("\\d");
    assertThat(arabic.chars()).noneMatch(each -> each >= 0x0660 && each <= 0x0669);
  }

  /** What is printed of a training, but for names and times. */
  private String train(Path data, String name, String language, String country, String extension)
      throws Exception {
    List<String> command = new ArrayList<>(Program.process(List.of()).command());
    command.addAll(
        1,
        List.of(
            "-Duser.language=" + language,
            "-Duser.country=" + country,
            "-Duser.extensions=" + extension));
    command.addAll(TinyData.train(data, folder.resolve(name)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output
        .replace(name, "NAME")
        .replaceAll("[0-9.]+ ?(s|ms|%|steps/s)", "TIME")
        .replaceAll("\\p{Nd}+:\\p{Nd}+", "TIME");
  }
}
