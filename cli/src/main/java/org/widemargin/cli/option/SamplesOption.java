package org.widemargin.cli.option;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import picocli.CommandLine.Option;

/** The option to use only the first samples of the test set. */
public final class SamplesOption {
  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Use the first N test samples; default: all.")
  private @Nullable Integer samples;

  /** Which samples of a test set are meant. */
  public int[] of(Dataset test) {
    return first(samples == null ? test.size() : samples, test);
  }

  /** The first samples of a test set: those asked for, else as many as usual or as there are. */
  public static int[] firstOr(@Nullable Integer asked, int usual, Dataset test) {
    return first(asked == null ? Math.min(usual, test.size()) : asked, test);
  }

  /** The first samples of a test set. */
  public static int[] first(int count, Dataset test) {
    InputException.require(
        count >= 1 && count <= test.size(),
        "expected --samples from 1 to %d (the test set of %s), found %d",
        test.size(),
        test.name(),
        count);
    return IntStream.range(0, count).toArray();
  }

  /** The samples of a test set from a first one on; all the rest if no number is given. */
  static int[] range(int offset, @Nullable Integer count, Dataset test) {
    InputException.require(
        offset >= 0 && offset < test.size(),
        "expected --offset from 0 to %d (the test set of %s), found %d",
        test.size() - 1,
        test.name(),
        offset);
    int left = test.size() - offset;
    int number = count == null ? left : count;
    InputException.require(
        number >= 1 && number <= left,
        "expected --samples from 1 to %d (the test set of %s from sample %d on), found %d",
        left,
        test.name(),
        offset,
        number);
    return IntStream.range(offset, offset + number).toArray();
  }
}
