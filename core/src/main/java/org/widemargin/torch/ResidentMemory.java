package org.widemargin.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** The memory of this process that is in use by the system's account. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /** What resets the high-water mark, see proc(5). */
  private static final String PEAK = "5";

  private ResidentMemory() {}

  /**
   * How much memory a piece of work needs at most, beyond what was in use before. What earlier work
   * left unused is given back to the system first.
   *
   * @param work the work
   * @return bytes; empty where the system does not keep a high-water mark that can be reset, which
   *     only Linux does
   */
  public static OptionalLong peakOf(Runnable work) {
    if (!Files.isReadable(STATUS) || !Files.isWritable(RESET)) {
      work.run();
      return OptionalLong.empty();
    }
    Pointer.trimMemory();
    try {
      Files.writeString(RESET, PEAK, StandardCharsets.US_ASCII);
      long before = highWaterMark();
      work.run();
      return OptionalLong.of(highWaterMark() - before);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STATUS + " or write " + RESET, e);
    }
  }

  private static long highWaterMark() throws IOException {
    try (Stream<String> lines = Files.lines(STATUS)) {
      String line = lines.filter(each -> each.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }
  }
}
