package org.widemargin.data;

import java.nio.file.Path;
import java.util.Optional;
import org.widemargin.error.InputException;

/**
 * Reads images from folders named after their classes: {@code DIR/train/CLASS} and {@code
 * DIR/test/CLASS} ({@code val} serves for {@code test}), or {@code DIR/CLASS} alone, of which a
 * part is then held out to test on.
 *
 * <p>Files are PNG or JPEG, whatever their names; folders inside a class's folder belong to it, and
 * links are followed. Classes and files are taken in the order of their names. Hidden files and
 * those that systems leave are left out and counted; anything else that is no image is refused, all
 * of it at once. Images are held in memory, at the size they are brought to.
 */
public final class ImageFolder implements NamedDataset {
  /** Made by the list of data sets. */
  ImageFolder() {}

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public String name() {
    return DatasetSpec.FOLDER;
  }

  @Override
  public DataSource load(DatasetSpec spec) {
    return load(spec, ReadingListener.SILENT);
  }

  @Override
  public DataSource load(DatasetSpec spec, ReadingListener listener) {
    Path folder =
        spec.requiredData("a folder with one folder of images for each class, or train and test");
    return new FolderReading(folder, spec, listener).read();
  }

  /**
   * Reads both parts.
   *
   * @param folder the folder
   * @param shape what to stretch every image to, converting colours; if empty, the size that all
   *     have, or else a common one that they are scaled and cropped to
   * @return the training and the test part
   * @throws InputException if a folder is missing, has no classes or no images, the parts have
   *     different classes, or a file is damaged or no image
   */
  public static DataSource read(Path folder, Optional<SampleShape> shape) {
    DatasetSpec spec = new DatasetSpec(DatasetSpec.FOLDER, folder, shape.orElse(null), null);
    return new ImageFolder().load(spec);
  }
}
