package org.widemargin.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.widemargin.architecture.SourceFile.QualifiedName;

/**
 * Data flows one way: a package may use those above it, never those below, and only package {@code
 * torch} knows the bindings.
 *
 * @param packages from the top down; one that is not listed belongs to the listed package it is
 *     inside of
 */
record PackageOrder(List<String> packages) {
  /** The packages of this project. */
  static final PackageOrder WIDEMARGIN =
      new PackageOrder(
          List.of(
              "org.widemargin",
              "org.widemargin.config",
              "org.widemargin.torch",
              "org.widemargin.data",
              "org.widemargin.network",
              "org.widemargin.norm",
              "org.widemargin.boundary",
              "org.widemargin.evaluate",
              "org.widemargin.distance",
              "org.widemargin.loss",
              "org.widemargin.margin",
              "org.widemargin.optimize",
              "org.widemargin.checkpoint",
              "org.widemargin.train",
              "org.widemargin.run",
              "org.widemargin.attack",
              "org.widemargin.robustness",
              "org.widemargin.export",
              "org.widemargin.mnist",
              "org.widemargin.figure",
              "org.widemargin.report",
              "org.widemargin.study",
              "org.widemargin.results",
              "org.widemargin.sweep",
              "org.widemargin.assessment",
              "org.widemargin.demo",
              "org.widemargin.reproduce",
              "org.widemargin.bench",
              "org.widemargin.cli.machine",
              "org.widemargin.cli.text",
              "org.widemargin.cli.option",
              "org.widemargin.cli.doctor",
              "org.widemargin.cli.command",
              "org.widemargin.cli"));

  private static final String ROOT = "org.widemargin";
  private static final String NATIVE_PACKAGE = "org.widemargin.torch";
  private static final String BINDINGS = "org.bytedeco.";
  private static final String TENSOR = "org.bytedeco.pytorch.Tensor";

  PackageOrder {
    packages = List.copyOf(packages);
  }

  /** Returns one line for each use that the order forbids; empty if there is none. */
  List<String> violations(SourceFile source) {
    Optional<String> home = listed(source.packageName());
    if (home.isEmpty()) {
      return List.of(
          "%s: package %s has no place in the order of packages: give it one in PackageOrder"
              .formatted(source.path(), source.packageName()));
    }
    List<String> found = new ArrayList<>();
    for (QualifiedName name : source.names()) {
      reason(home.get(), name.text())
          .ifPresent(reason -> found.add(describe(source, name, reason)));
    }
    return found;
  }

  private Optional<String> reason(String home, String name) {
    if (isForbiddenBinding(home, name)) {
      return Optional.of("of the bindings only Tensor may be named outside " + NATIVE_PACKAGE);
    }
    if (!name.startsWith(ROOT + ".")) {
      return Optional.empty();
    }
    Optional<String> used = listed(packageOf(name));
    if (used.isEmpty()) {
      return Optional.of("that package has no place in the order of packages");
    }
    return packages.indexOf(used.get()) > packages.indexOf(home)
        ? Optional.of("%s is below %s".formatted(used.get(), home))
        : Optional.empty();
  }

  private static boolean isForbiddenBinding(String home, String name) {
    return name.startsWith(BINDINGS) && !name.equals(TENSOR) && !home.equals(NATIVE_PACKAGE);
  }

  /**
   * The listed package that is the given one or around it. Every package is inside the root, so
   * that does not count.
   */
  private Optional<String> listed(String packageName) {
    for (String candidate = packageName;
        !candidate.equals(ROOT);
        candidate = candidate.substring(0, candidate.lastIndexOf('.'))) {
      if (packages.contains(candidate)) {
        return Optional.of(candidate);
      }
      if (candidate.indexOf('.') < 0) {
        return Optional.empty();
      }
    }
    return packageName.equals(ROOT) ? Optional.of(ROOT) : Optional.empty();
  }

  /** The leading segments in lower case: classes begin with a capital letter. */
  private static String packageOf(String name) {
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("\\.", -1)) {
      if (!segment.equals(segment.toLowerCase(Locale.ROOT)) || segment.equals("*")) {
        break;
      }
      segments.add(segment);
    }
    return String.join(".", segments);
  }

  private static String describe(SourceFile source, QualifiedName name, String reason) {
    return "%s:%d: uses %s: %s".formatted(source.path(), name.line(), name.text(), reason);
  }
}
