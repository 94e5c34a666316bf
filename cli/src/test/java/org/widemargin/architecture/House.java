package org.widemargin.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** What is true of this project's packages; {@link HouseRules} holds the code against it. */
final class House {
  static final String ROOT = "org.widemargin";

  /** The only package that may name the bindings, and what they are. */
  static final String DOOR = ROOT + ".torch";

  static final String BINDINGS = "org.bytedeco";

  /** The one class of the bindings that everybody may name. */
  static final String TENSOR = "org.bytedeco.pytorch.Tensor";

  /** What measures a network: code shared with the loss could share its mistakes. */
  static final List<String> JUDGES =
      in(ROOT, "norm", "boundary", "evaluate", "distance", "attack", "robustness");

  /** What is measured. */
  static final List<String> JUDGED = in(ROOT, "loss", "margin");

  /** From the ground up: a package uses only those before it. */
  static final PackageOrder ORDER =
      new PackageOrder(
          ROOT,
          List.of(
              "",
              "config",
              "torch",
              "data",
              "network",
              "norm",
              "boundary",
              "evaluate",
              "distance",
              "loss",
              "margin",
              "optimize",
              "checkpoint",
              "train",
              "run",
              "attack",
              "robustness",
              "mnist",
              "figure",
              "report",
              "study",
              "results",
              "sweep",
              "assessment",
              "demo",
              "reproduce",
              "bench",
              "cli.machine",
              "cli.text",
              "cli.option",
              "cli.doctor",
              "cli.command",
              "cli"));

  private House() {}

  /** The compiled main classes of every module: module {@code cli} has them all on its path. */
  static JavaClasses classes() {
    return Imported.CLASSES;
  }

  private static List<String> in(String root, String... packages) {
    return List.of(packages).stream().map(name -> root + "." + name).toList();
  }

  /** Read when they are first asked for, and once. */
  private static final class Imported {
    static final JavaClasses CLASSES =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }
}
