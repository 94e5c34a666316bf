package org.widemargin.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.widemargin.error.InputException;
import org.widemargin.image.EncodedImage;
import org.widemargin.image.ImageBox;
import org.widemargin.image.ImagePreparation;

/**
 * Images that are decoded when they are asked for, each time anew, by whichever thread asks: for
 * data sets that do not fit into memory.
 */
final class FileStore implements SampleStore {
  private static final String WAY_OUT =
      "; mend the file, or leave out what cannot be decoded: --undecodable skip";

  private final SampleShape.Image shape;
  private final ImagePreparation preparation;
  private final ClassFiles files;
  private final String remedy;
  private final Consumer<String> remarks;
  private final AtomicBoolean remarked = new AtomicBoolean();

  /**
   * Takes files.
   *
   * @param preparation what every image is brought to
   * @param files where they are
   * @param remedy what to do if a file was changed after it was listed
   * @param remarks is told the first thing that was wrong with an image and did not keep it from
   *     being read, by any thread
   */
  FileStore(
      ImagePreparation preparation, ClassFiles files, String remedy, Consumer<String> remarks) {
    this.shape =
        new SampleShape.Image(preparation.channels(), preparation.height(), preparation.width());
    this.preparation = preparation;
    this.files = files;
    this.remedy = remedy;
    this.remarks = remarks;
  }

  @Override
  public SampleShape shape() {
    return shape;
  }

  @Override
  public void copyTo(int index, float[] target, int offset) {
    ListedFile file = files.file(index);
    byte[] pixels = decoded(file, image -> image.prepared(preparation, told(file)));
    PixelValues.scale(pixels, 0, target, offset, pixels.length);
  }

  @Override
  public void copyPart(
      int index, RandomResizedCrop crop, SplittableRandom random, float[] target, int offset) {
    ListedFile file = files.file(index);
    byte[] pixels =
        decoded(
            file,
            image -> {
              ImageBox box = crop.part(image.height(), image.width(), random);
              return image.prepared(box, preparation, told(file));
            });
    PixelValues.scale(pixels, 0, target, offset, pixels.length);
  }

  /** What is made of an image. */
  private interface Decoding {
    byte[] of(EncodedImage image);
  }

  private byte[] decoded(ListedFile file, Decoding decoding) {
    file.requireUnchanged(remedy);
    try {
      return decoding.of(EncodedImage.read(file.path()));
    } catch (InputException e) {
      throw new InputException(e.getMessage() + WAY_OUT, e);
    }
  }

  private Consumer<String> told(ListedFile file) {
    return remark -> {
      if (!remarked.getAndSet(true)) {
        remarks.accept(
            file.path() + ": " + remark + " (other images that are like this are not named)");
      }
    };
  }

  @Override
  public Optional<SampleOrigin> origin(int index) {
    return Optional.of(new SampleOrigin(files.file(index).path(), 0));
  }

  @Override
  public boolean decodes() {
    return true;
  }

  @Override
  public Optional<ValidRange> validRange() {
    return Optional.of(ValidRange.UNIT);
  }

  /**
   * Takes in the file's class, name and size and how images are prepared; not what is in the files,
   * since to read 150 GB before every training would take longer than many trainings.
   */
  @Override
  public void digest(int index, MessageDigest digest) {
    digest.update(preparation.identity().getBytes(StandardCharsets.UTF_8));
    files.digest(index, digest);
  }
}
