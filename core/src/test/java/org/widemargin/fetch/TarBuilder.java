package org.widemargin.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes gzipped tar archives, also such as no honest program would. */
final class TarBuilder {
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  TarBuilder file(String path, byte[] content) {
    return entry(path, '0', content.length, content);
  }

  TarBuilder entry(String path, char type, long size, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, path);
    put(header, 100, "0000644");
    put(header, 124, String.format("%011o", size));
    header[156] = (byte) type;
    put(header, 257, "ustar");
    put(header, 263, "00");
    put(header, 148, "        ");
    int sum = 0;
    for (byte octet : header) {
      sum += octet & 0xff;
    }
    put(header, 148, String.format("%06o", sum));
    header[154] = 0;
    header[155] = ' ';
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  /** With the two empty blocks that end an archive. */
  byte[] packed() throws IOException {
    tar.writeBytes(new byte[1024]);
    return gzipped(tar.toByteArray());
  }

  static byte[] gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
      stream.write(bytes);
    }
    return packed.toByteArray();
  }

  Path writeTo(Path file) throws IOException {
    return Files.write(file, packed());
  }
}
