package org.widemargin.bench;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Residual;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Block;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceMemory;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.train.TrainingPrecision;

/**
 * How time and memory of a step grow with the number of competitors, of layers, of samples, with
 * the network's width, and with the threads. In each of these all steps run by turns.
 *
 * @param network what to train; samples are random
 * @param batchSize of every step but those of the third
 * @param threads the largest number of them, which all steps but those of the last compute with
 * @param seconds how long each of the five is measured
 * @param device what computes
 */
public record Scaling(
    NetworkSpec network, int batchSize, int threads, double seconds, Device device) {
  private static final long SEED = 1;
  private static final int WARM_UPS = 2;
  private static final String CROSS_ENTROPY = "cross-entropy";
  private static final List<Integer> COMPETITORS = List.of(1, 3, 6, 9);
  private static final List<Double> WIDTHS = List.of(0.5, 1.0, 2.0, 4.0);

  /** Checks the ranges. */
  public Scaling {
    require(batchSize >= 4, "scaling: expected a batch-size of at least 4, found %d", batchSize);
    require(threads >= 1, "scaling: expected at least 1 thread, found %d", threads);
    require(seconds >= 0, "scaling: expected seconds of at least 0, found %s", seconds);
  }

  /**
   * One measured step.
   *
   * @param series which kind of step
   * @param x its size
   * @param milliseconds the median
   * @param bytes the most memory it needed beyond what was in use before; NaN where the system
   *     cannot tell
   */
  public record Measured(String series, double x, double milliseconds, double bytes) {}

  /**
   * What grows with one size.
   *
   * @param name of the size, for files
   * @param label of the size, for people
   * @param rounds how often each step ran
   * @param steps the steps, sizes ascending within each series
   */
  public record Curves(String name, String label, int rounds, List<Measured> steps) {
    /** Copies the list. */
    public Curves {
      steps = List.copyOf(steps);
    }
  }

  private record Candidate(String series, double x, Variant variant) {}

  /**
   * Measures all.
   *
   * @return one for each size
   */
  public List<Curves> run() {
    return List.of(competitors(), layers(), batches(), widths(), threadCounts());
  }

  private Curves competitors() {
    try (Steps steps = new Steps(network, batchSize, SEED, device)) {
      List<Candidate> candidates = new ArrayList<>();
      for (int count : COMPETITORS) {
        if (count < network.classes()) {
          candidates.add(crossEntropy(steps, count));
          candidates.add(margin(steps, "margin", count, Steps.paper(count)));
          candidates.add(
              new Candidate("as ports do it", count, steps.portsWay("ports/" + count, count)));
        }
      }
      return measured("competitors", "competitors", candidates);
    }
  }

  private Curves layers() {
    try (Steps steps = new Steps(network, batchSize, SEED, device)) {
      List<Candidate> candidates = new ArrayList<>();
      List<String> layers = network.layerNames();
      for (int count = 1; count <= layers.size(); count++) {
        LayerChoice top = new LayerChoice(layers.subList(layers.size() - count, layers.size()));
        candidates.add(crossEntropy(steps, count));
        for (int competitors : List.of(1, steps.all())) {
          MarginSpec margin = Steps.paper(competitors).with(set(MarginSpec::layers).to(top));
          candidates.add(margin(steps, "margin, top-" + competitors, count, margin));
        }
      }
      return measured("layers", "tapped layers, from the logits down", candidates);
    }
  }

  private Curves batches() {
    List<Steps> all = new ArrayList<>();
    try {
      List<Candidate> candidates = new ArrayList<>();
      for (int size = batchSize / 4; size <= batchSize * 2; size *= 2) {
        Steps steps = new Steps(network, size, SEED, device);
        all.add(steps);
        addUsual(candidates, steps, size);
      }
      return measured("batch", "samples of a step", candidates);
    } finally {
      all.forEach(Steps::close);
    }
  }

  private Curves widths() {
    List<Steps> all = new ArrayList<>();
    try {
      List<Candidate> candidates = new ArrayList<>();
      for (double factor : WIDTHS) {
        Steps steps = new Steps(widened(network, factor), Math.max(1, batchSize / 4), SEED, device);
        all.add(steps);
        addUsual(candidates, steps, factor);
      }
      return measured("width", "factor of channels and features", candidates);
    } finally {
      all.forEach(Steps::close);
    }
  }

  private Curves threadCounts() {
    TreeSet<Integer> counts = new TreeSet<>(List.of(threads));
    for (int count = 1; count < threads; count *= 2) {
      counts.add(count);
    }
    try (Steps steps = new Steps(network, batchSize, SEED, device)) {
      List<Candidate> candidates = new ArrayList<>();
      for (int count : counts) {
        List<Candidate> usual = new ArrayList<>();
        addUsual(usual, steps, count);
        usual.forEach(candidate -> candidates.add(withThreads(candidate, count)));
      }
      return measured("threads", "threads", candidates);
    } finally {
      NativeRuntime.initialise(threads);
    }
  }

  private static Candidate withThreads(Candidate candidate, int count) {
    Runnable step = candidate.variant().run();
    Runnable threaded =
        () -> {
          NativeRuntime.initialise(count);
          step.run();
        };
    return new Candidate(
        candidate.series(), candidate.x(), new Variant(candidate.variant().name(), threaded));
  }

  private static void addUsual(List<Candidate> candidates, Steps steps, double x) {
    candidates.add(crossEntropy(steps, x));
    for (int competitors : List.of(1, steps.all())) {
      candidates.add(margin(steps, "margin, top-" + competitors, x, Steps.paper(competitors)));
    }
  }

  private static Candidate crossEntropy(Steps steps, double x) {
    return new Candidate(
        CROSS_ENTROPY, x, steps.crossEntropy(CROSS_ENTROPY + "/" + x, TrainingPrecision.FLOAT32));
  }

  private static Candidate margin(Steps steps, String series, double x, MarginSpec margin) {
    return new Candidate(series, x, steps.margin(series + "/" + x, margin));
  }

  private Curves measured(String name, String label, List<Candidate> candidates) {
    List<Variant> variants = candidates.stream().map(Candidate::variant).toList();
    for (int i = 0; i < WARM_UPS; i++) {
      variants.forEach(variant -> variant.run().run());
    }
    Map<String, Double> bytes = new LinkedHashMap<>();
    for (Variant variant : variants) {
      OptionalLong peak = DeviceMemory.peakOf(device, variant.run());
      bytes.put(variant.name(), peak.isPresent() ? (double) peak.getAsLong() : Double.NaN);
    }
    Timings timings = Timings.interleaved(variants, seconds, System::nanoTime);
    List<Measured> steps = new ArrayList<>();
    for (Candidate candidate : candidates) {
      String variant = candidate.variant().name();
      steps.add(
          new Measured(
              candidate.series(),
              candidate.x(),
              timings.median(variant),
              Objects.requireNonNull(bytes.get(variant))));
    }
    return new Curves(name, label, timings.rounds(), steps);
  }

  /** The same network with more or fewer channels and features in every layer but the last. */
  static NetworkSpec widened(NetworkSpec network, double factor) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : network.blocks()) {
      boolean last = blocks.size() == network.blocks().size() - 1;
      blocks.add(last ? block : new Block(block.name(), widened(block.layers(), factor)));
    }
    return new NetworkSpec(network.name(), network.input(), blocks);
  }

  private static List<Layer> widened(List<Layer> layers, double factor) {
    List<Layer> wider = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer instanceof Convolution c) {
        requireUngrouped(c.groups());
        wider.add(
            new Convolution(
                scaled(c.channels(), factor),
                c.kernel(),
                c.stride(),
                c.padding(),
                c.bias(),
                c.dilation(),
                c.groups()));
      } else if (layer instanceof GroupNorm norm) {
        requireUngrouped(norm.groups());
        wider.add(norm);
      } else if (layer instanceof Concatenate side) {
        wider.add(
            new Concatenate(
                side.branches().stream().map(branch -> widened(branch, factor)).toList()));
      } else if (layer instanceof Linear linear) {
        wider.add(new Linear(scaled(linear.features(), factor), linear.bias()));
      } else if (layer instanceof Residual pair) {
        wider.add(new Residual(widened(pair.main(), factor), widened(pair.shortcut(), factor)));
      } else {
        wider.add(layer);
      }
    }
    return wider;
  }

  /** Groups divide the channels, which no longer holds of most other widths. */
  private static void requireUngrouped(int groups) {
    require(
        groups == 1,
        "a network with groups of channels cannot be made wider or narrower, found %d groups: time"
            + " it without the curve over widths",
        groups);
  }

  private static int scaled(int count, double factor) {
    return (int) Math.max(1, Math.round(count * factor));
  }
}
