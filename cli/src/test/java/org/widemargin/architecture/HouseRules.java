package org.widemargin.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** What users of a package see names no type of the bindings, not even as a parameter of one. */
  static ArchRule signaturesAreFreeOf(String bindings, String home) {
    return classes()
        .that()
        .resideInAPackage(home)
        .should(
            ArchCondition.from(
                DescribedPredicate.describe(
                    "name no type of " + bindings + " in a signature",
                    type ->
                        type.getMembers().stream()
                            .filter(member -> !member.getModifiers().contains(JavaModifier.PRIVATE))
                            .flatMap(member -> member.getAllInvolvedRawTypes().stream())
                            .noneMatch(
                                named ->
                                    (named.getBaseComponentType().getPackageName() + ".")
                                        .startsWith(bindings + ".")))));
  }

  /** Only one class makes tensors out of nothing. */
  static ArchRule onlyMaker(String maker) {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(maker)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "makes a tensor out of nothing",
                call ->
                    call.getTargetOwner().getPackageName().startsWith(House.BINDINGS)
                        && MAKING.matcher(call.getName()).matches()));
  }

  /** Whoever makes a tensor is told where: by a device, or by a tensor that is there already. */
  static ArchRule makersAreToldWhere(String maker, String device) {
    return methods()
        .that()
        .areDeclaredIn(maker)
        .and()
        .arePublic()
        .and()
        .haveRawReturnType(House.TENSOR)
        .should(
            ArchCondition.from(
                DescribedPredicate.describe(
                    "take a device or a tensor",
                    method ->
                        method.getRawParameterTypes().stream()
                            .anyMatch(
                                type ->
                                    Set.of(device, House.TENSOR, List.class.getName())
                                        .contains(type.getName())))));
  }

  /**
   * The bindings' functions that take no tensor to be like, and those that may be told otherwise.
   */
  private static final Pattern MAKING =
      Pattern.compile(
          "from_blob|tensor|scalar_tensor|empty|zeros|ones|full|eye|rand|randn|randint|randperm|normal"
              + "|arange|range|linspace|logspace|[a-z]+_like|empty_strided|empty_permuted|new_[a-z_]+"
              + "|to_device|cpu|cuda");

  /** Few name the processor; a tensor that is forgotten there can come from nowhere else. */
  static ArchRule onlyTheseNameTheProcessor(String device, List<String> allowed) {
    return noClasses()
        .that(
            DescribedPredicate.describe(
                "are not among " + allowed, type -> !allowed.contains(outermost(type))))
        .should()
        .accessField(device, "CPU");
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
