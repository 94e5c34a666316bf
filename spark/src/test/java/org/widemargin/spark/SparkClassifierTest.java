package org.widemargin.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.Classifier;
import org.widemargin.Prediction;
import org.widemargin.Training;
import org.widemargin.checkpoint.RunName;
import org.widemargin.data.DataSource;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Accuracy;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.mnist.Mnist;
import org.widemargin.run.PackedRun;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.train.TrainingListener;

/** Data frames of MNIST's test images, scored on {@code local[2]}. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparkClassifierTest {
  private static final String RUN = "zoo:mnist-clean";
  private static final int SIDE = 28;

  private static final StructType IMAGES =
      new StructType()
          .add("number", DataTypes.IntegerType)
          .add("image", DataTypes.BinaryType)
          .add("label", DataTypes.StringType);

  private static SparkSession session;
  private static org.widemargin.data.Dataset mnist;

  @BeforeAll
  static void start() {
    session =
        SparkSession.builder()
            .master("local[2]")
            .appName("scoring")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    mnist = Mnist.load().test();
  }

  @AfterAll
  static void stop() {
    session.stop();
    LoadedClassifiers.OF_THIS_EXECUTOR.close();
    assertThat(LoadedClassifiers.OF_THIS_EXECUTOR.size()).isZero();
  }

  private static float[] pixels(int sample) {
    return mnist.sample(sample);
  }

  private static byte[] png(int sample) {
    float[] pixels = pixels(sample);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, Math.round(pixels[i] * 255));
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Dataset<Row> images(int count) {
    List<Row> rows =
        IntStream.range(0, count)
            .mapToObj(i -> RowFactory.create(i, png(i), Integer.toString(mnist.label(i))))
            .toList();
    return session.createDataFrame(rows, IMAGES).repartition(4);
  }

  @Test
  void tenThousandRowsHaveTheClassesOfEvaluate() {
    Dataset<Row> scored =
        SparkClassifier.load(session, RUN).classify(images(mnist.size()), "image");
    List<Row> rows =
        scored.select("number", "label", "prediction.class", "prediction.error").collectAsList();
    assertThat(rows).hasSize(10_000);
    Map<Integer, Boolean> right = new HashMap<>();
    for (Row row : rows) {
      assertThat(row.isNullAt(3)).isTrue();
      right.put(row.getInt(0), row.getString(1).equals(row.getString(2)));
    }
    try (TrainedRun run = TrainedRun.load(new RunName(RUN), Device.CPU)) {
      Accuracy accuracy =
          AccuracyEvaluation.of(org.widemargin.evaluate.Classifier.of(run.network()), mnist, 500);
      for (int i = 0; i < mnist.size(); i++) {
        assertThat(right.get(i)).as("sample %s", i).isEqualTo(accuracy.isCorrect(i));
      }
    }
    // Four partitions, two at a time.
    assertThat(LoadedClassifiers.OF_THIS_EXECUTOR.size()).isEqualTo(1);
  }

  @Test
  void imagesAndArraysHaveTheAnswersOfTheClassifier() {
    int count = 150;
    SparkClassifier spark = SparkClassifier.load(session, RUN);
    List<Row> arrays =
        IntStream.range(0, count).mapToObj(i -> RowFactory.create(i, floats(pixels(i)))).toList();
    StructType schema =
        new StructType()
            .add("number", DataTypes.IntegerType)
            .add("pixels", DataTypes.createArrayType(DataTypes.FloatType));
    requireSameAsClassifier(spark.score(images(count), "image"));
    requireSameAsClassifier(spark.score(session.createDataFrame(arrays, schema), "pixels"));
  }

  /**
   * Batch by batch, to the last bit: a distance is found by a walk, which another batch's other
   * rounding may lead across a kink of the network to another point.
   */
  private static void requireSameAsClassifier(Dataset<Row> scored) {
    Map<Integer, List<Row>> partitions =
        scored
            .select(
                functions.spark_partition_id().as("partition"), col("prediction.*"), col("number"))
            .collectAsList()
            .stream()
            .collect(Collectors.groupingBy(row -> row.getAs("partition")));
    assertThat(partitions).hasSizeGreaterThan(1);
    try (Classifier classifier = Classifier.load(RUN)) {
      NativeRuntime.initialise(1);
      for (List<Row> batch : partitions.values()) {
        List<Prediction> expected =
            classifier.predict(
                batch.stream().map(row -> pixels(row.getAs("number"))).toArray(float[][]::new));
        for (int i = 0; i < batch.size(); i++) {
          requireSame(batch.get(i), expected.get(i));
        }
      }
    }
  }

  private static List<Float> floats(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static void requireSame(Row found, Prediction expected) {
    assertThat(found.<String>getAs("class")).isEqualTo(expected.className());
    assertThat(found.<String>getAs("competitor")).isEqualTo(expected.competitor());
    assertThat(found.<Double>getAs("probability")).isEqualTo(expected.probability());
    assertThat(found.<String, Double>getJavaMap(found.fieldIndex("probabilities")))
        .isEqualTo(expected.probabilities());
    assertThat(found.<Double>getAs("distance")).isEqualTo(expected.distances().get("input"));
    assertThat(found.<String>getAs("error")).isNull();
  }

  @Test
  void oneBadRowSaysWhatIsWrongAndLeavesTheOthers() {
    byte[] cut = Arrays.copyOf(png(1), 120);
    Dataset<Row> frame =
        session.createDataFrame(
            List.of(
                RowFactory.create(0, png(0), "7"),
                RowFactory.create(1, cut, "2"),
                RowFactory.create(2, null, "1"),
                RowFactory.create(3, png(3), "0")),
            IMAGES);
    List<Row> rows =
        SparkClassifier.load(session, RUN).score(frame, "image").orderBy("number").collectAsList();
    assertThat(prediction(rows, 0).<String>getAs("class")).isEqualTo("7");
    assertThat(prediction(rows, 1).<String>getAs("class")).isNull();
    assertThat(prediction(rows, 1).<String>getAs("error")).contains("image");
    assertThat(rows.get(2).isNullAt(rows.get(2).fieldIndex("prediction"))).isTrue();
    assertThat(prediction(rows, 3).<String>getAs("class")).isEqualTo("0");
  }

  /** The network would name a class for them, and be sure of it. */
  @Test
  void bytesInAnArrayAreNoPixels() {
    StructType schema =
        new StructType()
            .add("number", DataTypes.IntegerType)
            .add("bytes", DataTypes.createArrayType(DataTypes.IntegerType));
    List<Row> bytes = new ArrayList<>();
    for (int factor : new int[] {255, 1}) {
      List<Integer> values = new ArrayList<>();
      for (float pixel : pixels(0)) {
        values.add(Math.round(pixel * factor));
      }
      bytes.add(RowFactory.create(bytes.size(), values));
    }
    List<Row> rows =
        SparkClassifier.load(session, RUN)
            .classify(session.createDataFrame(bytes, schema), "bytes")
            .orderBy("number")
            .collectAsList();
    assertThat(prediction(rows, 0).<String>getAs("class")).isNull();
    assertThat(prediction(rows, 0).<String>getAs("error"))
        .contains("expected pixels from 0.0 to 1.0");
    assertThat(prediction(rows, 1).<String>getAs("class")).isEqualTo("7");
  }

  private static Row prediction(List<Row> rows, int index) {
    return rows.get(index).getAs("prediction");
  }

  @Test
  void columnsOfATableAreItsFeatures(@TempDir Path folder) {
    int[] labels = new int[60];
    double[] values = new double[2 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
      values[2 * i] = 10 * labels[i] + i % 5;
      values[2 * i + 1] = 1000 + i % 7;
    }
    org.widemargin.data.Dataset table =
        org.widemargin.data.Dataset.table(
            "rows", List.of("first", "second"), values, labels, List.of("low", "high"));
    String run = folder.resolve("run").toString();
    Training.on(new DataSource(table, table))
        .steps(60)
        .listener(new TrainingListener() {})
        .saveTo(Path.of(run))
        .close();
    StructType schema =
        new StructType()
            .add("first", DataTypes.DoubleType)
            .add("second", DataTypes.IntegerType)
            .add("name", DataTypes.StringType);
    Dataset<Row> frame =
        session.createDataFrame(
            List.of(
                RowFactory.create(1.5, 1003, "low"),
                RowFactory.create(12.5, 1003, "high"),
                RowFactory.create(null, 1003, "nothing")),
            schema);
    SparkClassifier spark = SparkClassifier.load(session, run);
    List<Row> rows = spark.classify(frame, "first", "second").collectAsList();
    assertThat(spark.classify(frame).collectAsList()).isEqualTo(rows);
    for (Row row : rows.subList(0, 2)) {
      assertThat(row.<Row>getAs("prediction").<String>getAs("class")).isEqualTo(row.getAs("name"));
      assertThat(row.<Row>getAs("prediction").<Double>getAs("distance")).isNull();
    }
    assertThat(rows.get(2).isNullAt(3)).isTrue();
    Row wrong = spark.classify(frame, "first").first();
    assertThat(wrong.<Row>getAs("prediction").<String>getAs("error"))
        .contains("expected a sample of 2 numbers, found 1");
    assertThatThrownBy(() -> spark.classify(frame, "second", "first"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("first, second, found second, first");
  }

  @Test
  void columnsThatHoldNoSamplesAreRefusedAtOnce() {
    SparkClassifier spark = SparkClassifier.load(session, RUN);
    Dataset<Row> frame = images(1);
    assertThatThrownBy(() -> spark.score(frame, "picture"))
        .isInstanceOf(InputException.class)
        .hasMessage("expected a data frame with the column 'picture', found number, image, label");
    assertThatThrownBy(() -> spark.score(frame))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found none");
    assertThatThrownBy(() -> spark.score(frame, "label"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found 'label' of type string");
    assertThatThrownBy(() -> spark.score(spark.score(frame, "image"), "image"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("rename it first");
    assertThatThrownBy(() -> SparkClassifier.load(session, "zoo:nothing"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("zoo:nothing");
  }

  @Test
  void aNetworkThatNobodyHasMakesRoomForAnother() {
    byte[] clean = PackedRun.packResult(new RunName(RUN));
    byte[] robust = PackedRun.packResult(new RunName("zoo:mnist-robust"));
    try (LoadedClassifiers loaded = new LoadedClassifiers()) {
      Classifier first = loaded.borrow("clean", () -> clean);
      assertThat(loaded.borrow("clean", () -> clean)).isSameAs(first);
      Classifier second = loaded.borrow("robust", () -> robust);
      assertThat(loaded.size()).isEqualTo(2);
      loaded.giveBack("clean");
      loaded.giveBack("clean");
      assertThat(loaded.borrow("robust", () -> robust)).isSameAs(second);
      assertThat(loaded.borrow("other", () -> clean)).isNotSameAs(first);
      assertThat(loaded.size()).isEqualTo(2);
      assertThatThrownBy(() -> first.classify(new float[][] {pixels(0)}))
          .isInstanceOf(IllegalStateException.class);
      loaded.giveBack("robust");
      loaded.giveBack("robust");
      loaded.giveBack("other");
    }
  }
}
