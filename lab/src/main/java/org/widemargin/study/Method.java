package org.widemargin.study;

import static org.widemargin.error.InputException.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.ConfigTree;
import org.widemargin.norm.Norm;
import org.widemargin.train.LossConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;

/**
 * A way to train: a preset for a loss and a norm, and what differs from it.
 *
 * @param preset one of {@link Presets#NAMES}; {@code paper} if left out
 * @param loss what is minimised
 * @param norm of the distances; the preset's own if left out
 * @param config keys of a run's configuration that are laid over the preset's and the study's
 * @param space the hyper-parameters to search through: values by the path of a key, such as {@code
 *     loss.margin.gamma}
 */
public record Method(
    String preset,
    LossConfig.Kind loss,
    @Nullable Norm norm,
    Map<String, Object> config,
    Map<String, List<Object>> space) {
  /** Copies the maps and checks that no hyper-parameter is without values. */
  public Method {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    Map<String, List<Object>> values = new LinkedHashMap<>();
    space.forEach((key, list) -> values.put(key, List.copyOf(list)));
    values.forEach(
        (key, list) ->
            require(!list.isEmpty(), "space: expected at least one value of %s, found none", key));
    space = Collections.unmodifiableMap(values);
  }

  static Method defaults() {
    return new Method(
        /* preset= */ "paper",
        /* loss= */ LossConfig.Kind.MARGIN,
        /* norm= */ null,
        /* config= */ Map.of(),
        /* space= */ Map.of());
  }

  /** The configuration before a condition's data, hyper-parameters and a seed. */
  RunConfig base(String name, Map<String, Object> training, Map<String, Object> condition) {
    ConfigTree tree = norm == null ? Presets.read(preset, loss) : Presets.read(preset, loss, norm);
    // One thread unless it says otherwise: results do not depend on the machine's processors.
    ConfigTree all =
        tree.overlaid(ConfigTree.of(Map.of("threads", 1), "study"), RunConfig.class)
            .overlaid(ConfigTree.of(training, "training"), RunConfig.class)
            .overlaid(ConfigTree.of(config, "method " + name), RunConfig.class)
            .overlaid(ConfigTree.of(condition, "training of a condition"), RunConfig.class);
    return RunConfig.resolve(all);
  }
}
