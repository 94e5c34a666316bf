package org.widemargin.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the system tells about the processor.
 *
 * @param vendor as the processor calls it, such as {@code AuthenticAMD}; empty if it is not told
 * @param flags what it can do, by the names that Linux uses; empty if it is not told
 */
public record Processor(String vendor, Set<String> flags) {
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");
  private static final Processor HERE = read();

  /** Copies the set. */
  public Processor {
    flags = Set.copyOf(flags);
  }

  /**
   * The one of this machine.
   *
   * @return what the system tells; only Linux does
   */
  public static Processor here() {
    return HERE;
  }

  private static Processor read() {
    if (!Files.isReadable(DESCRIPTION)) {
      return new Processor("", Set.of());
    }
    try {
      return parse(Files.readAllLines(DESCRIPTION));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DESCRIPTION, e);
    }
  }

  /** Reads Linux's description; the first of several processors stands for all. */
  static Processor parse(List<String> description) {
    return new Processor(
        value(description, "vendor_id"),
        new HashSet<>(List.of(value(description, "flags").split("\\s+"))));
  }

  private static String value(List<String> description, String key) {
    return description.stream()
        .filter(line -> line.contains(":"))
        .map(line -> line.split(":", 2))
        .filter(pair -> pair[0].strip().equals(key))
        .map(pair -> pair[1].strip())
        .findFirst()
        .orElse("");
  }

  /**
   * Tells whether it multiplies bfloat16 numbers by itself. Without such instructions they are
   * widened first, and much slower than float32.
   *
   * @return whether it has AVX512_BF16 or AMX
   */
  public boolean hasBfloat16Instructions() {
    return flags.contains("avx512_bf16") || hasTiles();
  }

  /**
   * Tells whether products of bfloat16 numbers are faster than those of float32 numbers. Where
   * Intel's processors have tiles (AMX; those with AVX512_FP16 do), their vector instructions for
   * bfloat16 are no faster than those for float32, which is what is left where a virtual machine
   * hides the tiles: there training takes 1.45 times as long in bfloat16 (docs/speed.md).
   *
   * @return whether it has tiles, or vector instructions on a processor without any
   */
  public boolean isFasterInBfloat16() {
    boolean tilesAreHidden =
        vendor.equals("GenuineIntel") && flags.contains("avx512_fp16") && !hasTiles();
    return hasBfloat16Instructions() && !tilesAreHidden;
  }

  private boolean hasTiles() {
    return flags.contains("amx_bf16");
  }
}
