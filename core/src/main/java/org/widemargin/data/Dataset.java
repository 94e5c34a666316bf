package org.widemargin.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.image.ImagePreparation;

/**
 * Labelled samples, immutable, in plain arrays until they are batched.
 *
 * <p>Images are kept as bytes and handed out as pixels in [0,1] (value / 255); rows of features are
 * handed out as they are. Subsets and relabelled sets share the samples of the set they come from.
 */
public final class Dataset {
  private final String name;
  private final SampleStore store;
  private final int[] rows;
  private final int[] labels;
  private final DataDescription description;
  private final List<String> undecodable;
  private final Lazy<String> sha256 = new Lazy<>(this::digest);

  private Dataset(
      String name,
      SampleStore store,
      int[] rows,
      int[] labels,
      DataDescription description,
      List<String> undecodable) {
    this.name = name;
    this.store = store;
    this.rows = rows;
    this.labels = labels;
    this.description = description;
    this.undecodable = List.copyOf(undecodable);
    check();
  }

  /**
   * Makes a set of images.
   *
   * @param name the name for messages and provenance
   * @param shape the shape of one image
   * @param pixels unsigned bytes, image after image, each {@code [C, H, W]}; not copied, so not to
   *     be changed afterwards
   * @param labels the class of each image, from 0
   * @param classNames the classes' names, in the order of the labels
   * @return the data set
   * @throws InputException if there are no images, fewer than two classes, a count that does not
   *     fit, or a label that is no class
   */
  public static Dataset images(
      String name, SampleShape.Image shape, byte[] pixels, int[] labels, List<String> classNames) {
    checkLength(name, shape, pixels.length, labels.length);
    return whole(
        name, new PixelStore(shape, pixels), labels, new DataDescription(classNames, null, null));
  }

  /** The same with an array for each image; of more than 2 GB together, if need be. */
  static Dataset images(
      String name,
      SampleShape.Image shape,
      List<byte[]> images,
      List<Path> files,
      int[] labels,
      List<String> classNames,
      @Nullable ImagePreparation preparation,
      List<String> undecodable) {
    int[] rows = IntStream.range(0, labels.length).toArray();
    return new Dataset(
        name,
        new ImageStore(shape, images, files),
        rows,
        labels,
        new DataDescription(classNames, preparation, null),
        undecodable);
  }

  /**
   * Makes a set of feature rows.
   *
   * @param name the name for messages and provenance
   * @param features how many numbers a row has
   * @param values row after row; not copied, so not to be changed afterwards
   * @param labels the class of each row, from 0
   * @param classNames the classes' names, in the order of the labels
   * @return the data set
   * @throws InputException if there are no rows, fewer than two classes, a count that does not fit,
   *     or a label that is no class
   */
  public static Dataset table(
      String name, int features, float[] values, int[] labels, List<String> classNames) {
    SampleShape.Features shape = new SampleShape.Features(features);
    checkLength(name, shape, values.length, labels.length);
    return whole(
        name, new FeatureStore(shape, values), labels, new DataDescription(classNames, null, null));
  }

  /**
   * Makes a set of rows whose features have names, kept in double precision until they are scaled.
   *
   * @param name the name for messages and provenance
   * @param columns the features' names
   * @param values row after row; not copied, so not to be changed afterwards
   * @param labels the class of each row, from 0
   * @param classNames the classes' names, in the order of the labels
   * @return the data set
   * @throws InputException if there are no rows, fewer than two classes, a count that does not fit,
   *     a column without a name of its own, or a label that is no class
   */
  public static Dataset table(
      String name, List<String> columns, double[] values, int[] labels, List<String> classNames) {
    return table(name, columns, values, labels, classNames, List.of());
  }

  /** The same, which knows where each row was read from. */
  static Dataset table(
      String name,
      List<String> columns,
      double[] values,
      int[] labels,
      List<String> classNames,
      List<SampleOrigin> origins) {
    SampleShape.Features shape = new SampleShape.Features(columns.size());
    checkLength(name, shape, values.length, labels.length);
    return whole(
        name,
        new NumberStore(shape, values, origins),
        labels,
        new DataDescription(classNames, null, new TableDescription(columns, null)));
  }

  /** The same rows scaled: their numbers are replaced, all else stays. */
  Dataset scaled(float[] values, FeatureScaling scaling) {
    SampleShape.Features shape = new SampleShape.Features(sampleShape().elements());
    return whole(
        name, new FeatureStore(shape, values, this::origin), labels, description.scaledBy(scaling));
  }

  private static Dataset whole(
      String name, SampleStore store, int[] labels, DataDescription description) {
    int[] rows = new int[labels.length];
    Arrays.setAll(rows, row -> row);
    return new Dataset(name, store, rows, labels.clone(), description, List.of());
  }

  /**
   * A set of images that are decoded when they are asked for; those that cannot be are left out.
   */
  static Dataset files(
      String name,
      FileStore store,
      int[] rows,
      int[] labels,
      DataDescription description,
      List<String> undecodable) {
    return new Dataset(name, store, rows, labels, description, undecodable);
  }

  private static void checkLength(String name, SampleShape shape, int length, int labels) {
    InputException.require(
        length == (long) labels * shape.elements(),
        "%s: %d labels need %d values for samples of shape %s, found %d",
        name,
        labels,
        (long) labels * shape.elements(),
        shape,
        length);
  }

  private void check() {
    InputException.require(rows.length > 0, "%s: a data set needs at least one sample", name);
    InputException.require(
        labels.length == rows.length,
        "%s: %d samples but %d labels; there must be one label for each sample",
        name,
        rows.length,
        labels.length);
    InputException.require(
        classes() >= 2,
        "%s: a classifier needs at least two classes, found %s",
        name,
        classNames());
    for (int i = 0; i < labels.length; i++) {
      InputException.require(
          labels[i] >= 0 && labels[i] < classes(),
          "%s: label %d of sample %d is outside the classes 0 to %d",
          name,
          labels[i],
          i,
          classes() - 1);
    }
  }

  /** {@return the name used in messages and provenance} */
  public String name() {
    return name;
  }

  /** {@return the number of samples, at least 1} */
  public int size() {
    return rows.length;
  }

  /** {@return the shape of one sample} */
  public SampleShape sampleShape() {
    return store.shape();
  }

  /** {@return the number of classes, at least 2, whether or not each has samples} */
  public int classes() {
    return description.classNames().size();
  }

  /** {@return the names of the classes in the order of the labels} */
  public List<String> classNames() {
    return description.classNames();
  }

  /** {@return what a network that learns from this has to be told of it} */
  public DataDescription description() {
    return description;
  }

  /** {@return the box that every valid sample lies in: [0,1] for images, none for tables} */
  public Optional<ValidRange> validRange() {
    return store.validRange();
  }

  /**
   * Returns the class of a sample.
   *
   * @param index the sample, from 0 to {@link #size()} - 1
   * @return the class, from 0 to {@link #classes()} - 1
   */
  public int label(int index) {
    return labels[index];
  }

  /**
   * Where a sample was read from.
   *
   * @param index the sample, from 0 to {@link #size()} - 1
   * @return a file, or a line of one; empty for sets that are not the user's own files
   */
  public Optional<SampleOrigin> origin(int index) {
    return store.origin(rows[index]);
  }

  /**
   * Finds the samples of this set in the one that they were chosen from.
   *
   * @param whole a set that holds each sample once
   * @return for each sample of this set its number in the whole
   * @throws IllegalArgumentException if a sample of this set is none of the whole
   */
  public int[] placesIn(Dataset whole) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int place = 0; place < whole.rows.length; place++) {
      places.put(whole.rows[place], place);
    }
    return Arrays.stream(rows)
        .map(
            row -> {
              Integer place = store == whole.store ? places.get(row) : null;
              if (place == null) {
                throw new IllegalArgumentException(this + " is not a part of " + whole);
              }
              return place;
            })
        .toArray();
  }

  /** {@return the class of every sample; a fresh array} */
  public int[] labels() {
    return labels.clone();
  }

  /**
   * Copies a sample's numbers with all the digits that they were read with.
   *
   * @param index the sample, from 0 to {@link #size()} - 1
   * @param target where to
   * @param offset the first element written; {@code sampleShape().elements()} elements are written
   */
  void copyExactly(int index, double[] target, int offset) {
    Objects.checkFromIndexSize(offset, sampleShape().elements(), target.length);
    store.copyExactly(rows[index], target, offset);
  }

  /**
   * Copies a sample's numbers, images in the order {@code [C, H, W]} with pixels in [0,1].
   *
   * @param index the sample, from 0 to {@link #size()} - 1
   * @param target where to
   * @param offset the first element written; {@code sampleShape().elements()} elements are written
   */
  public void copyTo(int index, float[] target, int offset) {
    Objects.checkFromIndexSize(offset, sampleShape().elements(), target.length);
    store.copyTo(rows[index], target, offset);
  }

  /** Copies a random part of an image, stretched to the shape. */
  void copyPart(
      int index, RandomResizedCrop crop, SplittableRandom random, float[] target, int offset) {
    Objects.checkFromIndexSize(offset, sampleShape().elements(), target.length);
    store.copyPart(rows[index], crop, random, target, offset);
  }

  /**
   * Tells whether samples are decoded each time they are asked for, which is work for all
   * processors, and not just copied out of memory.
   *
   * @return whether they are
   */
  public boolean decodes() {
    return store.decodes();
  }

  /**
   * The files that could not be decoded and were left out of the part that this is of.
   *
   * @return a line for each, which begins with the file and says what is wrong; mostly none
   */
  public List<String> undecodable() {
    return undecodable;
  }

  /**
   * Returns a sample's numbers.
   *
   * @param index the sample, from 0 to {@link #size()} - 1
   * @return a fresh array of {@code sampleShape().elements()} elements
   */
  public float[] sample(int index) {
    float[] sample = new float[sampleShape().elements()];
    copyTo(index, sample, 0);
    return sample;
  }

  /** One sample as exactly as it is kept; a fresh array. */
  double[] exact(int index) {
    double[] exact = new double[sampleShape().elements()];
    copyExactly(index, exact, 0);
    return exact;
  }

  /**
   * Returns chosen samples of this set, in the order given; the samples are shared, not copied.
   *
   * @param indices which samples, each from 0 to {@link #size()} - 1; one may occur more than once
   * @return the subset, with the same name and classes
   * @throws InputException if no index is given
   * @throws IndexOutOfBoundsException if an index is no sample
   */
  public Dataset subset(int[] indices) {
    int[] chosenRows = new int[indices.length];
    int[] chosenLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      chosenRows[i] = rows[indices[i]];
      chosenLabels[i] = labels[indices[i]];
    }
    return new Dataset(name, store, chosenRows, chosenLabels, description, undecodable);
  }

  /**
   * Returns the same samples with other labels.
   *
   * @param newLabels one class for each sample
   * @return the relabelled set, sharing the samples of this one
   * @throws InputException if the number of labels is not the number of samples, or a label is no
   *     class
   */
  public Dataset withLabels(int[] newLabels) {
    return new Dataset(name, store, rows, newLabels.clone(), description, undecodable);
  }

  /**
   * Returns the same samples with their labels in another order of classes: each keeps the name of
   * its class.
   *
   * @param names every class that this set has, and others if need be
   * @return the relabelled set, sharing the samples of this one
   * @throws InputException if a class of this set is none of these
   */
  public Dataset withClasses(List<String> names) {
    if (names.equals(classNames())) {
      return this;
    }
    for (String own : classNames()) {
      InputException.require(
          names.contains(own),
          "%s: found a class '%s', expected one of %s; give it the name that it had",
          name,
          own,
          names);
    }
    int[] places = classNames().stream().mapToInt(names::indexOf).toArray();
    int[] relabelled = Arrays.stream(labels).map(label -> places[label]).toArray();
    return new Dataset(name, store, rows, relabelled, description.withClasses(names), undecodable);
  }

  /**
   * Returns what was done to every image of this set, so that it can be done to others.
   *
   * @return empty where samples were taken as they are
   */
  public Optional<ImagePreparation> preparation() {
    return Optional.ofNullable(description.images());
  }

  /**
   * Returns the same set under another name.
   *
   * @param newName the name for messages and provenance
   * @return the renamed set, sharing the samples of this one
   */
  public Dataset withName(String newName) {
    return new Dataset(newName, store, rows, labels, description, undecodable);
  }

  /**
   * Returns the SHA-256 of the contents, in lower-case hexadecimal: the shape, the classes, and
   * every sample with its label in order. The name does not count. Computed when first asked for.
   *
   * <p>Of images that are decoded only when they are asked for it takes in how they are prepared,
   * and of each file its class, its name and its size instead of its pixels: another copy of the
   * same files has the same digest, and a million take a second.
   *
   * @return 64 characters
   */
  public String sha256() {
    return sha256.get();
  }

  private String digest() {
    DatasetDigest digest = new DatasetDigest(sampleShape(), classNames());
    for (int i = 0; i < size(); i++) {
      digest.add(label(i), store, rows[i]);
    }
    return digest.sha256();
  }

  @Override
  public String toString() {
    return name
        + " ("
        + size()
        + " samples of shape "
        + sampleShape()
        + ", "
        + classes()
        + " classes)";
  }
}
