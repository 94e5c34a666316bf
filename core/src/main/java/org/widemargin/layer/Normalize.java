package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import java.util.List;

/**
 * Fixed normalisation of each channel: {@code (x - mean) / std}. Inside the network, so that
 * margins and attacks stay in pixels.
 *
 * @param mean one value for each channel
 * @param std one positive value for each channel
 */
public record Normalize(List<Double> mean, List<Double> std) implements Layer {
  /** Checks the values. */
  public Normalize {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    require(
        mean.size() == std.size() && !mean.isEmpty(),
        "normalize: expected as many means as standard deviations, found %d and %d",
        mean.size(),
        std.size());
    for (double deviation : std) {
      require(deviation > 0, "normalize: expected std above 0, found %s", deviation);
    }
  }

  @Override
  public String kind() {
    return "normalize";
  }
}
