package org.widemargin.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** The first two messages of the examples that NIST publishes with FIPS 180-4. */
  @Test
  void agreesWithTheStandardsExamples() {
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    String two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    assertThat(Sha256.of(two.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assertThat(Sha256.of(new byte[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void partsGiveWhatTheWholeGives() {
    MessageDigest digest = Sha256.begin((byte) 'a');
    digest.update(new byte[] {'b', 'c'});
    assertThat(Sha256.finish(digest)).isEqualTo(Sha256.of(new byte[] {'a', 'b', 'c'}));
  }
}
