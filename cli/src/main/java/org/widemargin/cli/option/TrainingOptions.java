package org.widemargin.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.widemargin.InputException;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Overrides;
import org.widemargin.norm.Norm;
import org.widemargin.train.LossConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;

/**
 * Everything that the user says about a run, in layers: preset, file, options, {@code --set}.
 *
 * @param preset its name, if any
 * @param file a YAML file, if any
 * @param overrides each {@code key.path=value}
 * @param options sets the values of all other options
 * @param loss the loss that the options name, if they do
 * @param norm the norm that the options name, if they do
 */
public record TrainingOptions(
    @Nullable String preset,
    @Nullable Path file,
    List<String> overrides,
    Consumer<ConfigBuilder> options,
    Optional<LossConfig.Kind> loss,
    Optional<Norm> norm) {

  /** The complete configuration of a new run. */
  public RunConfig resolve(int threads) {
    ConfigTree defaults = ConfigTree.of(Map.of("threads", threads), "the defaults");
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
    ConfigBuilder builder = new ConfigBuilder(tree.bind(RunConfig.class));
    options.accept(builder);
    try {
      return RunConfig.resolve(Overrides.apply(builder.over(tree), overrides, RunConfig.class));
    } catch (InputException e) {
      throw ConfigBuilder.atCommandLine(e);
    }
  }

  private ConfigTree readPreset(String name) {
    LossConfig.Kind kind = loss.orElse(LossConfig.Kind.MARGIN);
    return norm.isPresent() ? Presets.read(name, kind, norm.get()) : Presets.read(name, kind);
  }
}
