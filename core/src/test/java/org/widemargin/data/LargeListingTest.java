package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of as many files as ImageNet is listed by a process of 1 GB of heap. */
class LargeListingTest {
  private static final int CLASSES = 1000;
  private static final int FILES = 1200;

  @TempDir private Path folder;

  private void tree() throws IOException {
    for (int label = 0; label < CLASSES; label++) {
      String synset = String.format(Locale.ROOT, "n%08d", 1_440_764 + 7 * label);
      Path train = Files.createDirectories(folder.resolve("data/train").resolve(synset));
      for (int file = 1; file < FILES; file++) {
        Files.createFile(train.resolve(synset + "_" + 37 * file + ".JPEG"));
      }
      Path val = Files.createDirectories(folder.resolve("data/val").resolve(synset));
      Files.createFile(val.resolve("ILSVRC2012_val_%08d.JPEG".formatted(label)));
      Files.setLastModifiedTime(train, FileTime.fromMillis(1_577_836_800_000L));
      Files.setLastModifiedTime(val, FileTime.fromMillis(1_577_836_800_000L));
    }
  }

  /** Files, seconds of listing, seconds of the digest, bytes of heap, the digest. */
  private String[] list() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                LargeListing.class.getName(),
                folder.resolve("data").toString(),
                folder.resolve("cache").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return line.strip().split(" ", -1);
  }

  @Test
  @Tag("slow")
  void isListedInAGigabyte() throws IOException, InterruptedException {
    tree();
    String digest = "";
    for (String how : new String[] {"anew", "from the kept listing"}) {
      String[] told = list();
      assertThat(told[0]).isEqualTo(String.valueOf(CLASSES * FILES));
      assertThat(digest).as(how).isIn("", told[4]);
      digest = told[4];
      System.out.printf(
          Locale.ROOT,
          "%s files listed %s: %s s, digest %s s, %d MB of heap stay%n",
          told[0],
          how,
          told[1],
          told[2],
          Long.parseLong(told[3]) >> 20);
    }
  }
}
