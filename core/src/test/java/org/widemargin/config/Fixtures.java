package org.widemargin.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/** Records as the library's own configurations have them. */
final class Fixtures {
  private Fixtures() {}

  enum Objective {
    CROSS_ENTROPY,
    LARGE_MARGIN
  }

  sealed interface Layer {
    record Convolution(int channels, int kernel, @Nullable Integer padding) implements Layer {
      public Convolution {
        InputException.require(kernel > 0, "kernel must be positive, found %d", kernel);
      }
    }

    record MaxPool(int size) implements Layer {}

    record Relu() implements Layer {}

    sealed interface Branched extends Layer {
      record Residual(List<Layer> inner) implements Branched {}
    }
  }

  sealed interface Schedule {
    record Constant() implements Schedule {}

    @JsonTypeName("cosine-annealing")
    record Cosine(int warmUpSteps) implements Schedule {}
  }

  record Margin(double gamma, @Nullable Double clip, @Nullable Map<String, Double> layerGamma) {
    public Margin {
      clip = clip == null ? Double.valueOf(4) : clip;
      InputException.require(gamma >= 0, "gamma must not be negative, found %s", gamma);
    }
  }

  record Run(
      String name,
      int steps,
      @Nullable Objective objective,
      double learningRate,
      @Nullable Boolean nesterov,
      @Nullable Margin margin,
      @Nullable List<Layer> layers,
      @Nullable Path data) {}

  record Phases(List<Schedule> schedules) {}
}
