package org.widemargin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;

class SealedLineTest {
  private static final String JSON = "{\"accuracy\":0.9125,\"name\":\"größer\"}";

  @Test
  void aLineIsOpenedAsItWasSealed() {
    String line = SealedLine.seal(JSON);
    assertThat(line).startsWith("{\"accuracy\":0.9125,").matches(".*,\"crc32\":\"[0-9a-f]{8}\"}");
    assertThat(SealedLine.open(line, "here")).isEqualTo(JSON);
  }

  @Test
  void theChecksumIsTheKnownOne() {
    // By Python's zlib.crc32.
    assertThat(SealedLine.seal("{\"a\":1}")).isEqualTo("{\"a\":1,\"crc32\":\"561bacaf\"}");
  }

  @Test
  void everyByteThatChangesIsFoundOut() {
    byte[] line = SealedLine.seal(JSON).getBytes(StandardCharsets.UTF_8);
    int sealed = JSON.getBytes(StandardCharsets.UTF_8).length - 1;
    for (int i = 0; i < sealed; i++) {
      byte[] changed = line.clone();
      changed[i] ^= 1;
      String damaged = new String(changed, StandardCharsets.UTF_8);
      assertThatThrownBy(() -> SealedLine.open(damaged, "metrics.jsonl line 3"))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("metrics.jsonl line 3: expected a line with the checksum ");
    }
  }

  @Test
  void linesOfEarlierVersionsHaveNoChecksum() {
    assertThat(SealedLine.open(JSON, "here")).isEqualTo(JSON);
    assertThat(SealedLine.open("", "here")).isEmpty();
  }
}
