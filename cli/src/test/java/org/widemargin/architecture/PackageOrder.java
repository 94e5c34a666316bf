package org.widemargin.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;

/**
 * Packages in an order: each may use those before it, never those after it. One that is not listed
 * belongs to the listed package that it is inside of; the root's own classes are no such package.
 *
 * @param root the package around all
 * @param packages below the root, from the ground up; an empty name is the root's own classes
 */
record PackageOrder(String root, List<String> packages) {
  PackageOrder {
    packages = List.copyOf(packages);
  }

  /** The listed package of a class; empty if it has no place. */
  Optional<String> place(JavaClass type) {
    String below = below(type);
    for (String candidate = below;
        !candidate.isEmpty();
        candidate = candidate.substring(0, Math.max(0, candidate.lastIndexOf('.')))) {
      if (packages.contains(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.of("").filter(name -> below.isEmpty() && packages.contains(name));
  }

  /** Asks that a class has a place in the order. */
  ArchCondition<JavaClass> havingAPlace() {
    return new ArchCondition<>("have a place in the order of packages") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (place(type).isEmpty()) {
          events.add(
              SimpleConditionEvent.violated(
                  type,
                  "%s: package %s has no place in the order of packages: give it one in House"
                      .formatted(type.getName(), type.getPackageName())));
        }
      }
    };
  }

  /** Asks that a class uses no package after its own. */
  ArchCondition<JavaClass> usingOnlyPackagesBefore() {
    return new ArchCondition<>("use only their own package and those before it") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<String> home = place(type);
        for (Dependency use : type.getDirectDependenciesFromSelf()) {
          Optional<String> used = place(use.getTargetClass().getBaseComponentType());
          if (home.isPresent() && used.isPresent() && isAfter(used.get(), home.get())) {
            events.add(
                SimpleConditionEvent.violated(
                    type,
                    "%s comes after %s: %s"
                        .formatted(used.get(), home.get(), use.getDescription())));
          }
        }
      }
    };
  }

  private boolean isAfter(String used, String home) {
    return packages.indexOf(used) > packages.indexOf(home);
  }

  /** The package's name below the root; a name that no package has where it is elsewhere. */
  private String below(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(root)) {
      return "";
    }
    return name.startsWith(root + ".") ? name.substring(root.length() + 1) : "/";
  }
}
