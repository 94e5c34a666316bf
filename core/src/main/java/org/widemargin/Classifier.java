package org.widemargin;

import static org.widemargin.error.InputException.require;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.checkpoint.RunName;
import org.widemargin.data.ImageFile;
import org.widemargin.data.SampleShape;
import org.widemargin.distance.Answer;
import org.widemargin.image.EncodedImage;
import org.widemargin.run.TrainedRun;

/**
 * A trained network that knows its classes' names and how its inputs are prepared: images are
 * brought to the size and the colours that it learned from, the columns of tables are scaled.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("runs/photos"))) {
 *   System.out.println(classifier.predict(Path.of("new.jpg")).className());
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads may ask one classifier at a time, and each gets the answers
 * that it would get alone. Closing waits for those that are being answered. It holds native memory:
 * close it.
 */
public final class Classifier implements AutoCloseable {
  private final TrainedRun run;
  private final List<String> classNames;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private Classifier(TrainedRun run) {
    this.run = run;
    this.classNames =
        run.classNames()
            .orElseGet(
                () ->
                    IntStream.range(0, run.network().spec().classes())
                        .mapToObj(String::valueOf)
                        .toList());
  }

  /**
   * Loads what {@link Training} or {@code widemargin train} has saved. It computes on a GPU where
   * one is usable, else on all processors (or {@code OMP_NUM_THREADS} of them).
   *
   * @param run the folder of a run
   * @return the classifier, to be closed
   * @throws org.widemargin.error.InputException if there is no run, or it is damaged
   */
  public static Classifier load(Path run) {
    return new Classifier(TrainedRun.load(run, Machine.prepare()));
  }

  /**
   * Loads a run, or a network that comes with the library.
   *
   * @param run the folder of a run, or {@code zoo:} and the name of a network: {@code
   *     widemargin-mnist} brings some, such as {@code zoo:mnist-clean} and {@code zoo:mnist-robust}
   * @return the classifier, to be closed
   * @throws org.widemargin.error.InputException if there is no such run or network, or it is
   *     damaged
   */
  public static Classifier load(String run) {
    return new Classifier(TrainedRun.load(new RunName(run), Machine.prepare()));
  }

  /**
   * Takes over a run that is loaded already, and closes it when it is closed.
   *
   * @param run the run
   * @return the classifier
   */
  public static Classifier of(TrainedRun run) {
    return new Classifier(run);
  }

  /**
   * The classes' names; numbers from 0 where an old run does not know them.
   *
   * @return in the order of {@link #probabilities}
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * The names of a table's columns.
   *
   * @return in the order of a row's numbers; empty for images, and where they have no names
   */
  public List<String> columns() {
    return run.table().map(table -> table.columns()).orElse(List.of());
  }

  /**
   * How many numbers a sample has.
   *
   * @return features of a table's row, or pixels times channels
   */
  public int sampleSize() {
    return shape().elements();
  }

  /**
   * What distances are measured in.
   *
   * @return {@code l1}, {@code l2}, {@code linf} or another norm, as the run was trained with; l2
   *     where it has no margin
   */
  public String norm() {
    return run.norm().toString();
  }

  /**
   * Classifies one sample.
   *
   * @param sample a row of a table in its own units; or pixels in [0,1], of the size that the
   *     network takes, in the order {@code [C, H, W]}
   * @return the answer
   * @throws org.widemargin.error.InputException if there are more or fewer numbers than the network
   *     takes, or a pixel is outside the range that it was made for
   * @throws IllegalStateException if the classifier is closed
   */
  public Prediction predict(float[] sample) {
    return predict(new float[][] {sample}).get(0);
  }

  /**
   * Classifies a batch of samples. For many, {@link #classify} is faster: it measures no distance.
   *
   * @param samples each as for {@link #predict(float[])}
   * @return an answer for each
   * @throws org.widemargin.error.InputException if a sample has more or fewer numbers than the
   *     network takes, or a pixel is outside the range that it was made for
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Prediction> predict(float[][] samples) {
    return predict(samples, LayerChoice.ALL);
  }

  /**
   * Classifies a batch of samples, with distances at some of the network's layers: at the input
   * alone they take a fraction of the time.
   *
   * @param samples each as for {@link #predict(float[])}
   * @param layers where to measure distances
   * @return an answer for each
   * @throws org.widemargin.error.InputException if a sample has more or fewer numbers than the
   *     network takes, a pixel is outside the range that it was made for, or the network has no
   *     such layer
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Prediction> predict(float[][] samples, LayerChoice layers) {
    return answers(prepared(samples), layers);
  }

  /**
   * Classifies a picture of any size, kind and colours.
   *
   * @param image the picture, opaque
   * @return the answer
   * @throws org.widemargin.error.InputException if it is transparent, or the network takes no
   *     images
   * @throws IllegalStateException if the classifier is closed
   */
  public Prediction predict(BufferedImage image) {
    return predict(EncodedImage.of(png(image), "the image"), "the image");
  }

  /**
   * Classifies a PNG or JPEG file.
   *
   * @param image the file, of any size
   * @return the answer
   * @throws org.widemargin.error.InputException as from {@link #predict(BufferedImage)}, and if the
   *     file is missing, damaged or no image
   * @throws IllegalStateException if the classifier is closed
   */
  public Prediction predict(Path image) {
    return predict(EncodedImage.read(image), image.toString());
  }

  /**
   * Classifies PNG or JPEG files, in batches.
   *
   * @param images the files, of any size
   * @return an answer for each
   * @throws org.widemargin.error.InputException as from {@link #predict(Path)}
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Prediction> predict(List<Path> images) {
    return answers(
        images.stream().map(image -> pixels(EncodedImage.read(image), image.toString())).toList(),
        LayerChoice.ALL);
  }

  /**
   * Classifies a PNG or JPEG image that is read from somewhere else than a file.
   *
   * @param image the bytes of the image, to their end; the stream stays the caller's to close
   * @return the answer
   * @throws IOException if the stream cannot be read
   * @throws org.widemargin.error.InputException as from {@link #predict(Path)}
   * @throws IllegalStateException if the classifier is closed
   */
  public Prediction predict(InputStream image) throws IOException {
    return predict(EncodedImage.of(image.readAllBytes(), "the image"), "the image");
  }

  /**
   * Brings a PNG or JPEG image to what {@link #predict(float[])} takes, so that images of several
   * sources can be asked for in one batch.
   *
   * @param image the bytes of the file
   * @return pixels in [0,1], in the order {@code [C, H, W]}
   * @throws org.widemargin.error.InputException as from {@link #predict(Path)}
   */
  public float[] pixels(byte[] image) {
    return pixels(EncodedImage.of(image, "the image"), "the image");
  }

  /**
   * Classifies a batch of samples without measuring distances: the fast way for many.
   *
   * @param samples each as for {@link #predict(float[])}
   * @return an answer for each, without distances
   * @throws org.widemargin.error.InputException if a sample has more or fewer numbers than the
   *     network takes, or a pixel is outside the range that it was made for
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Prediction> classify(float[][] samples) {
    List<float[]> inputs = prepared(samples);
    return open(() -> Answer.withoutDistances(run.network(), inputs)).stream()
        .map(this::named)
        .toList();
  }

  /**
   * Gives probabilities alone, in batches.
   *
   * @param samples each as for {@link #predict(float[])}
   * @return {@code [N, classes]}: for each sample the probability of each class, in the order of
   *     {@link #classNames}
   * @throws org.widemargin.error.InputException if a sample has more or fewer numbers than the
   *     network takes, or a pixel is outside the range that it was made for
   * @throws IllegalStateException if the classifier is closed
   */
  public double[][] probabilities(float[][] samples) {
    List<float[]> inputs = prepared(samples);
    return open(() -> Answer.probabilities(run.network(), inputs)).toArray(double[][]::new);
  }

  /**
   * Waits for those that are being answered, then frees the network. Closing again does nothing.
   */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      run.close();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Prediction predict(EncodedImage image, String where) {
    return answers(List.of(pixels(image, where)), LayerChoice.ALL).get(0);
  }

  private float[] pixels(EncodedImage image, String where) {
    return ImageFile.read(image, where, shape(), run.preparation(), remark -> {});
  }

  private List<float[]> prepared(float[][] samples) {
    return Arrays.stream(samples).map(this::prepared).toList();
  }

  private float[] prepared(float[] sample) {
    require(
        sample.length == shape().elements(),
        "expected a sample of %d numbers, since the network takes samples of shape %s, found %d",
        shape().elements(),
        shape(),
        sample.length);
    run.network().spec().input().requirePixels(sample, "bytes are divided by 255 first");
    return run.table().map(table -> table.prepared(sample)).orElse(sample);
  }

  private SampleShape shape() {
    return run.network().spec().input().shape();
  }

  private List<Prediction> answers(List<float[]> inputs, LayerChoice layers) {
    return open(() -> Answer.of(run.network(), inputs, run.norm(), layers)).stream()
        .map(this::named)
        .toList();
  }

  private Prediction named(Answer answer) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < classNames.size(); i++) {
      probabilities.put(classNames.get(i), answer.probabilities().get(i));
    }
    return new Prediction(
        classNames.get(answer.predicted()),
        classNames.get(answer.competitor()),
        probabilities,
        answer.distances());
  }

  private <T> List<T> open(Supplier<List<T>> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the classifier is closed");
      }
      return new ArrayList<>(work.get());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The picture as a file without loss: there is one reader, which knows every kind of pixels. */
  private static byte[] png(BufferedImage image) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (!ImageIO.write(image, "png", bytes)) {
        BufferedImage plain =
            new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        plain.createGraphics().drawImage(image, 0, 0, null);
        ImageIO.write(plain, "png", bytes);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a picture in memory could not be written to memory", e);
    }
  }
}
