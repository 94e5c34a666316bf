package org.widemargin.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.Classifier;
import org.widemargin.checkpoint.RunName;
import org.widemargin.checkpoint.Zoo;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.network.Network;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.Tensors;
import org.widemargin.train.RunConfig;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;

/** The networks that come with the program. */
class ZooTest {
  private static final Pattern CLEAN =
      Pattern.compile("\\| all 10 000 test images \\| ([0-9.]+) % \\|");

  static List<String> names() {
    return Zoo.names();
  }

  @Test
  void everyFolderIsListed() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("..", "zoo"))) {
      assertThat(entries.filter(Files::isDirectory).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Zoo.names());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theCardSaysWhatIsMeasured(String name) {
    Matcher card = CLEAN.matcher(Zoo.card(name));
    assertThat(card.find()).isTrue();
    Dataset test = Mnist.load().test();
    try (Classifier classifier = Classifier.load(RunName.ZOO + name)) {
      float[][] samples = new float[test.size()][];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = test.sample(i);
      }
      double[][] probabilities = classifier.probabilities(samples);
      int right = 0;
      for (int i = 0; i < samples.length; i++) {
        right += largest(probabilities[i]) == test.label(i) ? 1 : 0;
      }
      // Another processor may see one or two images of 10 000 otherwise.
      assertThat(right / 100.0).isCloseTo(Double.parseDouble(card.group(1)), within(0.02));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void pictureOfAnotherSizeIsADigit(String name) {
    BufferedImage one = new BufferedImage(200, 200, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = one.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(90, 40, 20, 120);
    pen.dispose();
    try (Classifier classifier = Classifier.load(RunName.ZOO + name)) {
      assertThat(classifier.predict(one).className()).isEqualTo("1");
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Classifier.load("zoo:mnist-claen"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown network 'zoo:mnist-claen', expected one of ")
        .hasMessageEndingWith("did you mean 'mnist-clean'?");
  }

  @Test
  void trainingStartsFromANetworkByItsName() {
    RunConfig config =
        RunConfig.defaults()
            .with("model.name=mnist-cnn", "model.initial-weights=zoo:mnist-clean", "seed=9");
    assertThat(config.model().initialSha256()).matches("[0-9a-f]{64}");
    TrainingData data = TrainingData.split(Mnist.load(), config);
    try (Trainer trainer = new Trainer(config, data);
        TrainedRun zoo = TrainedRun.load(new RunName("zoo:mnist-clean"), Device.CPU)) {
      assertThat(values(trainer.network())).isEqualTo(values(zoo.network()));
    }
    RunConfig other = config.with("model.name='mlp:8'");
    assertThatThrownBy(() -> new Trainer(other, data))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("zoo:mnist-clean: ");
    assertThatThrownBy(() -> RunConfig.defaults().with("model.initial-weights=zoo:mnist-claen"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean 'mnist-clean'?");
  }

  private static Map<String, FloatBuffer> values(Network network) {
    Map<String, FloatBuffer> copies = new LinkedHashMap<>();
    network
        .state()
        .forEach((name, tensor) -> copies.put(name, FloatBuffer.wrap(Tensors.toFloats(tensor))));
    return copies;
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
