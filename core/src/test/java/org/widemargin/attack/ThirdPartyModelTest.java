package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.widemargin.checkpoint.ExternalWeights;
import org.widemargin.config.Yaml;
import org.widemargin.data.Dataset;
import org.widemargin.data.IdxReader;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.robustness.AccuracyCurve;
import org.widemargin.robustness.AttackSuite;
import org.widemargin.robustness.SuiteState;
import org.widemargin.torch.Device;

/**
 * A network trained by others against the figures of the reference implementation of AutoAttack on
 * the same 200 images. Runs only where {@code -Dwidemargin.models=FOLDER} names a folder with
 * {@code trades-mnist-smallcnn.safetensors}, {@code fab-linf.csv} and {@code fab-l2.csv}; takes
 * many minutes.
 */
@Tag("slow")
class ThirdPartyModelTest {
  private static final Logger LOG = LoggerFactory.getLogger(ThirdPartyModelTest.class);
  private static final String FOLDER = "widemargin.models";
  private static final int SAMPLES = 200;
  private static final int[] ALL = Batches.first(SAMPLES);

  @BeforeAll
  static void needsTheFolder() {
    Assumptions.assumeTrue(
        System.getProperty(FOLDER) != null,
        "skipped: give the folder of the third-party network with -D" + FOLDER + "=FOLDER");
  }

  private static Path file(String name) {
    return Path.of(System.getProperty(FOLDER, ""), name);
  }

  private static Network network() {
    Path spec = Path.of("../specs/trades-mnist-smallcnn.yaml");
    return ExternalWeights.load(
        Yaml.read(spec, NetworkSpec.class), file("trades-mnist-smallcnn.safetensors"), Device.CPU);
  }

  private static Dataset images() {
    Path folder = Path.of("../mnist/src/main/resources/org/widemargin/mnist");
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return IdxReader.readFolder(folder, "mnist", names).test();
  }

  @Test
  void autoAttackComesWithinAPointOfTheReference() {
    try (Network network = network()) {
      ThreatModel threat = ThreatModel.onPixels(Norm.LINF, 0.3);
      AttackSuite suite = new AttackSuite(AutoAttack.standard(Norm.LINF), threat, 0, SAMPLES);
      SuiteState state =
          suite.run(
              Classifier.of(network),
              images(),
              ALL,
              (reached, examples) -> LOG.info("{}", reached.stages()));
      assertThat(state.clean()).isEqualTo(1);
      List<Double> robust = state.stages().stream().map(SuiteState.Stage::robust).toList();
      assertThat(robust.get(0)).as("apgd-ce").isCloseTo(0.915, within(0.01 + 1e-9));
      assertThat(robust.get(1)).as("apgd-t").isCloseTo(0.915, within(0.01 + 1e-9));
      assertThat(robust.get(2)).as("fab-t").isCloseTo(0.915, within(0.01 + 1e-9));
      assertThat(robust.get(3)).as("square").isCloseTo(0.91, within(0.01 + 1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({"linf,fab-linf.csv", "l2,fab-l2.csv"})
  void fabFindsTheReferencesDistances(String norm, String reference) throws IOException {
    double[] expected =
        Files.readAllLines(file(reference)).stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[3]))
            .sorted()
            .toArray();
    double median = (expected[SAMPLES / 2 - 1] + expected[SAMPLES / 2]) / 2;
    try (Network network = network()) {
      Dataset images = images();
      MinimumNormRun run = new MinimumNormRun(Norm.parse(norm), images.validRange(), 0, SAMPLES);
      AttackResult result = run.run(Fab.untargeted(), Classifier.of(network), images, ALL);
      double found = AccuracyCurve.ofDistances(List.of(result)).median();
      LOG.info("{}: median {}, reference {}, {} s", norm, found, median, result.seconds());
      assertThat(result.count(SampleOutcome.Status.BROKEN)).isEqualTo(SAMPLES);
      assertThat(found).isCloseTo(median, within(0.05 * median));
    }
  }
}
