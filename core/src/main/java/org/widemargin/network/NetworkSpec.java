package org.widemargin.network;

import static org.widemargin.InputException.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.widemargin.config.Nearest;

/**
 * A network as data: a sequence of named blocks. Forward, summary, checkpoint and export all read
 * this one description.
 *
 * <p>Each tap (the input and the value after each block) cuts the network in two, so a block may
 * hold branches inside but none that reaches over its end. The last block gives the logits.
 *
 * @param name what the network is called
 * @param input what it takes
 * @param blocks at least one; the output of the last is {@code [N, classes]}
 */
public record NetworkSpec(String name, InputSpec input, List<Block> blocks) {
  /** Checks that blocks have unique names and that every layer fits the one before it. */
  public NetworkSpec {
    require(name != null && !name.isBlank(), "expected a network name, found none");
    require(input != null, "network '%s': expected an input section, found none", name);
    require(
        blocks != null && !blocks.isEmpty(),
        "network '%s': expected at least one block, found none",
        name);
    blocks = List.copyOf(blocks);
    Set<String> seen = new HashSet<>();
    for (Block block : blocks) {
      require(
          seen.add(block.name()),
          "network '%s': expected unique block names, found '%s' twice",
          name,
          block.name());
    }
    int[] output = NetworkPlan.of(name, input, blocks).outputShape();
    require(
        output.length == 1 && output[0] >= 2,
        "network '%s': expected the last block to give one logit for each of at least 2 classes,"
            + " found an output of shape %s",
        name,
        java.util.Arrays.toString(output));
  }

  /**
   * The layers with their shapes, parameters and costs.
   *
   * @return the plan
   */
  public NetworkPlan plan() {
    return NetworkPlan.of(name, input, blocks);
  }

  /**
   * The number of classes.
   *
   * @return the width of the last block's output
   */
  public int classes() {
    return plan().outputShape()[0];
  }

  /**
   * The names of all taps, lowest first: {@code input}, then each block.
   *
   * @return as many as there are blocks, and one
   */
  public List<String> taps() {
    List<String> taps = new ArrayList<>();
    taps.add(Activations.INPUT);
    for (Block block : blocks) {
      taps.add(block.name());
    }
    return taps;
  }

  /**
   * Checks that a tap exists.
   *
   * @param tap a name
   * @return the same name
   * @throws org.widemargin.InputException naming the nearest tap, if there is none of this name
   */
  public String requireTap(String tap) {
    require(
        taps().contains(tap),
        "network '%s': unknown layer '%s', %s",
        name,
        tap,
        Nearest.hint(tap, taps()));
    return tap;
  }
}
