package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;
import org.widemargin.error.OutputException;

/**
 * Trained networks on the class path, each a run with a model card, such as module mnist's {@code
 * mnist-clean} and {@code mnist-robust}. A library that brings some lists them, a name a line, in a
 * resource {@value #LIST}.
 */
public final class Zoo {
  private static final String ROOT = "org/widemargin/zoo/";
  private static final String LIST = ROOT + "list.txt";
  private static final String CARD = "README.md";
  private static final String CONFIG = "config.yaml";
  private static final String WEIGHTS = "checkpoints/last.safetensors";

  private Zoo() {}

  /**
   * The networks there are.
   *
   * @return their names without prefix, in alphabetic order
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      for (URL list : Collections.list(loader().getResources(LIST))) {
        try (InputStream stream = list.openStream()) {
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(names::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the list of networks cannot be read: " + LIST, e);
    }
    return names.stream().sorted().distinct().toList();
  }

  /**
   * A network's model card: how it was trained, what was measured, what it is not for.
   *
   * @param name one of {@link #names}
   * @return Markdown
   * @throws InputException if there is no such network
   */
  public static String card(String name) {
    return new String(file(name, CARD), StandardCharsets.UTF_8);
  }

  /**
   * Unpacks a network's run for as long as it is being read.
   *
   * @param name one of {@link #names}
   * @param reading is given the folder of the run
   * @param <T> of what it gives
   * @return what the reading gives
   * @throws InputException if there is no such network
   */
  public static <T> T unpacked(String name, Function<Path, T> reading) {
    byte[] config = file(name, CONFIG);
    byte[] weights = file(name, WEIGHTS);
    try {
      Path folder = Files.createTempDirectory("widemargin-zoo");
      Path checkpoint = folder.resolve(WEIGHTS);
      try {
        Files.write(folder.resolve(CONFIG), config);
        Files.createDirectory(checkpoint.getParent());
        Files.write(checkpoint, weights);
        return reading.apply(folder);
      } finally {
        Files.deleteIfExists(checkpoint);
        Files.deleteIfExists(checkpoint.getParent());
        Files.deleteIfExists(folder.resolve(CONFIG));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new OutputException(
          "the network " + RunName.ZOO + name + " cannot be unpacked into a temporary folder", e);
    }
  }

  private static byte[] file(String name, String file) {
    List<String> names = names();
    require(
        names.contains(name),
        "unknown network '%s%s', %s",
        RunName.ZOO,
        name,
        names.isEmpty()
            ? "found none on the class path; widemargin-mnist brings one"
            : Nearest.hint(name, names));
    try (InputStream stream = loader().getResourceAsStream(ROOT + name + "/" + file)) {
      require(
          stream != null, "expected %s of the network '%s%s', found none", file, RunName.ZOO, name);
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "%s of %s%s cannot be read", file, RunName.ZOO, name), e);
    }
  }

  private static ClassLoader loader() {
    return Zoo.class.getClassLoader();
  }
}
