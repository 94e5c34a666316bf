package org.widemargin.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.widemargin.torch.Device;

class LibraryVersionTest {
  /** The tests run on classes that no archive holds. */
  @Test
  void itIsKnownWithoutAnArchive() {
    assertThat(LibraryVersion.current()).matches("\\d+\\.\\d+\\S*");
    assertThat(Provenance.Session.here(0, Device.CPU).version())
        .isEqualTo(LibraryVersion.current());
  }
}
