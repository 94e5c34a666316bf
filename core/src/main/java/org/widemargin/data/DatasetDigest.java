package org.widemargin.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.widemargin.file.Sha256;

/**
 * The fingerprint of a data set's contents: of shape, class names, and every label and sample in
 * order.
 */
final class DatasetDigest {
  private final MessageDigest digest;

  DatasetDigest(SampleShape shape, List<String> classNames) {
    String header = shape + "|" + String.join("|", classNames) + "\n";
    digest = Sha256.begin(header.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a sample: its stored numbers rather than scaled ones. */
  void add(int label, SampleStore store, int row) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, label));
    store.digest(row, digest);
  }

  /** Ends the fingerprint. */
  String sha256() {
    return Sha256.finish(digest);
  }
}
