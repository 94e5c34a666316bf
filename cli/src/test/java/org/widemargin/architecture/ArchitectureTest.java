package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holds the classes of every module against the rules. */
class ArchitectureTest {
  @Test
  void everyPackageHasAPlace() {
    HouseRules.place(House.ORDER).check(House.classes());
  }

  @Test
  void everyPlaceHasAPackage() {
    List<String> found =
        House.classes().stream()
            .map(House.ORDER::place)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(House.ORDER.packages());
  }

  @Test
  void packagesUseOnlyThoseBeforeThem() {
    HouseRules.order(House.ORDER).check(House.classes());
  }

  /** A measurement that shares code with the loss could share its mistakes. */
  @Test
  void whatJudgesDoesNotUseTheLoss() {
    HouseRules.judgesDoNotUse(House.JUDGES, House.JUDGED).check(House.classes());
  }

  @Test
  void onlyOnePackageKnowsTheBindings() {
    HouseRules.onlyDoor(House.DOOR, House.BINDINGS, House.TENSOR).check(House.classes());
  }

  @Test
  void frontDoorNamesNoTypeOfTheBindings() {
    HouseRules.signaturesAreFreeOf(House.BINDINGS, House.ROOT).check(House.classes());
  }

  /** On a GPU a tensor that is made without its device is on the processor, and stops the step. */
  @Test
  void noTensorIsMadeWithoutItsDevice() {
    HouseRules.onlyMaker(House.MAKER).check(House.classes());
    HouseRules.makersAreToldWhere(House.MAKER, House.DEVICE).check(House.classes());
    HouseRules.onlyTheseNameTheProcessor(House.DEVICE, House.ON_THE_PROCESSOR)
        .check(House.classes());
  }

  @Test
  void packagesAreFreeOfCircles() {
    HouseRules.noCirclesBetweenPackages().check(House.classes());
  }

  @Test
  void classesAreFreeOfCircles() {
    HouseRules.noCirclesBetweenClasses().check(House.classes());
  }
}
