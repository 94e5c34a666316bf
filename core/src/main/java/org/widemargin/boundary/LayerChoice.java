package org.widemargin.boundary;

import static org.widemargin.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.widemargin.Nearest;

/**
 * The layers that get a margin.
 *
 * @param names layer names, or {@code all} alone for every layer: the input, the hidden layers and
 *     the logits
 */
public record LayerChoice(List<String> names) {
  /** Every layer. */
  public static final LayerChoice ALL = new LayerChoice(List.of("all"));

  /** Checks that there are names and no name twice. */
  public LayerChoice {
    names = List.copyOf(names);
    require(!names.isEmpty(), "expected layers: all, input or names of layers, found none");
    require(
        new HashSet<>(names).size() == names.size(), "expected each layer once, found %s", names);
    require(
        names.size() == 1 || !names.contains("all"),
        "expected 'all' or a list of layers, found both: %s",
        names);
  }

  /**
   * Reads {@code all}, {@code input} or {@code conv1,fc1}.
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
   * @param available the network's layers, lowest first
   * @return the chosen ones
   * @throws org.widemargin.InputException naming a layer that the network does not have
   */
  public List<String> among(List<String> available) {
    if (equals(ALL)) {
      return available;
    }
    for (String name : names) {
      require(
          available.contains(name), "unknown layer '%s', %s", name, Nearest.hint(name, available));
    }
    return available.stream().filter(names::contains).toList();
  }

  /** As it is read: names separated by commas. */
  @JsonValue
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
