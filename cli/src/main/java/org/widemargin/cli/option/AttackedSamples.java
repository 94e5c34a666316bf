package org.widemargin.cli.option;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;
import picocli.CommandLine.Option;

/** The options that say which test samples are attacked, how many at a time, and by which draws. */
public final class AttackedSamples {
  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many test samples; default: all from --offset on.")
  private @Nullable Integer samples;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Skip so many test samples, in file order; default: ${DEFAULT-VALUE}.")
  private int offset;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The seed of all random draws; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Samples at a time, which decides over memory and not over the result; default: what fits"
              + " into about 2 GiB, at most 200.")
  private @Nullable Integer batchSize;

  /** The places of the samples in a test set. */
  public int[] of(Dataset test) {
    return SamplesOption.range(offset, samples, test);
  }

  /** The seed of all random draws. */
  public long seed() {
    return seed;
  }

  /** The batch size asked for, or else the one that fits. */
  public int batchSize(IntSupplier fitting) {
    return batchSize == null ? fitting.getAsInt() : batchSize;
  }
}
