package org.widemargin.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.widemargin.network.NetworkPlan;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;

/**
 * A network in figures, as {@code summary --json} gives it.
 *
 * @param name what the network is called
 * @param input the shape of one sample
 * @param classes how many there are
 * @param taps where a margin can be asked for, units inside blocks included
 * @param layers in order of the forward pass
 * @param parameters trained ones
 * @param runningStatistics numbers that training keeps without a gradient
 * @param multiplyAdds of one sample's forward pass in inference
 * @param auxiliaryParameters those of the trained ones that an auxiliary classifier has
 */
public record NetworkSummary(
    String name,
    List<Integer> input,
    int classes,
    List<String> taps,
    List<LayerSummary> layers,
    long parameters,
    long runningStatistics,
    long multiplyAdds,
    long auxiliaryParameters) {

  /**
   * One layer.
   *
   * @param block the block it belongs to
   * @param name its path, the prefix of its parameters' names
   * @param kind what it is
   * @param output the shape of one sample after it
   * @param parameters trained ones
   * @param multiplyAdds of one sample
   */
  record LayerSummary(
      String block,
      String name,
      String kind,
      List<Integer> output,
      long parameters,
      long multiplyAdds) {

    static LayerSummary of(NetworkPlan.Entry entry) {
      return new LayerSummary(
          entry.block(),
          entry.path(),
          entry.layer().kind(),
          entry.outputShape(),
          count(entry.parameters(), true),
          entry.multiplyAdds());
    }
  }

  /** Counts what a network is made of. */
  public static NetworkSummary of(NetworkSpec network) {
    NetworkPlan plan = network.plan();
    List<LayerSummary> layers = plan.allEntries().stream().map(LayerSummary::of).toList();
    List<Integer> input = new ArrayList<>();
    for (int dimension : network.input().shape().dimensions()) {
      input.add(dimension);
    }
    return new NetworkSummary(
        network.name(),
        input,
        network.classes(),
        network.layerNamesWithUnits(),
        layers,
        count(plan.parameters(), true),
        count(plan.parameters(), false),
        plan.multiplyAdds(),
        plan.auxiliaryEntries().stream().mapToLong(entry -> count(entry.parameters(), true)).sum());
  }

  private static long count(List<ParameterSpec> parameters, boolean trained) {
    return parameters.stream()
        .filter(parameter -> parameter.role().trained() == trained)
        .mapToLong(ParameterSpec::count)
        .sum();
  }

  /** The table for people. */
  public String text() {
    TextTable table =
        new TextTable(3, "block", "layer", "output", "parameters", "multiply-adds")
            .row("input", "", shape(input), "", "");
    String block = "";
    for (LayerSummary layer : layers) {
      table.row(
          layer.block().equals(block) ? "" : layer.block(),
          layer.kind(),
          shape(layer.output()),
          number(layer.parameters()),
          number(layer.multiplyAdds()));
      block = layer.block();
    }
    table.row("total", name, "", number(parameters), number(multiplyAdds));
    String statistics =
        runningStatistics == 0
            ? ""
            : "%nRunning statistics: %s".formatted(number(runningStatistics));
    String auxiliary =
        auxiliaryParameters == 0
            ? ""
            : "%nOf an auxiliary classifier, which only training runs: %s; without it %s"
                .formatted(number(auxiliaryParameters), number(parameters - auxiliaryParameters));
    return table.text()
        + statistics
        + auxiliary
        + "%nMargins can be asked for at --layers all, spread:N, or any of %s"
            .formatted(String.join(",", taps));
  }

  private static String shape(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String number(long value) {
    return value == 0 ? "-" : String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
  }
}
