package org.widemargin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.distance.Answer;
import org.widemargin.error.InputException;
import org.widemargin.norm.Norm;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.train.TrainingListener;

class ClassifierTest {
  private static final int THREADS = 16;

  @TempDir private static Path folder;
  private static Classifier classifier;

  @BeforeAll
  static void train() {
    classifier =
        Training.on(TrainingTest.Pictures.source())
            .steps(30)
            .listener(new TrainingListener() {})
            .saveTo(folder.resolve("run"));
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  private static BufferedImage picture(boolean upper, int type) {
    BufferedImage picture = new BufferedImage(12, 12, type);
    for (int y = 0; y < 12; y++) {
      for (int x = 0; x < 12; x++) {
        picture.setRGB(x, y, (y < 6) == upper ? 0xffdddddd : 0xff101010);
      }
    }
    return picture;
  }

  private static float[] random(int seed) {
    float[] pixels = new float[144];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return pixels;
  }

  @Test
  void picturesOfEveryKindAreNamed() throws Exception {
    Path file = folder.resolve("upper.png");
    ImageIO.write(picture(true, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    Prediction prediction = classifier.predict(file);
    assertThat(prediction.className()).isEqualTo("upper");
    assertThat(prediction.competitor()).isEqualTo("lower");
    assertThat(prediction.probability()).isGreaterThan(0.5);
    assertThat(prediction.probabilities().values().stream().mapToDouble(p -> p).sum())
        .isCloseTo(1, within(1e-6));
    assertThat(prediction.distances()).containsKeys("input", "logits");
    assertThat(prediction.distances().get("input")).isPositive();
    try (InputStream stream = Files.newInputStream(file)) {
      assertThat(classifier.predict(stream)).isEqualTo(prediction);
    }
    assertThat(classifier.predict(List.of(file, file)).get(1).className()).isEqualTo("upper");
    for (int type :
        new int[] {
          BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_3BYTE_BGR
        }) {
      assertThat(classifier.predict(picture(false, type)).className()).isEqualTo("lower");
    }
  }

  @Test
  void batchGivesTheAnswersOfItsSamples() {
    float[][] samples = new float[200][];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random(i);
    }
    List<Prediction> together = classifier.predict(samples);
    double[][] probabilities = classifier.probabilities(samples);
    assertThat(together).hasSize(samples.length);
    for (int i = 0; i < samples.length; i += 20) {
      Prediction alone = classifier.predict(samples[i]);
      // One sum of 512 numbers in another order.
      assertThat(together.get(i).probability()).isCloseTo(alone.probability(), within(1e-4));
      assertThat(probabilities[i][0]).isCloseTo(alone.probabilities().get("upper"), within(1e-4));
    }
    assertThat(classifier.predict(new float[0][])).isEmpty();
  }

  @Test
  void distancesAtTheInputAloneAreThoseOfAllLayers() {
    float[][] samples = {random(1), random(2), random(3)};
    List<Prediction> everywhere = classifier.predict(samples);
    List<Prediction> atInput = classifier.predict(samples, LayerChoice.INPUT);
    for (int i = 0; i < samples.length; i++) {
      assertThat(atInput.get(i).distances())
          .isEqualTo(Map.of("input", everywhere.get(i).distances().get("input")));
      assertThat(atInput.get(i).probabilities()).isEqualTo(everywhere.get(i).probabilities());
    }
  }

  @Test
  void sixteenThreadsGetTheAnswersOfOne() throws Exception {
    List<Prediction> expected = new ArrayList<>();
    for (int i = 0; i < THREADS * 4; i++) {
      expected.add(classifier.predict(random(i)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Prediction>>> answers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
          order.add(i);
        }
        Collections.rotate(order, 5 * thread);
        answers.add(threads.submit(() -> answered(order)));
      }
      for (Future<List<Prediction>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static List<Prediction> answered(List<Integer> order) {
    Prediction[] answers = new Prediction[order.size()];
    order.forEach(i -> answers[i] = classifier.predict(random(i)));
    return List.of(answers);
  }

  /** Of logits that are no numbers the first class would be the most probable. */
  @Test
  void samplesWithoutFiniteLogitsHaveNoAnswer() {
    float[] huge = new float[144];
    Arrays.fill(huge, 3e38f);
    float[] unknown = new float[144];
    unknown[3] = Float.NaN;
    try (TrainedRun run = TrainedRun.load(folder.resolve("run"), Device.CPU)) {
      for (float[] sample : List.of(huge, unknown)) {
        List<float[]> two = List.of(random(1), sample);
        for (ThrowingCallable question :
            List.<ThrowingCallable>of(
                () -> Answer.of(run.network(), List.of(sample), Norm.L2),
                () -> Answer.withoutDistances(run.network(), two),
                () -> Answer.probabilities(run.network(), two))) {
          assertThatThrownBy(question)
              .isInstanceOf(InputException.class)
              .hasMessageContaining("expected finite logits, found NaN or infinity");
        }
      }
    }
  }

  /** Bytes would get an answer too, a confident one. */
  @Test
  void pixelsOutsideTheRangeHaveNoAnswer() {
    for (float wrong : new float[] {200, -0.01f, Math.nextUp(1f), Float.NaN}) {
      float[] sample = random(1);
      sample[3] = wrong;
      float[][] two = {random(1), sample};
      for (ThrowingCallable question :
          List.<ThrowingCallable>of(
              () -> classifier.predict(sample),
              () -> classifier.classify(two),
              () -> classifier.probabilities(two))) {
        assertThatThrownBy(question)
            .isInstanceOf(InputException.class)
            .hasMessage(
                "expected pixels from 0.0 to 1.0, found %s; bytes are divided by 255 first", wrong);
      }
    }
    float[] ends = random(1);
    ends[0] = 0;
    ends[1] = 1;
    assertThat(classifier.classify(new float[][] {ends})).hasSize(1);
  }

  @Test
  void wrongSamplesAndClosedClassifiersAreRefused() {
    assertThatThrownBy(() -> classifier.predict(new float[3]))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("144");
    Classifier second = Classifier.load(folder.resolve("run"));
    second.close();
    second.close();
    assertThatThrownBy(() -> second.predict(new float[144]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> Classifier.load(folder.resolve("nothing")))
        .isInstanceOf(InputException.class);
  }
}
