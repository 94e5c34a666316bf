package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.fetch.PublicDatasets;
import org.widemargin.fetch.RemoteFile;
import org.widemargin.file.Sha256;

/**
 * The digests that are pinned for Fashion-MNIST belong to its data, as Debian distributes them:
 * Debian's files are the published ones, without the name and the time in gzip's header (RFC 1952).
 */
class FashionMnistDigestTest {
  private static final int HEADER_BYTES = 10;
  private static final byte NAMED = 8;

  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte, 2017-08-31T10:50:06Z",
    "train-labels-idx1-ubyte, 2017-08-31T10:50:06Z",
    "t10k-images-idx3-ubyte, 2017-08-31T10:50:27Z",
    "t10k-labels-idx1-ubyte, 2017-08-31T10:50:27Z"
  })
  void arePinnedForTheDataThatDebianHas(String name, Instant packed) throws IOException {
    assumeTrue(
        Files.isDirectory(FashionMnist.DEBIAN_FOLDER),
        "Debian's package dataset-fashion-mnist is not installed");
    byte[] debian = Files.readAllBytes(FashionMnist.DEBIAN_FOLDER.resolve(name + ".gz"));
    byte[] published = withHeader(debian, name, packed);
    RemoteFile pinned =
        PublicDatasets.named("fashion-mnist", PublicDatasets.ALL).files().stream()
            .filter(file -> file.name().equals(name + ".gz"))
            .findFirst()
            .orElseThrow();
    assertThat(published).hasSize((int) pinned.bytes());
    assertThat(Sha256.of(published)).isEqualTo(pinned.sha256());
  }

  /** The same compressed data behind a header with a name and another time. */
  private static byte[] withHeader(byte[] gzip, String name, Instant time) {
    byte[] header = Arrays.copyOf(gzip, HEADER_BYTES);
    assertThat(header[3]).as("flags").isZero();
    header[3] = NAMED;
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(4, (int) time.getEpochSecond());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(header);
    whole.writeBytes((name + "\0").getBytes(StandardCharsets.ISO_8859_1));
    whole.write(gzip, HEADER_BYTES, gzip.length - HEADER_BYTES);
    return whole.toByteArray();
  }
}
