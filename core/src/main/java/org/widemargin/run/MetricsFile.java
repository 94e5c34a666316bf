package org.widemargin.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.SealedLine;
import org.widemargin.train.SplitMetrics;

/** A run's {@code metrics.jsonl}: one line for each evaluation and part of the data. */
public final class MetricsFile implements Closeable {
  /**
   * One line.
   *
   * @param step after how many updates
   * @param split {@code train}, {@code validation} or {@code test}
   * @param losses the mean {@code loss} and its parts, by name
   * @param accuracy the part classified rightly, from 0 to 1
   * @param top5Accuracy the part whose class is among the five first; of more than ten classes only
   * @param distance for each layer the mean distance to the nearest boundary
   * @param training of the training part only: {@code learning-rate}, {@code gradient-norm}
   * @param seconds how long the run has taken so far; this and the next are the only figures that
   *     differ between two runs of the same configuration
   * @param dataShare of the training part only: the part of the steps' time, since the last
   *     evaluation, that went by waiting for data
   */
  public record Line(
      long step,
      String split,
      Map<String, Double> losses,
      double accuracy,
      @Nullable Double top5Accuracy,
      Map<String, Double> distance,
      Map<String, Double> training,
      double seconds,
      @Nullable Double dataShare) {
    Line(SplitMetrics metrics, double seconds, @Nullable Double dataShare) {
      this(
          metrics.step(),
          metrics.split(),
          metrics.losses(),
          metrics.accuracy(),
          metrics.top5Accuracy(),
          metrics.distance(),
          metrics.training(),
          seconds,
          dataShare);
    }

    /** Copies the maps. */
    public Line {
      losses = SplitMetrics.copy(losses);
      distance = SplitMetrics.copy(distance);
      training = SplitMetrics.copy(training);
    }
  }

  private final AppendedFile file;

  private MetricsFile(AppendedFile file) {
    this.file = file;
  }

  /**
   * Reads the evaluations of a run.
   *
   * @param path the file
   * @return its lines; the last may be missing where writing was interrupted
   * @throws InputException if the file cannot be read, or a line is damaged
   */
  public static List<Line> read(Path path) {
    return written(path).stream().map(Written::line).toList();
  }

  /** A line with the text that it was read from. */
  private record Written(String text, Line line) {}

  private static List<Written> written(Path path) {
    String text;
    try {
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InputException("expected the metrics of a run, found nothing at " + path, e);
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + e.getMessage(), e);
    }
    List<Written> lines = new ArrayList<>();
    // What follows the last line break is a line that was being written.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    int number = 0;
    for (String line : whole.lines().toList()) {
      String where = path + " line " + ++number;
      String json = SealedLine.open(line, where);
      lines.add(new Written(line, Json.readText(json, where, Line.class)));
    }
    return lines;
  }

  /**
   * Opens the file of a run to go on with, without what was written after the run's checkpoint.
   *
   * @param path the file; may be missing
   * @param step the checkpoint's step
   * @return the file, to be closed
   * @throws InputException if it cannot be read or written
   */
  static MetricsFile open(Path path, long step) {
    if (Files.exists(path)) {
      UnfinishedLine.tell(path);
      StringBuilder kept = new StringBuilder();
      for (Written written : written(path)) {
        if (written.line().step() <= step) {
          kept.append(written.text()).append('\n');
        }
      }
      AtomicFiles.writeText(path, kept.toString());
    }
    return appendingTo(path);
  }

  /** Opens a file as it is. */
  static MetricsFile appendingTo(Path path) {
    try {
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      return new MetricsFile(new AppendedFile(path, channel));
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }

  /** Appends a line; a reader may follow a running training. */
  void append(Line line) {
    String text = SealedLine.seal(Json.writeLine(line)) + "\n";
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    file.close();
  }
}
