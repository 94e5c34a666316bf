package org.widemargin.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which contents are told apart, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
  private Sha256() {}

  /**
   * The digest of bytes.
   *
   * @param bytes any number of them
   * @return 64 hexadecimal digits
   */
  public static String of(byte[] bytes) {
    return finish(begin(bytes));
  }

  /**
   * Starts a digest of what comes in parts.
   *
   * @param first the first part, which may be empty
   * @return to be fed with {@link MessageDigest#update(byte[])} and given to {@link #finish}
   */
  public static MessageDigest begin(byte... first) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(first);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Ends a digest.
   *
   * @param digest of {@link #begin}; it starts anew
   * @return 64 hexadecimal digits
   */
  public static String finish(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
