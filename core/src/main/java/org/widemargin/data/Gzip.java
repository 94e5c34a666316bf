package org.widemargin.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Streams that may be gzipped. */
final class Gzip {
  private static final int BUFFER = 1 << 16;

  private Gzip() {}

  /** Returns the unpacked stream if the first two bytes are gzip's, else the bytes as they are. */
  static InputStream unpackIfPacked(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream, BUFFER);
    buffered.mark(2);
    boolean packed = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return packed ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }
}
