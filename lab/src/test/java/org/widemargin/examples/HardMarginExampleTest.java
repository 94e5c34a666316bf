package org.widemargin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.figure.Figures;
import org.widemargin.torch.RandomStream;

/** The trained separator beside libsvm's with a hard margin. */
class HardMarginExampleTest {
  private static final double PRACTICALLY_HARD = 1e7;

  @BeforeAll
  static void quiet() {
    svm.svm_set_print_string_function(text -> {});
  }

  /** Separable points: those within a gap around a hyperplane are drawn again. */
  private static double[][] points(SplittableRandom random, int count, double[] scale, double gap) {
    return Stream.generate(() -> gaussian(random, scale))
        .filter(x -> Math.abs(side(x)) > gap)
        .limit(count)
        .toArray(double[][]::new);
  }

  private static double[] gaussian(SplittableRandom random, double[] scale) {
    return Arrays.stream(scale).map(s -> s * random.nextGaussian()).toArray();
  }

  /** Which side of a slanted hyperplane, and how far. */
  private static double side(double[] x) {
    double sum = 0.2;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * (i % 2 == 0 ? 1 : -0.5) / (1 + i);
    }
    return sum;
  }

  static Stream<Arguments> dataSets() {
    SplittableRandom random = RandomStream.of(3, "svm", 0);
    double[][] plane = points(random, 60, new double[] {1, 1}, 0.3);
    double[][] stretched = points(random, 40, new double[] {2, 0.5}, 0.15);
    double[][] eight = points(random, 120, new double[] {1, 1, 1, 2, 1, 0.5, 1, 1}, 0.4);
    GradientMode exact = new GradientMode.Exact();
    return Stream.of(
        Arguments.of("plane", plane, exact),
        Arguments.of("plane", plane, GradientMode.Boundary.measuring(1)),
        Arguments.of("stretched plane", stretched, exact),
        Arguments.of("eight dimensions", eight, exact));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("dataSets")
  void comesToTheSupportVectorMachine(String name, double[][] points, GradientMode mode) {
    int[] labels = Arrays.stream(points).mapToInt(x -> side(x) > 0 ? 1 : 0).toArray();
    double[] expected = hardMargin(points, labels);
    double[] found;
    try (HardMarginExample.Separator separator = HardMarginExample.train(points, labels, mode)) {
      found = separator.coefficients();
    }
    double degrees = Math.toDegrees(angle(found, expected));
    double share = margin(points, labels, found) / margin(points, labels, expected);
    System.out.printf(
        "%s, %s: angle %.4f degrees, margin %.5f of libsvm's %.4f%n",
        name, mode, degrees, share, margin(points, labels, expected));
    assertThat(degrees).as("degrees between the normals").isLessThan(1);
    assertThat(share).as("share of libsvm's margin").isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void writesAPicture(@TempDir Path folder) {
    double[][] plane = points(RandomStream.of(3, "svm", 0), 60, new double[] {1, 1}, 0.3);
    int[] labels = Arrays.stream(plane).mapToInt(x -> side(x) > 0 ? 1 : 0).toArray();
    try (HardMarginExample.Separator separator =
        HardMarginExample.train(plane, labels, new GradientMode.Exact())) {
      double margin = margin(plane, labels, separator.coefficients());
      Figures.write(
          HardMarginExample.figure(
              plane, labels, separator, String.format(Locale.ROOT, "Margin %.3f", margin)),
          folder,
          "hard-margin");
    }
    assertThat(folder.resolve("hard-margin.png")).isNotEmptyFile();
    assertThat(folder.resolve("hard-margin.svg")).content().contains("Margin 0.307");
  }

  /** Normal and bias, positive for class 1. */
  private static double[] hardMargin(double[][] points, int[] labels) {
    svm_problem problem = new svm_problem();
    problem.l = points.length;
    problem.x = Arrays.stream(points).map(HardMarginExampleTest::nodes).toArray(svm_node[][]::new);
    problem.y = Arrays.stream(labels).mapToDouble(y -> y == 1 ? 1 : -1).toArray();
    svm_parameter parameter = new svm_parameter();
    parameter.svm_type = svm_parameter.C_SVC;
    parameter.kernel_type = svm_parameter.LINEAR;
    parameter.C = PRACTICALLY_HARD;
    parameter.eps = 1e-9;
    parameter.cache_size = 10;
    svm_model model = svm.svm_train(problem, parameter);
    int features = points[0].length;
    double[] coefficients = new double[features + 1];
    for (int i = 0; i < model.l; i++) {
      for (int j = 0; j < features; j++) {
        coefficients[j] += model.sv_coef[0][i] * model.SV[i][j].value;
      }
    }
    coefficients[features] = -model.rho[0];
    // libsvm's first class is that of its first sample.
    double sign = model.label[0] == 1 ? 1 : -1;
    return Arrays.stream(coefficients).map(c -> sign * c).toArray();
  }

  private static svm_node[] nodes(double[] point) {
    return IntStream.range(0, point.length)
        .mapToObj(
            i -> {
              svm_node node = new svm_node();
              node.index = i + 1;
              node.value = point[i];
              return node;
            })
        .toArray(svm_node[]::new);
  }

  private static double angle(double[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length - 1; i++) {
      dot += a[i] * b[i];
    }
    return Math.acos(Math.min(1, dot / (length(a) * length(b))));
  }

  private static double length(double[] coefficients) {
    return Math.sqrt(Arrays.stream(coefficients, 0, coefficients.length - 1).map(c -> c * c).sum());
  }

  /** The signed distance of the nearest point, negative if one is on the wrong side. */
  private static double margin(double[][] points, int[] labels, double[] coefficients) {
    int features = coefficients.length - 1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points.length; i++) {
      double score = coefficients[features];
      for (int j = 0; j < features; j++) {
        score += coefficients[j] * points[i][j];
      }
      least = Math.min(least, (labels[i] == 1 ? score : -score) / length(coefficients));
    }
    return least;
  }
}
