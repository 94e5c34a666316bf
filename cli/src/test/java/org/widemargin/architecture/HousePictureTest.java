package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the picture in the documents against the code. */
class HousePictureTest {
  private static final Path PICTURE = Path.of("../docs/images/architecture.svg");

  @Test
  void theDocumentsShowTheHouseAsItIs() throws IOException {
    String now = HousePicture.svg(Floors.of(House.ROOMS, House.ORDER));
    Path fresh = Files.writeString(Path.of("target/architecture.svg"), now);
    assertThat(PICTURE)
        .as("the packages' uses have changed: cp cli/%s docs/images/", fresh)
        .hasContent(now);
  }
}
