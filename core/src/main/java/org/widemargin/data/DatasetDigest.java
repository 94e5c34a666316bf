package org.widemargin.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.widemargin.Sha256;

/** The fingerprint of a data set's contents. */
final class DatasetDigest {
  private DatasetDigest() {}

  /** Digests shape, class names, and every label and sample in order. */
  static String sha256(Dataset dataset) {
    String header = dataset.sampleShape() + "|" + String.join("|", dataset.classNames()) + "\n";
    MessageDigest digest = Sha256.begin(header.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < dataset.size(); i++) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, dataset.label(i)));
      dataset.digestSample(i, digest);
    }
    return Sha256.finish(digest);
  }
}
