package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.Nearest;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Standardize;

/**
 * A network as data: a sequence of named blocks. Forward, summary, checkpoint and export all read
 * this one description.
 *
 * <p>Each layer (the input, the value after each block, and after each residual unit in it) cuts
 * the network in two, so a block may hold branches inside but none that reaches over its end. The
 * last block gives the logits.
 *
 * @param name what the network is called
 * @param input what it takes
 * @param blocks at least one; the output of the last is {@code [N, classes]}
 * @param externalNames what another framework calls the parameters: from a layer's path, such as
 *     {@code conv1.convolution}, or one parameter's full name, to the name in its weights file;
 *     null where all names are ours
 * @param auxiliary a second classifier that helps in training; null for none
 */
public record NetworkSpec(
    String name,
    InputSpec input,
    List<Block> blocks,
    @Nullable Map<String, String> externalNames,
    @Nullable Auxiliary auxiliary) {
  /**
   * Checks that blocks have unique names, that every layer fits the one before it, and that each
   * external name belongs to a layer.
   */
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
    NetworkPlan plan = NetworkPlan.of(name, input, blocks, auxiliary);
    int[] output = plan.outputShape();
    require(
        output.length == 1 && output[0] >= 2,
        "network '%s': expected the last block to give one logit for each of at least 2 classes,"
            + " found an output of shape %s",
        name,
        Arrays.toString(output));
    if (externalNames != null) {
      externalNames = Collections.unmodifiableMap(new LinkedHashMap<>(externalNames));
      requireKnown(name, externalNames, plan);
    }
  }

  /**
   * A network whose parameters have our names everywhere.
   *
   * @param name what the network is called
   * @param input what it takes
   * @param blocks at least one; the output of the last is {@code [N, classes]}
   */
  public NetworkSpec(String name, InputSpec input, List<Block> blocks) {
    this(name, input, blocks, null, null);
  }

  /**
   * A network without an auxiliary classifier.
   *
   * @param name what the network is called
   * @param input what it takes
   * @param blocks at least one; the output of the last is {@code [N, classes]}
   * @param externalNames what another framework calls the parameters
   */
  public NetworkSpec(
      String name,
      InputSpec input,
      List<Block> blocks,
      @Nullable Map<String, String> externalNames) {
    this(name, input, blocks, externalNames, null);
  }

  /**
   * The same network with {@link Standardize} before its first layer. The input, and with it
   * margins and attacks there, stay as they are; parameters keep their names.
   *
   * @return the network, with the layer at the start of its first block
   */
  public NetworkSpec standardized() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Standardize());
    layers.addAll(blocks.get(0).layers());
    List<Block> changed = new ArrayList<>(blocks);
    changed.set(0, new Block(blocks.get(0).name(), layers));
    return new NetworkSpec(name, input, changed, externalNames, auxiliary);
  }

  /**
   * What a parameter is called in a weights file of another framework.
   *
   * @param parameter our name, such as {@code conv1.convolution.weight}
   * @return the table's name for it, or its layer's with the last part kept, or the same name
   */
  public String externalName(String parameter) {
    return externalNames == null ? parameter : externalName(externalNames, parameter);
  }

  private static String externalName(Map<String, String> table, String parameter) {
    String layer = parameter.substring(0, parameter.lastIndexOf('.'));
    String prefix = table.get(layer);
    String byLayer = prefix == null ? parameter : prefix + parameter.substring(layer.length());
    return table.getOrDefault(parameter, byLayer);
  }

  private static void requireKnown(String name, Map<String, String> table, NetworkPlan plan) {
    Set<String> known = new LinkedHashSet<>();
    for (ParameterSpec parameter : plan.parameters()) {
      known.add(parameter.name().substring(0, parameter.name().lastIndexOf('.')));
    }
    Set<String> layers = Set.copyOf(known);
    plan.parameters().forEach(parameter -> known.add(parameter.name()));
    for (String key : table.keySet()) {
      require(
          known.contains(key),
          "network '%s', external-names: '%s' is no layer with parameters, %s",
          name,
          key,
          Nearest.hint(key, layers));
    }
    Map<String, String> taken = new LinkedHashMap<>();
    for (ParameterSpec parameter : plan.parameters()) {
      String external = externalName(table, parameter.name());
      String other = taken.put(external, parameter.name());
      require(
          other == null,
          "network '%s', external-names: expected a name of its own for each parameter, found '%s'"
              + " for %s and %s",
          name,
          external,
          String.valueOf(other),
          parameter.name());
    }
  }

  /**
   * The layers with their shapes, parameters and costs.
   *
   * @return the plan
   */
  public NetworkPlan plan() {
    return NetworkPlan.of(name, input, blocks, auxiliary);
  }

  /**
   * The head: the last layer that has parameters, which makes the logits of what the body tells.
   *
   * @return its path, such as {@code logits.linear}; empty if no layer has any
   */
  public String head() {
    String head = "";
    for (NetworkPlan.Entry entry : plan().entries()) {
      head = entry.parameters().isEmpty() ? head : entry.path();
    }
    return head;
  }

  /**
   * Tells whether a parameter belongs to the {@linkplain #head head}.
   *
   * @param parameter its name
   * @return false for those of the body
   */
  public boolean isOfHead(String parameter) {
    return parameter.startsWith(head() + ".");
  }

  /**
   * Tells whether a parameter belongs to the {@linkplain Auxiliary auxiliary classifier}.
   *
   * @param parameter its name
   * @return false where there is none
   */
  public boolean isOfAuxiliary(String parameter) {
    return auxiliary != null && parameter.startsWith(Auxiliary.NAME + ".");
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
   * The names of all layers, lowest first: {@code input}, then each block.
   *
   * @return as many as there are blocks, and one
   */
  public List<String> layerNames() {
    List<String> layers = new ArrayList<>();
    layers.add(Activations.INPUT);
    for (Block block : blocks) {
      layers.add(block.name());
    }
    return layers;
  }

  /**
   * The names of all places where a margin can be measured and the network can be entered, lowest
   * first: {@code input}, then each block, before it the {@linkplain Units units} inside it.
   *
   * @return those of {@link #layerNames} and the units
   */
  public List<String> layerNamesWithUnits() {
    List<String> layers = new ArrayList<>();
    layers.add(Activations.INPUT);
    stretches().forEach(stretch -> layers.add(stretch.end()));
    return layers;
  }

  /** All layers in order, cut at every place that {@link #layerNamesWithUnits} names. */
  List<Stretch> stretches() {
    return blocks.stream().flatMap(block -> Stretch.of(block).stream()).toList();
  }

  /**
   * Checks that a layer exists.
   *
   * @param layer a name
   * @return the same name
   * @throws org.widemargin.error.InputException naming the nearest layer, if there is none of this
   *     name
   */
  public String requireLayer(String layer) {
    List<String> known = layerNamesWithUnits();
    require(
        known.contains(layer),
        "network '%s': unknown layer '%s', %s",
        name,
        layer,
        Nearest.hint(layer, known));
    return layer;
  }
}
