package org.widemargin.file;

import static org.widemargin.error.InputException.require;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A line of a file that grows by lines of JSON, with a checksum of what it says: {@code
 * {...,"crc32":"1c291ca3"}}, the CRC-32 of the object's bytes in UTF-8 without that key. A disk or
 * an editor that changes a digit is found out, where JSON alone would read another number.
 */
public final class SealedLine {
  private static final Pattern SEAL = Pattern.compile(",\"crc32\":\"([0-9a-f]{8})\"\\}$");

  private SealedLine() {}

  /**
   * Adds the checksum.
   *
   * @param json an object with at least one key, on one line
   * @return the line, without a line break
   */
  public static String seal(String json) {
    String open = json.substring(0, json.length() - 1);
    return open + ",\"crc32\":\"" + checksum(json) + "\"}";
  }

  /**
   * Checks the checksum and takes it off.
   *
   * @param line as it stands in the file; one without a checksum, as earlier versions wrote them,
   *     is taken as it is
   * @param where for messages, such as the file and the line's number
   * @return the object as it was sealed
   * @throws org.widemargin.error.InputException if the line says something else than when it was
   *     written
   */
  public static String open(String line, String where) {
    Matcher seal = SEAL.matcher(line);
    if (!seal.find()) {
      return line;
    }
    String json = line.substring(0, seal.start()) + "}";
    String found = checksum(json);
    require(
        found.equals(seal.group(1)),
        "%s: expected a line with the checksum %s that it was written with, found %s: it was"
            + " damaged or changed; delete the line to have it made again",
        where,
        seal.group(1),
        found);
    return json;
  }

  private static String checksum(String json) {
    CRC32 sum = new CRC32();
    sum.update(json.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
