package org.widemargin.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.AutoPgd;
import org.widemargin.attack.DeepFool;
import org.widemargin.attack.Fab;
import org.widemargin.attack.Fgsm;
import org.widemargin.attack.IteratedGradientSign;
import org.widemargin.attack.LinearModel;
import org.widemargin.attack.MinimumNormRun;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.attack.SmallNetworks;
import org.widemargin.attack.Square;
import org.widemargin.attack.ThreatModel;
import org.widemargin.attack.UniformNoise;
import org.widemargin.config.Json;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;

class AttackSuiteTest {
  private static final int SAMPLES = 40;
  private static final int[] ALL = Batches.first(SAMPLES);
  private static final AttackSuite SUITE =
      new AttackSuite(
          List.of(new Fgsm(), new Fab("fab-t", 3, 20, 1), new Square(100)),
          ThreatModel.onPixels(Norm.LINF, 0.03),
          5,
          16);

  @Test
  void countsTheWorstCaseOfEverySample() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      SuiteState state = SUITE.run(Classifier.of(network), dataset, ALL, (reached, examples) -> {});
      AttackRun run = new AttackRun(SUITE.threat(), 5, 16);
      List<AttackResult> alone =
          SUITE.attacks().stream()
              .map(each -> run.run(each, Classifier.of(network), dataset))
              .toList();
      int worst = 0;
      for (int i = 0; i < SAMPLES; i++) {
        int sample = i;
        boolean stands =
            alone.stream()
                .allMatch(each -> each.outcomes().get(sample).status() == Status.STANDING);
        assertThat(state.verdicts().get(i).status() == Status.STANDING).isEqualTo(stands);
        worst += stands ? 1 : 0;
      }
      assertThat(state.robust()).isEqualTo(worst / (double) SAMPLES);
      assertThat(state.clean()).isEqualTo(0.875);
      assertThat(state.stages()).hasSameSizeAs(state.attacks());
      assertThat(state.stages().stream().map(SuiteState.Stage::name))
          .containsExactly("fgsm", "fab-t", "square");
      assertThat(state.stages().get(2).robust()).isEqualTo(state.robust());
      assertThat(state.verdicts())
          .anySatisfy(verdict -> assertThat(verdict.brokenBy()).isEqualTo("fgsm"));
      assertThat(state.robust()).isBetween(0.01, 0.87);
    }
  }

  @Test
  void goesOnFromAnyStoredStageWithTheSameResult() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      List<SuiteState> states = new ArrayList<>();
      SuiteState whole =
          SUITE.run(
              Classifier.of(network), dataset, ALL, (reached, examples) -> states.add(reached));
      assertThat(states).hasSize(4);
      for (SuiteState state : states) {
        SuiteState stored = Json.readText(Json.write(state), "state", SuiteState.class);
        assertThat(stored).isEqualTo(state);
        SuiteState resumed =
            SUITE.resume(stored, Classifier.of(network), dataset, ALL, (reached, examples) -> {});
        assertThat(resumed.verdicts()).isEqualTo(whole.verdicts());
        assertThat(resumed.stages().stream().map(SuiteState.Stage::robust).toList())
            .isEqualTo(whole.stages().stream().map(SuiteState.Stage::robust).toList());
      }
    }
  }

  /** The features are the logits; FGSM takes 0.1 from the true class and gives it to the others. */
  @Test
  void theFiveFirstAreCountedAtThePointThatBrokeASample() {
    float[] values = {
      .60f, .55f, .10f, .10f, .10f, .10f, .10f, // broken, and then second
      .60f, .55f, .55f, .55f, .55f, .55f, .10f, // broken, and then sixth
      .60f, .61f, .10f, .10f, .10f, .10f, .10f, // wrong clean: second, and not moved
      .60f, .61f, .61f, .61f, .61f, .61f, .10f, // wrong clean: sixth
      .90f, .10f, .10f, .10f, .10f, .10f, .10f, // stands
    };
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g");
    Dataset seven = Dataset.table("seven", 7, values, new int[5], names);
    Classifier identity = Classifier.byAutograd(Device.CPU, inputs -> inputs);
    AttackSuite suite =
        new AttackSuite(
            List.of(new Fgsm(), new UniformNoise(1)),
            new ThreatModel(Norm.LINF, 0.1, Optional.empty()),
            5,
            2);
    List<SuiteState> states = new ArrayList<>();
    SuiteState state =
        suite.run(identity, seven, Batches.first(5), (reached, examples) -> states.add(reached));
    assertThat(state.clean()).isEqualTo(3 / 5.0);
    assertThat(state.cleanTopFive()).isEqualTo(4 / 5.0);
    assertThat(state.robust()).isEqualTo(1 / 5.0);
    assertThat(state.stages().stream().map(SuiteState.Stage::topFive))
        .containsExactly(3 / 5.0, 3 / 5.0);
    assertThat(state.verdicts().stream().map(SuiteState.Verdict::topFive))
        .containsExactly(true, false, true, false, true);
    AttackReport report = AttackReport.of(state, List.of());
    assertThat(Json.writeLine(report))
        .contains("\"clean\":0.6,\"clean-top-five\":0.8,\"robust\":0.2", "\"top-five\":0.6");
    SuiteState begun = Json.readText(Json.write(states.get(1)), "state", SuiteState.class);
    assertThat(begun).isEqualTo(states.get(1));
    SuiteState resumed =
        suite.resume(begun, identity, seven, Batches.first(5), (reached, examples) -> {});
    assertThat(resumed.verdicts()).isEqualTo(state.verdicts());
    assertThat(resumed.stages().get(1).topFive()).isEqualTo(3 / 5.0);
  }

  @Test
  void ofFiveClassesTheFiveFirstAreNotCounted() {
    Dataset five =
        Dataset.table(
            "five", 5, new float[] {.9f, 0, 0, 0, 0}, new int[1], List.of("a", "b", "c", "d", "e"));
    Classifier identity = Classifier.byAutograd(Device.CPU, inputs -> inputs);
    AttackSuite suite =
        new AttackSuite(
            List.of(new Fgsm()), new ThreatModel(Norm.LINF, 0.1, Optional.empty()), 5, 2);
    SuiteState state = suite.run(identity, five, new int[] {0}, (reached, examples) -> {});
    assertThat(state.cleanTopFive()).isNull();
    assertThat(state.stages().get(0).topFive()).isNull();
    assertThat(Json.write(state)).doesNotContain("top-five");
  }

  @Test
  void aStateOfAnotherRunIsRefused() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      List<SuiteState> states = new ArrayList<>();
      SUITE.run(Classifier.of(network), dataset, ALL, (reached, examples) -> states.add(reached));
      AttackSuite other = new AttackSuite(SUITE.attacks(), SUITE.threat().withEpsilon(0.1), 5, 16);
      assertThatThrownBy(
              () -> other.resume(states.get(1), Classifier.of(network), dataset, ALL, (a, b) -> {}))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("epsilon 0.1, found 0.03");
      int[] some = {1, 2};
      assertThatThrownBy(
              () ->
                  SUITE.resume(states.get(1), Classifier.of(network), dataset, some, (a, b) -> {}))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("other samples");
    }
  }

  @Test
  void whenNothingStandsTheOtherAttacksAreSkipped() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackSuite suite =
          new AttackSuite(
              List.of(AutoPgd.targeted(Norm.LINF), new Square(100)),
              ThreatModel.onPixels(Norm.LINF, 1),
              5,
              16);
      SuiteState state = suite.run(Classifier.of(network), dataset, ALL, (reached, examples) -> {});
      assertThat(state.robust()).isZero();
      assertThat(state.stages().get(1).attacked()).isZero();
    }
  }

  @Test
  void foundExamplesBreakTheNetworkAgainAfterStoring(@TempDir Path folder) {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackResult result =
          new AttackRun(SUITE.threat(), 5, 16).run(new Fgsm(), Classifier.of(network), dataset);
      AdversarialExamples examples = AdversarialExamples.of(dataset, List.of(result));
      assertThat(examples.size()).isEqualTo(result.count(Status.BROKEN)).isPositive();
      Path file = folder.resolve("examples.safetensors");
      examples.write(file);
      AdversarialExamples read = AdversarialExamples.read(file);
      assertThat(read.size()).isEqualTo(examples.size());
      assertThat(read.point(0)).isEqualTo(examples.point(0));
      assertThat(read.sample(0)).isEqualTo(examples.sample(0));
      assertThat(read.label(0)).isEqualTo(dataset.label(examples.sample(0)));
      assertThat(read.provenance())
          .containsEntry("attacks", "fgsm")
          .containsEntry("norm", "linf")
          .containsEntry("epsilon", "0.03")
          .containsEntry("dataset", "random");
      assertThat(read.accuracy(Classifier.of(network), 7).correct()).isZero();
      AdversarialExamples all = AdversarialExamples.ofAll(dataset, List.of(result));
      assertThat(all.size()).isEqualTo(SAMPLES);
      assertThat(all.accuracy(Classifier.of(network), 7).fraction())
          .isEqualTo(result.robustAccuracy());
    }
  }

  @Test
  void theCurveOfDistancesIsTheWorstCase() {
    try (LinearModel model = LinearModel.random(3, 10, 3)) {
      Dataset dataset = model.table(SAMPLES, 4);
      MinimumNormRun run = new MinimumNormRun(Norm.L2, Optional.empty(), 1, 20);
      AccuracyCurve curve =
          AccuracyCurve.ofDistances(
              List.of(
                  run.run(DeepFool.standard(), model, dataset, ALL),
                  run.run(Fab.untargeted(), model, dataset, ALL)));
      int clean = 0;
      for (int i = 0; i < SAMPLES; i++) {
        double exact = Math.max(0, model.distance(dataset.sample(i), dataset.label(i), Norm.L2));
        assertThat(curve.distances()[i]).isBetween(exact * 0.9999, exact * 1.002 + 1e-5);
        clean += exact > 0 ? 1 : 0;
      }
      assertThat(curve.at(0)).isEqualTo(clean / (double) SAMPLES);
      assertThat(curve.at(100)).isZero();
      double median = curve.median();
      assertThat(curve.at(median)).isBetween(0.4, 0.5);
    }
  }

  @Test
  void theCurveOfBallsFallsAndAgreesWithTheDistances() {
    try (LinearModel model = LinearModel.random(2, 10, 3)) {
      Dataset dataset = model.table(SAMPLES, 4);
      AttackSuite suite =
          new AttackSuite(
              List.of(new UniformNoise(1), IteratedGradientSign.onMargin()),
              new ThreatModel(Norm.LINF, 0, Optional.empty()),
              1,
              20);
      List<Double> epsilons = List.of(0.3, 0.0, 0.05, 0.1);
      AccuracyCurve curve = AccuracyCurve.ofBalls(suite, epsilons, model, dataset, ALL);
      for (double epsilon : epsilons) {
        int robust = 0;
        for (int i : ALL) {
          double distance = model.distance(dataset.sample(i), dataset.label(i), Norm.LINF);
          robust += distance > epsilon ? 1 : 0;
        }
        assertThat(curve.at(epsilon)).isEqualTo(robust / (double) SAMPLES);
      }
      assertThat(curve.at(0)).isLessThan(1);
      assertThat(curve.at(0.05)).isGreaterThan(curve.at(0.3));
    }
  }
}
