package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shows each rule to fail on a made-up house, for the reason it is there for and for no other. */
class HouseRulesTest {
  private static final String ROOT = HouseRulesTest.class.getPackageName() + ".madeup";

  @Test
  void aUseOfAPackageAfterOnesOwnIsFound() {
    assertThat(failures(HouseRules.order(order("bindings", "door", "ground", "roof"))))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line).startsWith("roof comes after ground: ").contains("Climbs"));
  }

  @Test
  void aUseOfAPackageBeforeOnesOwnIsFree() {
    assertThat(failures(HouseRules.order(order("bindings", "door", "roof", "ground")))).isEmpty();
  }

  @Test
  void aPackageInsideAnotherHasItsPlace() {
    assertThat(failures(HouseRules.order(new PackageOrder(ROOT + ".judge", List.of("")))))
        .isEmpty();
    PackageOrder outer = new PackageOrder("org.widemargin", List.of("architecture"));
    assertThat(failures(HouseRules.place(outer))).isEmpty();
  }

  @Test
  void aPackageWithoutAPlaceIsFound() {
    String[] allButOne = {
      "",
      "bindings",
      "door",
      "forgetful",
      "ground",
      "judge",
      "between",
      "judged",
      "left",
      "right",
      "round",
      "straight"
    };
    assertThat(failures(HouseRules.place(order(allButOne))))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(ROOT + ".roof", "no place"))
        .anySatisfy(line -> assertThat(line).startsWith(ROOT + ".roof.Roof:"));
  }

  @Test
  void aUseByWayOfAnotherClassIsFound() {
    assertThat(failures(HouseRules.judgesDoNotUse(in("judge"), in("judged"))))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("Judge", "Between", "Judged"));
    assertThat(failures(HouseRules.judgesDoNotUse(in("judged"), in("judge")))).isEmpty();
  }

  @Test
  void aBindingOutsideTheDoorIsFound() {
    assertThat(
            failures(
                HouseRules.onlyDoor(ROOT + ".door", ROOT + ".bindings", ROOT + ".bindings.Tensor")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("Leaks", "Pointer"));
  }

  @Test
  void aBindingInASignatureIsFound() {
    assertThat(failures(HouseRules.signaturesAreFreeOf(ROOT + ".bindings", ROOT + ".ground")))
        .isNotEmpty()
        .anySatisfy(line -> assertThat(line).contains("Leaks"));
    assertThat(failures(HouseRules.signaturesAreFreeOf(ROOT + ".bindings", ROOT + ".judge")))
        .isEmpty();
  }

  @Test
  void aTensorMadeWithoutItsDeviceIsFound() {
    String forgetful = ROOT + ".forgetful.Forgetful";
    assertThat(failures(HouseRules.onlyMaker("of.nobody")))
        .singleElement()
        .asString()
        .contains(forgetful, "zeros");
    assertThat(failures(HouseRules.onlyMaker(forgetful))).isEmpty();
    assertThat(failures(HouseRules.makersAreToldWhere(forgetful, House.DEVICE)))
        .singleElement()
        .asString()
        .contains("zeros(long)");
    assertThat(failures(HouseRules.onlyTheseNameTheProcessor(House.DEVICE, List.of())))
        .singleElement()
        .asString()
        .contains("likeThatButHere");
  }

  @Test
  void aCircleOfPackagesIsFound() {
    assertThat(failures(HouseRules.noCirclesBetweenPackages()))
        .singleElement()
        .asString()
        .contains(ROOT + ".left", ROOT + ".right");
  }

  @Test
  void aCircleOfClassesIsFoundButNotOneOfNestedAndPermittedOnes() {
    List<String> circles = failures(HouseRules.noCirclesBetweenClasses());
    assertThat(circles)
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("left.Left", "right.Right"))
        .anySatisfy(line -> assertThat(line).contains("round.Hen", "round.Egg"));
  }

  @Test
  void theMessageNamesClassesFileAndLine() {
    assertThat(failures(HouseRules.order(order("ground", "roof"))))
        .anySatisfy(line -> assertThat(line).contains("Climbs.climb()", "(Climbs.java:10)"));
  }

  @Test
  void theMadeUpHouseIsNotInTheRealOne() {
    assertThatCode(() -> House.classes().get(HouseRules.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> failures(ArchRule rule) {
    return rule.evaluate(new ClassFileImporter().importPackages(ROOT))
        .getFailureReport()
        .getDetails();
  }

  private static PackageOrder order(String... packages) {
    return new PackageOrder(ROOT, List.of(packages));
  }

  private static List<String> in(String... packages) {
    return Stream.of(packages).map(name -> ROOT + "." + name).toList();
  }
}
