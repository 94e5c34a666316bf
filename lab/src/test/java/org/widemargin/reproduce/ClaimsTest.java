package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Yaml;
import org.widemargin.report.Table;
import org.widemargin.study.Study;

class ClaimsTest {
  @TempDir private Path folder;

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
        .filteredOn(claim -> claim.rule().equals(Rules.EVERY) && claim.study().equals("attackers"))
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
        .filteredOn(claim -> claim.verdict() == Verdict.NOT_MEASURED)
        .extracting(Claims.Judged::id)
        .as("1 % of the data is no condition of the smoke budget")
        .isSubsetOf("few-best-at-1-percent", "cifar-few-l1-at-1");
    Claims.Judged noisy =
        judged.stream()
            .filter(claim -> claim.stated().equals("96.4 against 93.9 %"))
            .findAny()
            .get();
    assertThat(noisy.ours()).isEqualTo("+3.0 points (+3.0 to +3.0), 85.2 against 82.2 %");
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
        .filteredOn(claim -> claim.id().equals("fgsm-largest-lead"))
        .singleElement()
        .satisfies(
            claim ->
                assertThat(claim.ours())
                    .matches("margin-l1-input at epsilon .*: \\+3\\.0 points .*"));
  }

  private static final String VARIANTS =
      """
      name: noisy-labels
      training: {threads: 1, data: {validation-size: 100}, optimization: {steps: 8}}
      conditions: [{label-noise: 0.8}]
      methods:
        cross-entropy: {loss: cross-entropy}
        cross-entropy-ema: {loss: cross-entropy, config: {optimization: {steps: 9}}}
        margin-l2-all: {norm: l2}
        margin-l2-all-ema: {norm: l2, config: {optimization: {steps: 9}}}
        margin-l1-all: {norm: l1}
        paper-l2-all: {norm: l2, config: {optimization: {steps: 10}}}
        paper-l1-all: {norm: l1, config: {optimization: {steps: 10}}}
      """;

  private List<Claims.Judged> ofVariants(String yaml) throws IOException {
    Files.createDirectories(folder.resolve("studies"));
    Files.writeString(folder.resolve("studies/noisy-labels.yaml"), yaml);
    MadeUp.lines(folder, List.of("noisy-labels"));
    return Claims.judge(StudyFolder.read(folder).results());
  }

  private static Claims.Judged claim(List<Claims.Judged> judged, String id) {
    return judged.stream().filter(claim -> claim.id().equals(id)).findAny().orElseThrow();
  }

  @Test
  void aClaimIsTriedInEveryFurtherWayThereAreNetworksFor() throws IOException {
    Claims.Judged claim = claim(ofVariants(VARIANTS), "noise-l2-at-80");
    assertThat(claim.verdict()).isEqualTo(Verdict.AGREES);
    assertThat(claim.tries())
        .extracting(Claims.Try::way, Claims.Try::verdict)
        .containsExactly(
            tuple("at the last step", Verdict.AGREES),
            tuple("the paper's own setting", Verdict.DISAGREES),
            tuple("averaged weights", Verdict.AGREES));
    assertThat(claim.tries().get(1).ours()).startsWith("−5.0 points");
    assertThat(claim.tries().get(2).ours()).contains("86.2 against 83.2 %");
  }

  @Test
  void theLeadAtOnePercentIsMeasured() throws IOException {
    Files.createDirectories(folder.resolve("studies"));
    Files.writeString(
        folder.resolve("studies/limited-data.yaml"),
        """
        name: limited-data
        training: {threads: 1, data: {validation-size: 100}, optimization: {steps: 8}}
        conditions: [{train-fraction: 0.01}]
        methods: {cross-entropy: {loss: cross-entropy}, boundary: {norm: l2}}
        """);
    MadeUp.lines(folder, List.of("limited-data"));
    Claims.Judged claim =
        claim(Claims.judge(StudyFolder.read(folder).results()), "few-best-at-1-percent");
    assertThat(claim.ours()).startsWith("boundary: +5.0 points (+5.0 to +5.0), 95.2 against 90.2");
    assertThat(claim.verdict()).isEqualTo(Verdict.AGREES);
  }

  @Test
  void withOneSeedAVerdictSaysSo() throws IOException {
    Claims.Judged claim = claim(ofVariants(VARIANTS + "seeds: [4]\n"), "noise-l2-at-80");
    assertThat(claim.ours()).startsWith("+3.0 points (one seed)");
    assertThat(claim.verdictWords()).isEqualTo("agrees (one seed, no interval)");
  }

  @Test
  void theBestIsChosenOnValidationAndNotOnTest() throws IOException {
    assertThat(claim(ofVariants(VARIANTS), "noise-best-step").ours())
        .as("equal on both, the first")
        .startsWith("margin-l2-all: ");
    Path file = folder.resolve("results.jsonl");
    String better = "{\"quantity\":\"validation-best\",\"value\":0.99}";
    Files.write(
        file,
        Files.readAllLines(file).stream()
            .map(
                line ->
                    line.contains("\"method\":\"margin-l1-all\"")
                        ? line.replaceAll(
                                "\\{\"quantity\":\"validation-best\",\"value\":[^}]*\\}", better)
                            .replaceAll(",\"crc32\":\"[0-9a-f]{8}\"}$", "}")
                        : line)
            .toList());
    assertThat(claim(Claims.judge(StudyFolder.read(folder).results()), "noise-best-step").ours())
        .startsWith("margin-l1-all: ");
  }

  @Test
  void namesAreThereOnce() {
    assertThat(Claims.all()).extracting(Claim::id).doesNotHaveDuplicates();
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
    Table table = MainTable.of(StudyFolder.read(folder).results()).get(0);
    assertThat(table.columns()).hasSize(12);
    assertThat(table.rows()).hasSize(9);
    assertThat(table.rows().get(0).cells().get(0).text()).isEqualTo("90.2");
    Path file = folder.resolve("results.jsonl");
    Files.write(
        file,
        Files.readAllLines(file).stream()
            .filter(line -> !line.contains("\"seed\":2") || !line.contains("\"worst-case\""))
            .toList());
    Table partly = MainTable.of(StudyFolder.read(folder).results()).get(0);
    assertThat(partly.rows().get(0).cells().get(11).text()).isEqualTo("–");
  }
}
