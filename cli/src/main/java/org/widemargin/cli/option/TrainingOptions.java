package org.widemargin.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Key;
import org.widemargin.config.Overrides;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.train.LossConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;

/**
 * Everything that the user says about a run, in layers: preset, file, options, {@code --set}.
 *
 * @param preset its name, if any
 * @param file a YAML file, if any
 * @param options the value of each option that was given
 * @param overrides each {@code key.path=value}
 */
public record TrainingOptions(
    @Nullable String preset,
    @Nullable Path file,
    Map<KeyOption, String> options,
    List<String> overrides) {
  private static final Key NETWORK = KeyOption.key("model.network");
  private static final Key INITIAL_SHA256 = KeyOption.key("model.initial-sha256");
  private static final Key HINGE_WEIGHT = KeyOption.key("loss.hinge.cross-entropy-weight");

  /** The complete configuration of a new run. */
  public RunConfig resolve(int threads, DeviceChoice device) {
    ConfigTree defaults =
        ConfigTree.of(Map.of("threads", threads, "device", device.toString()), "the defaults");
    return layered(defaults);
  }

  /** The configuration of a run that is continued: what is not said again stays as it was. */
  public RunConfig resolveOver(RunConfig begun, Path run) {
    return layered(ConfigTree.of(begun, run + "/config.yaml"));
  }

  private RunConfig layered(ConfigTree lowest) {
    ConfigTree tree = lowest;
    if (preset != null) {
      tree = tree.overlaid(readPreset(preset), RunConfig.class);
    }
    if (file != null) {
      tree = tree.overlaid(ConfigTree.readYaml(file), RunConfig.class);
    }
    for (Map.Entry<KeyOption, String> option : options.entrySet()) {
      tree = set(tree, option.getKey(), option.getValue());
    }
    return RunConfig.resolve(overridden(weighted(tree)));
  }

  private ConfigTree overridden(ConfigTree tree) {
    return Overrides.apply(tree, overrides, RunConfig.class);
  }

  private static ConfigTree set(ConfigTree tree, KeyOption option, String value) {
    if (option.equals(RunOptions.CROSS_ENTROPY_WEIGHT)) {
      return tree;
    }
    // The digest of the configuration below belongs to the weights that are replaced.
    if (option.equals(RunOptions.INITIAL_WEIGHTS)) {
      return option.set(Overrides.clear(tree, INITIAL_SHA256, option.where(value)), value);
    }
    // The network of the configuration below belongs to the name that is replaced.
    return option.equals(RunOptions.MODEL)
        ? option.set(Overrides.clear(tree, NETWORK, option.where(value)), value)
        : option.set(tree, value);
  }

  /** Sets the weight of the cross-entropy, when everything else has said beside which loss. */
  private ConfigTree weighted(ConfigTree tree) {
    KeyOption option = RunOptions.CROSS_ENTROPY_WEIGHT;
    String weight = options.get(option);
    if (weight == null) {
      return tree;
    }
    boolean hinge = overridden(tree).bind(RunConfig.class).loss().kind() == LossConfig.Kind.HINGE;
    return hinge
        ? Overrides.set(tree, HINGE_WEIGHT, weight, option.where(weight))
        : option.set(tree, weight);
  }

  private ConfigTree readPreset(String name) {
    LossConfig.Kind kind = said(RunOptions.LOSS).kind();
    return options.containsKey(RunOptions.NORM)
        ? Presets.read(name, kind, said(RunOptions.NORM).margin().norm())
        : Presets.read(name, kind);
  }

  /** The loss with nothing said but one option, if that. */
  private LossConfig said(KeyOption option) {
    ConfigTree nothing = ConfigTree.of(Map.of(), "the defaults");
    String value = options.get(option);
    ConfigTree tree = value == null ? nothing : option.set(nothing, value);
    return tree.bind(RunConfig.class).loss();
  }
}
