package org.widemargin.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The fingerprint's definition, written out: header text, then label (4 bytes) and sample in turn.
 */
final class DatasetDigestByHand {
  private DatasetDigestByHand() {}

  static String sha256(String header, String contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(header.getBytes(StandardCharsets.UTF_8));
      digest.update(HexFormat.of().parseHex(contents.replace(" ", "")));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
