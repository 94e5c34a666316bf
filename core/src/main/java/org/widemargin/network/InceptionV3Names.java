package org.widemargin.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What torchvision calls the layers of {@link InceptionV3} in its weights. */
final class InceptionV3Names {
  private static final List<List<String>> GRID_35 =
      List.of(
          List.of("branch1x1"),
          List.of("branch5x5_1", "branch5x5_2"),
          List.of("branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"),
          List.of("branch_pool"));

  private static final List<List<String>> HALVING_35 =
      List.of(List.of("branch3x3"), List.of("branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"));

  private static final List<List<String>> GRID_17 =
      List.of(
          List.of("branch1x1"),
          List.of("branch7x7_1", "branch7x7_2", "branch7x7_3"),
          List.of(
              "branch7x7dbl_1",
              "branch7x7dbl_2",
              "branch7x7dbl_3",
              "branch7x7dbl_4",
              "branch7x7dbl_5"),
          List.of("branch_pool"));

  private static final List<List<String>> HALVING_17 =
      List.of(
          List.of("branch3x3_1", "branch3x3_2"),
          List.of("branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3", "branch7x7x3_4"));

  private static final List<List<String>> GRID_8 =
      List.of(
          List.of("branch1x1"),
          List.of("branch3x3_1"),
          List.of("branch3x3dbl_1", "branch3x3dbl_2"),
          List.of("branch_pool"));

  private final Map<String, String> names = new LinkedHashMap<>();

  private InceptionV3Names() {}

  /** From our layers' paths to torchvision's. */
  static Map<String, String> torchvision() {
    InceptionV3Names table = new InceptionV3Names();
    for (String layer : List.of("1a", "2a", "2b", "4a")) {
      table.unit("conv" + layer, 1, "Conv2d_" + layer + "_3x3");
    }
    table.unit("conv3b", 1, "Conv2d_3b_1x1");
    List.of("5b", "5c", "5d").forEach(module -> table.module(module, GRID_35));
    table.module("6a", HALVING_35);
    List.of("6b", "6c", "6d", "6e").forEach(module -> table.module(module, GRID_17));
    table.module("7a", HALVING_17);
    List.of("7b", "7c").forEach(table::grid8);
    table.names.put("logits.linear", "fc");
    table.unit(Auxiliary.NAME, 1, "AuxLogits.conv0");
    table.unit(Auxiliary.NAME, 2, "AuxLogits.conv1");
    table.names.put(Auxiliary.NAME + ".linear", "AuxLogits.fc");
    return table.names;
  }

  private void module(String module, List<List<String>> branches) {
    for (int branch = 0; branch < branches.size(); branch++) {
      List<String> units = branches.get(branch);
      for (int unit = 0; unit < units.size(); unit++) {
        unit(branch(module, branch), unit + 1, "Mixed_" + module + "." + units.get(unit));
      }
    }
  }

  /** Two of its branches end in two halves side by side. */
  private void grid8(String module) {
    module(module, GRID_8);
    halves(module, 1, "branch3x3_2");
    halves(module, 2, "branch3x3dbl_3");
  }

  private void halves(String module, int branch, String name) {
    String inner = branch(module, branch) + ".concatenate.branch";
    unit(inner + 1, 1, "Mixed_" + module + "." + name + "a");
    unit(inner + 2, 1, "Mixed_" + module + "." + name + "b");
  }

  private static String branch(String module, int index) {
    return String.format(Locale.ROOT, "mixed%s.concatenate.branch%d", module, index + 1);
  }

  /** The {@code count}-th convolution below a path and its normalisation. */
  private void unit(String path, int count, String name) {
    String number = count == 1 ? "" : Integer.toString(count);
    names.put(path + ".convolution" + number, name + ".conv");
    names.put(path + ".batch-norm" + number, name + ".bn");
  }
}
