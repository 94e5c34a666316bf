package org.widemargin.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint of a data set's contents, and the SHA-256 of bytes. */
final class DatasetDigest {
  private DatasetDigest() {}

  /** Digests shape, class names, and every label and sample in order. */
  static String sha256(Dataset dataset) {
    MessageDigest digest = newSha256();
    String header = dataset.sampleShape() + "|" + String.join("|", dataset.classNames()) + "\n";
    digest.update(header.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < dataset.size(); i++) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, dataset.label(i)));
      dataset.digestSample(i, digest);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
