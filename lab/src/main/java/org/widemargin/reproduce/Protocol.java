package org.widemargin.reproduce;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.ConfigTree;
import org.widemargin.error.Nearest;
import org.widemargin.study.Study;

/**
 * The paper's experiments on MNIST, CIFAR-10 and ImageNet as studies. What all of a data set share
 * is in {@code protocol.yaml} or {@code cifar-protocol.yaml}, what one differs in is in a file of
 * its name; each file has keys for every budget, and some for one.
 */
public final class Protocol {
  /** The studies, those that train before those that share their networks. */
  public static final List<String> NAMES =
      List.of(
          "noisy-labels",
          "noisy-labels-to-the-end",
          "limited-data",
          "white-box-fgsm",
          "white-box-ifgsm",
          "black-box-fgsm",
          "black-box-ifgsm",
          "attackers",
          "gaussian-noise",
          "autoattack",
          "training-precision",
          "distance-evolution",
          "toy-boundary",
          "cost",
          "cifar-noisy-labels",
          "cifar-limited-data",
          "cifar-adversarial",
          "cifar-distance",
          "cifar-inception",
          "imagenet-adversarial");

  private static final String COMMON = "protocol";

  /**
   * A file.
   *
   * @param common the file with what the study shares with others; {@code protocol} if absent
   * @param budgets that have the study; absent for all
   * @param study keys for every budget
   * @param smoke keys laid over them
   * @param quick keys laid over them
   * @param standard keys laid over them
   * @param paper keys laid over them
   */
  private record File(
      @Nullable String common,
      @Nullable List<Budget> budgets,
      Map<String, Object> study,
      @Nullable Map<String, Object> smoke,
      @Nullable Map<String, Object> quick,
      @Nullable Map<String, Object> standard,
      @Nullable Map<String, Object> paper) {
    boolean isFor(Budget budget) {
      return budgets == null || budgets.contains(budget);
    }

    Map<String, Object> of(Budget budget) {
      Map<String, Object> keys =
          switch (budget) {
            case SMOKE -> smoke;
            case QUICK -> quick;
            case STANDARD -> standard;
            case PAPER -> paper;
          };
      return keys == null ? Map.of() : keys;
    }
  }

  private Protocol() {}

  /**
   * The studies of a budget.
   *
   * @param budget how much to spend
   * @return their names, those that train before those that share their networks
   */
  public static List<String> names(Budget budget) {
    return NAMES.stream().filter(name -> file(name).isFor(budget)).toList();
  }

  private static List<Budget> budgets(String name) {
    return Arrays.stream(Budget.values()).filter(file(name)::isFor).toList();
  }

  /**
   * Makes a study.
   *
   * @param name one of {@link #NAMES}
   * @param budget how much to spend
   * @return the study, complete
   * @throws org.widemargin.error.InputException if there is no such study, or not with this budget
   */
  public static Study study(String name, Budget budget) {
    require(NAMES.contains(name), "unknown study '%s', %s", name, Nearest.hint(name, NAMES));
    File own = file(name);
    String shared = Objects.requireNonNullElse(own.common(), COMMON);
    File common = file(shared);
    require(
        own.isFor(budget),
        "the study %s has no budget %s, expected one of %s",
        name,
        budget.word(),
        budgets(name).stream().map(Budget::word).collect(Collectors.joining(", ")));
    return tree(common.study(), shared)
        .overlaid(tree(common.of(budget), shared), Study.class)
        .overlaid(tree(own.study(), name), Study.class)
        .overlaid(tree(own.of(budget), name), Study.class)
        .bind(Study.class);
  }

  private static ConfigTree tree(Map<String, Object> keys, String name) {
    return ConfigTree.of(keys, "study " + name);
  }

  private static File file(String name) {
    try (InputStream stream =
        Objects.requireNonNull(
            Protocol.class.getResourceAsStream("studies/" + name + ".yaml"), name)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return ConfigTree.parseYaml(text, "study " + name).bind(File.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the study " + name + " cannot be read", e);
    }
  }
}
