package org.widemargin.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * The rules, for any house: a test shows each to fail on a made-up one.
 *
 * <p>They read compiled classes. What the compiler leaves out of them is free: an import for
 * Javadoc alone, and the name of the class that a constant of the language's own types came from.
 */
final class HouseRules {
  private HouseRules() {}

  /** Every package has a place in the order. */
  static ArchRule place(PackageOrder order) {
    return classes().should(order.havingAPlace());
  }

  /** Data flows one way. */
  static ArchRule order(PackageOrder order) {
    return classes().should(order.usingOnlyPackagesBefore());
  }

  /** Neither directly nor by way of others. */
  static ArchRule judgesDoNotUse(List<String> judges, List<String> judged) {
    return noClasses()
        .that()
        .resideInAnyPackage(withInner(judges))
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage(withInner(judged));
  }

  /** One package knows the bindings; the others may name one class of them. */
  static ArchRule onlyDoor(String door, String bindings, String free) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(door)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "belong to " + bindings + ", but for " + free,
                type -> isBinding(type.getBaseComponentType(), bindings, free)));
  }

  private static boolean isBinding(JavaClass type, String bindings, String free) {
    return (type.getPackageName() + ".").startsWith(bindings + ".") && !type.getName().equals(free);
  }

  /** No package uses, by whatever way round, one that uses it. */
  static ArchRule noCirclesBetweenPackages() {
    return classes().should(new Circles("packages", JavaClass::getPackageName));
  }

  /**
   * No class uses, by whatever way round, one that uses it. A class and those nested in it are one,
   * and a sealed type's list of what it permits is not a use.
   */
  static ArchRule noCirclesBetweenClasses() {
    return classes().should(new Circles("classes", HouseRules::outermost));
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRules::outermost).orElse(type.getName());
  }

  private static String[] withInner(List<String> packages) {
    return packages.stream().map(name -> name + "..").toArray(String[]::new);
  }
}
