package org.widemargin.train;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.List;
import org.widemargin.config.Change;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.OmitDefault;
import org.widemargin.config.Overrides;
import org.widemargin.config.Yaml;
import org.widemargin.torch.DeviceChoice;

/**
 * Everything that decides a training run. Running it again with the same versions repeats the run.
 *
 * @param data what it learns from
 * @param model which network
 * @param loss what it minimises
 * @param optimization how
 * @param evaluation how it is watched
 * @param seed which all random draws belong to
 * @param threads how many threads compute; the last digits of every sum depend on it
 * @param device where: auto (the first CUDA device where one is usable, else the processor), cpu,
 *     cuda, cuda:N or mps; the last digits depend on it too
 */
public record RunConfig(
    DataConfig data,
    ModelConfig model,
    LossConfig loss,
    OptimizationConfig optimization,
    EvaluationConfig evaluation,
    long seed,
    int threads,
    @OmitDefault DeviceChoice device) {
  /** Checks the number of threads. */
  public RunConfig {
    require(threads > 0, "expected threads of at least 1, found %d", threads);
  }

  /**
   * The defaults: MNIST, by mnist-cnn, with the margin loss, on all processors.
   *
   * @return the configuration
   */
  public static RunConfig defaults() {
    return new RunConfig(
        DataConfig.defaults(),
        ModelConfig.defaults(null),
        LossConfig.defaults(),
        OptimizationConfig.defaults(),
        EvaluationConfig.defaults(),
        /* seed= */ 1,
        /* threads= */ Runtime.getRuntime().availableProcessors(),
        /* device= */ DeviceChoice.AUTO);
  }

  /**
   * Makes a configuration complete: what is left out has its default, a model's spec file is read
   * into it, paths are absolute.
   *
   * @param tree presets, files and options laid over each other
   * @return the configuration
   * @throws org.widemargin.error.InputException for an unknown key or a value out of range
   */
  public static RunConfig resolve(ConfigTree tree) {
    return tree.bind(RunConfig.class).resolved();
  }

  /**
   * Reads a configuration that is complete, such as a run's {@code config.yaml}, or not.
   *
   * @param file YAML
   * @return the configuration
   * @throws org.widemargin.error.InputException for an unknown key or a value out of range
   */
  public static RunConfig read(Path file) {
    return resolve(ConfigTree.readYaml(file));
  }

  /**
   * The same with some values set.
   *
   * @param overrides each {@code key.path=value}, as in {@code loss.margin.gamma=0.4}
   * @return the changed configuration
   * @throws org.widemargin.error.InputException for an unknown key or a value out of range
   */
  public RunConfig with(String... overrides) {
    ConfigTree tree = ConfigTree.of(this, "configuration");
    return resolve(Overrides.apply(tree, List.of(overrides), RunConfig.class));
  }

  /**
   * The same on another device: not another run, but the same one elsewhere.
   *
   * @param choice where
   * @return the changed configuration
   */
  public RunConfig on(DeviceChoice choice) {
    return Change.apply(this, set(RunConfig::device).to(choice));
  }

  /**
   * What decides the result, to name it by: the same without what changes no bit of it, and with
   * the usual number of validation samples and the usual network where none is said, as
   * configurations were written before it could be left to the data.
   *
   * @return the changed configuration
   */
  public RunConfig deciding() {
    return Change.apply(
        this, set(RunConfig::data).to(data.deciding()), set(RunConfig::model).to(model.deciding()));
  }

  /**
   * As it is read.
   *
   * @return YAML, complete
   */
  public String toYaml() {
    return Yaml.write(this);
  }

  private RunConfig resolved() {
    return Change.apply(
        this, set(RunConfig::data).to(data.resolved()), set(RunConfig::model).to(model.resolved()));
  }
}
