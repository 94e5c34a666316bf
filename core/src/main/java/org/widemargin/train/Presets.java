package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Names;
import org.widemargin.error.Nearest;
import org.widemargin.margin.MarginSpec;
import org.widemargin.norm.Norm;

/**
 * Configurations that have a name. Each is a YAML resource of one file: what all runs share, what
 * differs by the loss, and what differs by the norm.
 */
public final class Presets {
  /** The names there are. */
  public static final List<String> NAMES =
      List.of(
          "certified-0.1",
          "certified-0.3",
          "clean",
          "noisy-labels",
          "paper",
          "paper-cifar10",
          "released-code",
          "robust",
          "robust-cifar10");

  /**
   * A preset's file.
   *
   * @param description what it is, for people
   * @param common keys of {@link RunConfig} for every run
   * @param losses keys laid over them for a loss, by its name
   * @param norms keys laid over those for a norm, by its name; for the margin loss only
   */
  private record File(
      String description,
      Map<String, Object> common,
      @Nullable Map<String, Map<String, Object>> losses,
      @Nullable Map<String, Map<String, Object>> norms) {}

  private Presets() {}

  /**
   * Reads a preset for a loss, in the preset's own norm.
   *
   * @param name one of {@link #NAMES}
   * @param loss which loss
   * @return keys to lay files and options over, then to {@linkplain RunConfig#resolve resolve}
   * @throws org.widemargin.error.InputException if there is no such preset
   */
  public static ConfigTree read(String name, LossConfig.Kind loss) {
    ConfigTree tree = withoutNorm(name, loss);
    MarginSpec margin = tree.bind(RunConfig.class).loss().margin();
    return withNorm(tree, name, loss, margin.norm());
  }

  /**
   * Reads a preset for a loss and a norm.
   *
   * @param name one of {@link #NAMES}
   * @param loss which loss
   * @param norm of the distances
   * @return keys to lay files and options over, then to {@linkplain RunConfig#resolve resolve}
   * @throws org.widemargin.error.InputException if there is no such preset
   */
  public static ConfigTree read(String name, LossConfig.Kind loss, Norm norm) {
    return withNorm(withoutNorm(name, loss), name, loss, norm);
  }

  /**
   * What a preset is.
   *
   * @param name one of {@link #NAMES}
   * @return a sentence or two
   * @throws org.widemargin.error.InputException if there is no such preset
   */
  public static String description(String name) {
    return file(name).description().strip();
  }

  private static ConfigTree withoutNorm(String name, LossConfig.Kind loss) {
    File file = file(name);
    ConfigTree tree = tree(file.common(), name);
    Map<String, Object> ofLoss = section(file.losses(), Names.ofConstant(loss));
    return tree.overlaid(tree(ofLoss, name), RunConfig.class)
        .overlaid(
            tree(Map.of("loss", Map.of("kind", Names.ofConstant(loss))), name), RunConfig.class);
  }

  private static ConfigTree withNorm(
      ConfigTree tree, String name, LossConfig.Kind loss, Norm norm) {
    Map<String, Object> ofNorm =
        loss == LossConfig.Kind.MARGIN
            ? section(file(name).norms(), norm.toString())
            : Map.<String, Object>of();
    Map<String, Object> chosen = Map.of("loss", Map.of("margin", Map.of("norm", norm.toString())));
    return tree.overlaid(tree(ofNorm, name), RunConfig.class)
        .overlaid(tree(chosen, name), RunConfig.class);
  }

  private static Map<String, Object> section(
      @Nullable Map<String, Map<String, Object>> sections, String key) {
    return sections == null ? Map.of() : sections.getOrDefault(key, Map.of());
  }

  private static ConfigTree tree(Map<String, Object> keys, String preset) {
    return ConfigTree.of(keys, "preset " + preset);
  }

  private static File file(String name) {
    require(NAMES.contains(name), "unknown preset '%s', %s", name, Nearest.hint(name, NAMES));
    return ConfigTree.parseYaml(text(name), "preset " + name).bind(File.class);
  }

  private static String text(String name) {
    try (InputStream stream =
        Objects.requireNonNull(
            Presets.class.getResourceAsStream("presets/" + name + ".yaml"), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the preset " + name + " cannot be read", e);
    }
  }
}
