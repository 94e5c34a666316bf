package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Yaml;
import org.widemargin.report.Table;
import org.widemargin.results.Spread;
import org.widemargin.study.Study;

class ClaimsTest {
  @TempDir private Path folder;

  private static Spread lead(double mean) {
    return new Spread(mean, mean - 1, mean + 1, 3);
  }

  @Test
  void aLeadAgreesFromFourFifthsOfThePapersOn() {
    assertThat(LeadVerdicts.lead(lead(2.0), 2.5).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(LeadVerdicts.lead(lead(1.9), 2.5).verdict()).isEqualTo(Verdict.WEAKER);
    assertThat(LeadVerdicts.lead(lead(0), 2.5).verdict()).isEqualTo(Verdict.DISAGREES);
    assertThat(LeadVerdicts.lead(Spread.NONE, 2.5).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(LeadVerdicts.lead(lead(2.04), 2.5).ours()).isEqualTo("+2.0 points (+1.0 to +3.0)");
  }

  @Test
  void ofManyLeadsTheLeastDecides() {
    Map<String, Spread> leads = new LinkedHashMap<>(Map.of("a", lead(3)));
    assertThat(LeadVerdicts.every(leads).verdict()).isEqualTo(Verdict.AGREES);
    leads.put("b", lead(-0.9));
    assertThat(LeadVerdicts.every(leads).verdict()).isEqualTo(Verdict.WEAKER);
    assertThat(LeadVerdicts.every(leads).ours()).startsWith("least: b, -0.9 points");
    leads.put("c", lead(-1.1));
    assertThat(LeadVerdicts.every(leads).verdict())
        .as("c loses in all")
        .isEqualTo(Verdict.DISAGREES);
    leads.put("c", lead(-0.9));
    leads.put("e", lead(-0.9));
    leads.put("f", lead(-0.9));
    assertThat(LeadVerdicts.every(leads).verdict()).as("the mean").isEqualTo(Verdict.DISAGREES);
    leads.put("d", Spread.NONE);
    assertThat(LeadVerdicts.every(leads).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(LeadVerdicts.every(Map.of()).verdict()).isEqualTo(Verdict.NOT_MEASURED);
  }

  @Test
  void whatIsClearIsSoForEverySeed() {
    assertThat(LeadVerdicts.clearly(Map.of("a", lead(1.1))).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(LeadVerdicts.clearly(Map.of("a", lead(0.9))).verdict()).isEqualTo(Verdict.WEAKER);
    assertThat(LeadVerdicts.clearly(Map.of("a", lead(-0.1))).verdict())
        .isEqualTo(Verdict.DISAGREES);
  }

  @Test
  void aLeadThatOneSeedLacksIsNotMeasured() throws IOException {
    MadeUp.folder(folder);
    Path file = folder.resolve("results.jsonl");
    List<String> kept =
        Files.readAllLines(file).stream()
            .filter(line -> !(line.contains("\"seed\":3") && line.contains("\"margin-l1-all\"")))
            .toList();
    Files.write(file, kept);
    List<Claims.Judged> judged = Claims.judge(StudyFolder.read(folder).results());
    assertThat(judged)
        .filteredOn(
            claim -> claim.rule().equals(LeadVerdicts.EVERY) && claim.study().equals("attackers"))
        .hasSize(2)
        .allSatisfy(claim -> assertThat(claim.verdict()).isEqualTo(Verdict.NOT_MEASURED));
    assertThat(judged)
        .filteredOn(claim -> claim.stated().equals("96.4 against 93.9 %"))
        .singleElement()
        .satisfies(claim -> assertThat(claim.verdict()).isEqualTo(Verdict.AGREES));
  }

  @Test
  void aStudyOfTheSameNameOnOtherDataSaysNothing() throws IOException {
    Path file = MadeUp.folder(folder).resolve("studies").resolve("gaussian-noise.yaml");
    String yaml = Files.readString(file);
    Files.writeString(file, yaml.replaceFirst("name: mnist\n", "name: fashion-mnist\n"));
    assertThat(Files.readString(file)).contains("fashion-mnist");
    assertThat(Claims.judge(StudyFolder.read(folder).results()))
        .filteredOn(claim -> claim.study().equals("gaussian-noise"))
        .singleElement()
        .satisfies(claim -> assertThat(claim.verdict()).isEqualTo(Verdict.NOT_MEASURED));
  }

  @Test
  void everyClaimIsJudgedByTheLines() throws IOException {
    List<Claims.Judged> judged = Claims.judge(StudyFolder.read(MadeUp.folder(folder)).results());
    assertThat(judged).hasSizeGreaterThan(20);
    assertThat(judged)
        .allSatisfy(claim -> assertThat(claim.verdict()).isNotEqualTo(Verdict.NOT_MEASURED));
    Claims.Judged noisy =
        judged.stream()
            .filter(claim -> claim.stated().equals("96.4 against 93.9 %"))
            .findAny()
            .get();
    assertThat(noisy.ours()).isEqualTo("+3.0 points (+3.0 to +3.0)");
    assertThat(noisy.verdict()).isEqualTo(Verdict.AGREES);
    Claims.Judged blackBox =
        judged.stream().filter(claim -> claim.stated().equals("90 against 67 %")).findAny().get();
    assertThat(blackBox.verdict()).isEqualTo(Verdict.WEAKER);
  }

  @Test
  void aClaimSaysTheSettingsOfItsMargins() throws IOException {
    Path file = MadeUp.folder(folder).resolve("studies").resolve("noisy-labels.yaml");
    Study quick = Protocol.study("noisy-labels", Budget.QUICK);
    Files.writeString(file, Yaml.write(quick));
    MadeUp.lines(folder, Protocol.NAMES);
    assertThat(Claims.judge(StudyFolder.read(folder).results()))
        .filteredOn(claim -> claim.stated().equals("96.4 against 93.9 %"))
        .singleElement()
        .satisfies(
            claim ->
                assertThat(claim.ours())
                    .endsWith(" (margin-l2-all gamma 0.3, clip 1.2, 20 times the cross-entropy)"));
  }

  @Test
  void theLargestLeadIsOverTheBetterBaseline() throws IOException {
    assertThat(Claims.judge(StudyFolder.read(MadeUp.folder(folder)).results()))
        .filteredOn(claim -> claim.stated().equals("21 points"))
        .singleElement()
        .satisfies(
            claim ->
                assertThat(claim.ours())
                    .matches(
                        "margin-l1-input over (cross-entropy|hinge) at epsilon .*: \\+3\\.0 .*"));
  }

  @Test
  void withoutLinesNothingIsMeasured() throws IOException {
    Files.delete(MadeUp.folder(folder).resolve("results.jsonl"));
    assertThat(Claims.judge(StudyFolder.read(folder).results()))
        .allSatisfy(claim -> assertThat(claim.verdict()).isEqualTo(Verdict.NOT_MEASURED));
  }

  @Test
  void theMainTableHasEveryMethodAndLeavesOutWhatASeedLacks() throws IOException {
    MadeUp.folder(folder);
    Table table = MainTable.of(StudyFolder.read(folder).results()).orElseThrow();
    assertThat(table.columns()).hasSize(8);
    assertThat(table.rows()).hasSize(9);
    assertThat(table.rows().get(0).cells().get(0).text()).isEqualTo("90.2");
    Path file = folder.resolve("results.jsonl");
    Files.write(
        file,
        Files.readAllLines(file).stream()
            .filter(line -> !line.contains("\"seed\":2") || !line.contains("\"worst-case\""))
            .toList());
    Table partly = MainTable.of(StudyFolder.read(folder).results()).orElseThrow();
    assertThat(partly.rows().get(0).cells().get(7).text()).isEqualTo("–");
  }
}
