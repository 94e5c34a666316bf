package org.widemargin.boundary;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.error.Nearest;
import org.widemargin.network.Units;

/**
 * The layers that get a margin.
 *
 * @param names layer names; or alone {@code all} for the input, every block and the logits; or
 *     alone {@code spread:N} for N of all layers, units inside blocks included, from the input to
 *     the logits, evenly spaced (paper, section 4.3, with N = 5)
 */
public record LayerChoice(List<String> names) {
  /** Every layer, but none inside a block. */
  public static final LayerChoice ALL = new LayerChoice(List.of("all"));

  /** The input alone. */
  public static final LayerChoice INPUT = new LayerChoice(List.of("input"));

  private static final String SPREAD = "spread:";

  /** Checks that there are names and no name twice. */
  public LayerChoice {
    names = List.copyOf(names);
    require(
        !names.isEmpty(), "expected layers: all, input, spread:N or names of layers, found none");
    require(
        new HashSet<>(names).size() == names.size(), "expected each layer once, found %s", names);
    boolean alone = names.size() == 1;
    require(
        alone || !names.contains("all"),
        "expected 'all' or a list of layers, found both: %s",
        names);
    for (String name : names) {
      require(
          !name.startsWith(SPREAD) || (alone && name.matches(SPREAD + "([2-9]|[1-9][0-9]{1,3})")),
          "expected spread:N alone, with N of at least 2, as in spread:5, found %s",
          names);
    }
  }

  /**
   * Reads {@code all}, {@code input}, {@code conv1,fc1} or {@code spread:5}.
   *
   * @param text names separated by commas
   * @return the choice
   */
  @JsonCreator
  public static LayerChoice parse(String text) {
    return new LayerChoice(Arrays.stream(text.split(",")).map(String::strip).toList());
  }

  /**
   * The chosen layers of a network, lowest first.
   *
   * @param available all of the network's layers, units inside blocks included, lowest first
   * @return the chosen ones
   * @throws org.widemargin.error.InputException naming a layer that the network does not have, or
   *     if it has fewer than are to be spread
   */
  public List<String> among(List<String> available) {
    if (equals(ALL)) {
      return available.stream().filter(name -> !Units.isInside(name, available)).toList();
    }
    if (names.get(0).startsWith(SPREAD)) {
      return spread(Integer.parseInt(names.get(0).substring(SPREAD.length())), available);
    }
    for (String name : names) {
      require(
          available.contains(name), "unknown layer '%s', %s", name, Nearest.hint(name, available));
    }
    return available.stream().filter(names::contains).toList();
  }

  /** Layer i of the N has the number i (M - 1) / (N - 1) of all M, from 0, rounded half up. */
  private static List<String> spread(int count, List<String> available) {
    int steps = count - 1;
    int last = available.size() - 1;
    require(
        steps <= last,
        "%s%d: expected at most the %d layers there are (%s)",
        SPREAD,
        count,
        available.size(),
        String.join(", ", available));
    return IntStream.range(0, count)
        .mapToObj(i -> available.get((2 * i * last + steps) / (2 * steps)))
        .toList();
  }

  /** As it is read: names separated by commas. */
  @JsonValue
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
