package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.ExternalWeights;
import org.widemargin.checkpoint.RunName;
import org.widemargin.checkpoint.Zoo;
import org.widemargin.config.ConfigTree;
import org.widemargin.error.InputException;
import org.widemargin.file.Sha256;
import org.widemargin.network.NetworkSpec;

/** The weights that a run starts from, where it does not draw them. */
final class InitialWeights {
  private static final int BUFFER_BYTES = 1 << 16;

  private InitialWeights() {}

  /** Does something with the file of weights. */
  private static <T> T withFile(RunName name, Function<Path, T> reading) {
    return name.network()
        .map(network -> Zoo.unpacked(network, folder -> named(name, file(folder), reading)))
        .orElseGet(() -> reading.apply(file(Path.of(name.text()))));
  }

  /** A mistake is told of the network that was named, not of the file that it was unpacked to. */
  private static <T> T named(RunName name, Path file, Function<Path, T> reading) {
    try {
      return reading.apply(file);
    } catch (InputException e) {
      throw new InputException(
          String.valueOf(e.getMessage()).replace(file.toString(), name.text()), e);
    }
  }

  /** The file of weights: of a run's folder, its result. */
  private static Path file(Path path) {
    if (!Files.isDirectory(path)) {
      return path;
    }
    Path config = path.resolve("config.yaml");
    require(
        Files.isRegularFile(config),
        "initial-weights: expected a .safetensors, .pth or .pt file or the folder of a run, with a"
            + " config.yaml, found none at %s",
        path);
    Path best = path.resolve("checkpoints").resolve("best.safetensors");
    EvaluationConfig evaluation =
        ConfigTree.readYaml(config).group("evaluation").bind(EvaluationConfig.class);
    boolean keepsBest = evaluation.keep() == EvaluationConfig.Keep.BEST;
    return keepsBest && Files.exists(best) ? best : best.resolveSibling("last.safetensors");
  }

  /**
   * The digest of the file of weights.
   *
   * @param name a run or a file of weights
   * @throws InputException if there is none, or it cannot be read
   */
  static String sha256(RunName name) {
    return withFile(name, InitialWeights::sha256);
  }

  private static String sha256(Path file) {
    MessageDigest digest = Sha256.begin();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream stream = Files.newInputStream(file)) {
      int count;
      while ((count = stream.read(buffer)) > 0) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new InputException("initial-weights: cannot read " + file + ": " + e, e);
    }
    return Sha256.finish(digest);
  }

  /**
   * Reads the weights that a network starts from.
   *
   * @param name a run or a file of weights
   * @param expected the file's SHA-256; absent where any file will do
   * @param layers which layers start from it
   * @param spec the network
   * @return elements by parameter's name
   * @throws InputException if the file is not the one that is expected, or a tensor is missing or
   *     has another shape
   */
  static Map<String, float[]> read(
      RunName name, @Nullable String expected, InitialLayers layers, NetworkSpec spec) {
    return withFile(name, file -> read(file, expected, layers, spec));
  }

  private static Map<String, float[]> read(
      Path file, @Nullable String expected, InitialLayers layers, NetworkSpec spec) {
    String found = sha256(file);
    require(
        expected == null || found.equals(expected),
        "initial-weights: %s is not the file that this configuration was made for: expected SHA-256"
            + " %s, found %s",
        file,
        String.valueOf(expected),
        found);
    boolean body = layers == InitialLayers.BODY;
    try {
      // The auxiliary classifier is a head too, of as many classes.
      return ExternalWeights.values(
          spec, file, name -> !body || !(spec.isOfHead(name) || spec.isOfAuxiliary(name)));
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      throw body || !message.contains(spec.head())
          ? e
          : new InputException(message + "; with --initial-layers body that layer starts anew", e);
    }
  }
}
