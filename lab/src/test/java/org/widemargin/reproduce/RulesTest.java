package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.results.Paired;

class RulesTest {
  /** Three seeds with an interval that reaches 1 below and above the mean. */
  private static Paired lead(double mean) {
    double apart = Math.sqrt(3) / 4.302652729911275;
    return new Paired(Map.of(1L, mean - apart, 2L, mean, 3L, mean + apart));
  }

  private static Verdict verdict(double mean, double least) {
    return Rules.lead(lead(mean), least).verdict();
  }

  @Test
  void aLeadAgreesIfItIsThereAndLargeEnough() {
    assertThat(verdict(2.1, 2)).isEqualTo(Verdict.AGREES);
    assertThat(verdict(1.9, 2)).as("above 0").isEqualTo(Verdict.WEAKER);
    assertThat(verdict(1.01, 0)).isEqualTo(Verdict.AGREES);
    assertThat(verdict(0.99, 2)).as("holds 0, but not 2").isEqualTo(Verdict.DISAGREES);
    assertThat(verdict(0.99, 1.5)).as("holds 0 and 1.5").isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict(0.99, 0)).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict(-0.99, 0)).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict(-1.01, 0)).isEqualTo(Verdict.DISAGREES);
    assertThat(Rules.lead(Paired.NONE, 2)).isEqualTo(Claim.Finding.NONE);
  }

  @Test
  void fourFifthsOfThePapersLeadAreEnough() {
    assertThat(Rules.leadOfThePapers(lead(2.01), 2.5).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(Rules.leadOfThePapers(lead(1.99), 2.5).verdict()).isEqualTo(Verdict.WEAKER);
    assertThat(Rules.ofThePapers(2.5)).contains("at least 2 points", "80 % of the paper's 2.5");
  }

  @Test
  void theIntervalStandsBesideTheMean() {
    assertThat(Rules.lead(lead(2.04), 2).ours()).isEqualTo("+2.0 points (+1.0 to +3.0)");
    assertThat(Rules.lead(lead(-2.04), 2).ours()).isEqualTo("−2.0 points (−3.0 to −1.0)");
  }

  @Test
  void withOneSeedThereIsNoInterval() {
    Claim.Finding found = Rules.lead(new Paired(Map.of(7L, 0.1)), 0);
    assertThat(found).isEqualTo(new Claim.Finding("+0.1 points (one seed)", Verdict.AGREES, 1));
  }

  @Test
  void ofManyLeadsAllCount() {
    Map<String, Paired> leads = new LinkedHashMap<>(Map.of("a", lead(3)));
    assertThat(Rules.every(leads).verdict()).isEqualTo(Verdict.AGREES);
    leads.put("b", lead(0.4));
    assertThat(Rules.every(leads).verdict()).as("b holds 0").isEqualTo(Verdict.WEAKER);
    assertThat(Rules.every(leads).ours())
        .isEqualTo(
            "1 of 2 above 0, 0 below; least: b, +0.4 points (−0.6 to +1.4); mean of all: +1.7"
                + " points (+0.7 to +2.7)");
    leads.put("c", lead(-1.1));
    assertThat(Rules.every(leads).verdict()).as("c is below").isEqualTo(Verdict.DISAGREES);
    leads.put("d", Paired.NONE);
    assertThat(Rules.every(leads).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(Rules.every(Map.of()).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(Rules.every(Map.of("a", lead(0.5), "b", lead(-0.5))).verdict())
        .isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void whatShouldBeNearIsWhollyWithin() {
    assertThat(Rules.around(Map.of("a", lead(0.5), "b", lead(-0.9)), 2).verdict())
        .isEqualTo(Verdict.AGREES);
    assertThat(Rules.around(Map.of("a", lead(0.5), "b", lead(-1.1)), 2).verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(Rules.around(Map.of("a", lead(0.5), "b", lead(-3.1)), 2).verdict())
        .isEqualTo(Verdict.DISAGREES);
    assertThat(Rules.around(Map.of("a", lead(0.5), "b", Paired.NONE), 2).verdict())
        .isEqualTo(Verdict.NOT_MEASURED);
  }

  @Test
  void whatShouldLieBetweenIsWhollyBetween() {
    assertThat(Rules.between(lead(-1.5), -3, 0).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(Rules.between(lead(-0.9), -3, 0).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(Rules.between(lead(1.1), -3, 0).verdict()).isEqualTo(Verdict.DISAGREES);
    assertThat(Rules.between(lead(-4.1), -3, 0).verdict()).isEqualTo(Verdict.DISAGREES);
  }

  @Test
  void noNumberIsChosenByItself() {
    Paired lucky = new Paired(Map.of(1L, 90.0, 2L, 0.0, 3L, 0.0));
    Paired steady = new Paired(Map.of(1L, 10.0, 2L, 10.0, 3L, 10.0));
    Map<String, Paired> best = Rules.bestByOtherSeeds(Map.of("lucky", lucky, "steady", steady));
    // Without seed 1, steady is the best: so its lucky 90 does not count. With it, lucky is.
    assertThat(best)
        .containsExactly(
            Map.entry("lucky / steady", new Paired(Map.of(1L, 10.0, 2L, 0.0, 3L, 0.0))));
    Paired one = new Paired(Map.of(5L, 1.0));
    Paired two = new Paired(Map.of(5L, 2.0));
    assertThat(Rules.bestByOtherSeeds(Map.of("a", one, "b", two)))
        .containsExactly(Map.entry("b", two));
    assertThat(Rules.bestByOtherSeeds(Map.of("a", one, "b", Paired.NONE))).isEmpty();
  }
}
