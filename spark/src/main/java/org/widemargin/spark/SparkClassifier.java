package org.widemargin.spark;

import static org.widemargin.error.InputException.require;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.widemargin.Classifier;
import org.widemargin.checkpoint.RunName;
import org.widemargin.file.Sha256;
import org.widemargin.run.PackedRun;

/**
 * A trained network that scores the rows of Spark's data frames.
 *
 * <pre>{@code
 * SparkClassifier classifier = SparkClassifier.load(session, "runs/photos");
 * Dataset<Row> images = session.read().format("binaryFile").load("hdfs:///photos");
 * classifier.score(images, "content").select("path", "prediction.class").show();
 * }</pre>
 *
 * <p>The run is read where this is made and sent to the executors, each of which loads it once,
 * whichever number of tasks it has. A task computes with as many threads as it has cores ({@code
 * spark.task.cpus}).
 *
 * <p>Each row gets one column more, {@value #PREDICTION}, with these fields:
 *
 * <ul>
 *   <li>{@code class}, {@code competitor}: the names of the class with the highest probability and
 *       of the one after it;
 *   <li>{@code probability}: that of {@code class}; {@code probabilities}: of each class by name;
 *   <li>{@code distance}: how far the sample is from the boundary between the two, as {@link
 *       org.widemargin.Prediction#distances} tells; null from {@link #classify};
 *   <li>{@code error}: null; or why this row could not be scored, all other fields being null then.
 * </ul>
 *
 * <p>A row in which an input is null has the prediction null.
 */
public final class SparkClassifier implements Serializable {
  /** The column that {@link #score} and {@link #classify} add. */
  public static final String PREDICTION = "prediction";

  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> run;
  private final String digest;
  private final List<String> features;

  private SparkClassifier(Broadcast<byte[]> run, String digest, List<String> features) {
    this.run = run;
    this.digest = digest;
    this.features = features;
  }

  /**
   * Reads a run and sends it to the executors.
   *
   * @param session whose executors are to score
   * @param run the folder of a run, or {@code zoo:} and the name of a network, as the driver sees
   *     it
   * @return the classifier
   * @throws org.widemargin.error.InputException if there is no such run or network
   */
  public static SparkClassifier load(SparkSession session, String run) {
    List<String> features;
    try (Classifier classifier = Classifier.load(run)) {
      features = classifier.columns();
    }
    byte[] packed = PackedRun.packResult(new RunName(run));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return new SparkClassifier(context.broadcast(packed), Sha256.of(packed), features);
  }

  /**
   * Scores every row, with the distance to the boundary, which costs several times what the class
   * alone does.
   *
   * @param frame the rows
   * @param inputs the column that holds the samples: encoded images (binary: PNG or JPEG, of any
   *     size), or arrays of numbers, pixels in [0,1] in the order {@code [C, H, W]} or the features
   *     of a table in its own units; or the columns of a table's features; none for those of the
   *     names that the network learned from
   * @return the rows with the column {@value #PREDICTION}, computed when Spark asks for them
   * @throws org.widemargin.error.InputException if a column is missing, holds something else, or is
   *     another feature than the network has in its place
   */
  public Dataset<Row> score(Dataset<Row> frame, String... inputs) {
    return score(frame, inputs, true);
  }

  /**
   * Scores every row without a distance.
   *
   * @param frame as for {@link #score}
   * @param inputs as for {@link #score}
   * @return as from {@link #score}, the field {@code distance} being null
   * @throws org.widemargin.error.InputException as from {@link #score}
   */
  public Dataset<Row> classify(Dataset<Row> frame, String... inputs) {
    return score(frame, inputs, false);
  }

  private Dataset<Row> score(Dataset<Row> frame, String[] inputs, boolean withDistance) {
    require(
        !Arrays.asList(frame.columns()).contains(PREDICTION),
        "expected a data frame without a column '%s', which is to be added: rename it first",
        PREDICTION);
    SampleColumns columns = SampleColumns.of(frame.schema(), columns(List.of(inputs)));
    return frame.mapPartitions(
        new ScorePartition(run, digest, columns, withDistance),
        Encoders.row(frame.schema().add(PREDICTION, schema(), true)));
  }

  private List<String> columns(List<String> inputs) {
    if (inputs.isEmpty()) {
      return features;
    }
    require(
        inputs.size() == 1 || features.isEmpty() || inputs.equals(features),
        "expected the features in the order that the network has them, %s, found %s",
        String.join(", ", features),
        String.join(", ", inputs));
    return inputs;
  }

  /**
   * The fields of a prediction.
   *
   * @return the type of the column {@value #PREDICTION}
   */
  public static StructType schema() {
    return new StructType()
        .add("class", DataTypes.StringType)
        .add("competitor", DataTypes.StringType)
        .add("probability", DataTypes.DoubleType)
        .add(
            "probabilities",
            DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false))
        .add("distance", DataTypes.DoubleType)
        .add("error", DataTypes.StringType);
  }
}
