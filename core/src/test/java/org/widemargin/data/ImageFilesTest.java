package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;

class ImageFilesTest {
  private static final SampleShape GREY = new SampleShape.Image(1, 2, 3);
  private static final SampleShape RGB = new SampleShape.Image(3, 2, 3);

  @TempDir Path folder;

  /** An image 3 wide and 2 high; grey levels count 0, 40, 80, ... or the given packed colours. */
  private Path grey(String name, String format) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 6; i++) {
      image.getRaster().setSample(i % 3, i / 3, 0, 40 * i);
    }
    return written(image, name, format);
  }

  private Path colour(String name, int... packed) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, packed[i % packed.length]);
    }
    return written(image, name, "png");
  }

  private Path written(BufferedImage image, String name, String format) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private void assertRefused(Path file, SampleShape shape, String message) {
    assertThatThrownBy(() -> ImageFile.read(file, shape))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void greyLevelsAreReadAsTheyAreWritten() throws Exception {
    assertThat(ImageFile.read(grey("grey.png", "png"), GREY))
        .containsExactly(0, 40 / 255f, 80 / 255f, 120 / 255f, 160 / 255f, 200 / 255f);
  }

  @Test
  void sixteenAndOneBitGreyAreScaled() throws Exception {
    BufferedImage deep = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(1, 0, 0, 65535);
    deep.getRaster().setSample(2, 0, 0, 257 * 100);
    assertThat(ImageFile.read(written(deep, "deep.png", "png"), GREY))
        .containsExactly(0, 1, 100 / 255f, 0, 0, 0);
    BufferedImage binary = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY);
    binary.setRGB(0, 0, 0xffffff);
    assertThat(ImageFile.read(written(binary, "binary.png", "png"), GREY))
        .containsExactly(1, 0, 0, 0, 0, 0);
  }

  @Test
  void coloursAreReadPlaneByPlane() throws Exception {
    float[] pixels = ImageFile.read(colour("colour.png", 0x0a141e, 0x28323c), RGB);
    assertThat(pixels[0]).isEqualTo(10 / 255f);
    assertThat(pixels[1]).isEqualTo(40 / 255f);
    assertThat(pixels[6]).isEqualTo(20 / 255f);
    assertThat(pixels[12]).isEqualTo(30 / 255f);
  }

  @Test
  void coloursBecomeGreyByLumaAndGreyBecomesEqualChannels() throws Exception {
    float[] pixels = ImageFile.read(colour("c.png", 0xff0000, 0x00ff00, 0x0000ff, 0x505050), GREY);
    assertThat(pixels[0]).isEqualTo(76 / 255f);
    assertThat(pixels[1]).isEqualTo(150 / 255f);
    assertThat(pixels[2]).isEqualTo(29 / 255f);
    assertThat(pixels[3]).isEqualTo(80 / 255f);
    float[] planes = ImageFile.read(grey("g.png", "png"), RGB);
    assertThat(Arrays.copyOf(planes, 6)).isEqualTo(Arrays.copyOfRange(planes, 12, 18));
    assertThat(planes[7]).isEqualTo(40 / 255f);
  }

  @Test
  void jpegIsReadWhateverItsEnding() throws Exception {
    BufferedImage flat = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 6; i++) {
      flat.setRGB(i % 3, i / 3, 0x808080);
    }
    for (float pixel : ImageFile.read(written(flat, "flat.png", "jpg"), RGB)) {
      assertThat(pixel).isCloseTo(128 / 255f, within(2 / 255f));
    }
  }

  @Test
  void anotherSizeIsScaledAndCroppedWithAWord() throws Exception {
    Path file = colour("wide.png", 0x0a141e, 0x28323c);
    List<String> remarks = new ArrayList<>();
    float[] made =
        ImageFile.read(file, new SampleShape.Image(3, 1, 1), Optional.empty(), remarks::add);
    BufferedImage stored = ImageIO.read(file.toFile());
    assertThat(remarks)
        .containsExactly(
            file
                + ": is of %dx%d (width x height) and is scaled and cropped to 1x1, the size of all images that the network learned from"
                    .formatted(stored.getWidth(), stored.getHeight()));
    assertThat(made)
        .isEqualTo(
            ImageFile.read(
                file,
                new SampleShape.Image(3, 1, 1),
                Optional.of(new ImagePreparation(3, 1, 1, ImageFit.CROP)),
                remark -> {}));
  }

  @Test
  void coloursThatAreLostAreTold() throws Exception {
    Path file = colour("colours.png", 0x0a141e);
    List<String> remarks = new ArrayList<>();
    ImageFile.read(file, new SampleShape.Image(1, 1, 1), Optional.empty(), remarks::add);
    assertThat(remarks)
        .containsExactly(
            file
                + ": is in colour, of 3x2 (width x height), and is made grey, scaled and cropped to"
                + " 1x1, the size of all images that the network learned from");
  }

  @Test
  void otherShapesAreNamed() throws Exception {
    Path file = grey("grey.png", "png");
    assertRefused(
        file,
        new SampleShape.Features(4),
        "expected images of shape channels, height, width, but samples here have 4 features");
    assertRefused(
        file,
        new SampleShape.Image(2, 2, 3),
        "expected images of 1 (greyscale) or 3 (RGB) channels, found 2");
  }

  @Test
  void transparencyIsRefusedAndFullOpacityIsNot() throws Exception {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, 0xff102030);
    }
    assertThat(ImageFile.read(written(image, "opaque.png", "png"), RGB)[0]).isEqualTo(16 / 255f);
    image.setRGB(2, 1, 0x80102030);
    Path file = written(image, "transparent.png", "png");
    assertRefused(
        file,
        RGB,
        file
            + ": expected an opaque image, found transparent pixels; put it on a background, as with"
            + " --image-background white");
  }

  @Test
  void whatIsNoImageIsNamed() throws Exception {
    Path missing = folder.resolve("missing.png");
    assertRefused(missing, GREY, missing + ": expected a PNG or JPEG image, found no such file");
    Path text = folder.resolve("text.png");
    Files.writeString(text, "not an image");
    assertRefused(text, GREY, text + ": expected a PNG or JPEG image, found another format");
    Path bmp = grey("grey.bmp", "bmp");
    assertRefused(
        bmp,
        GREY,
        bmp
            + ": expected a PNG or JPEG image, found a BMP image; convert it to PNG or JPEG first,"
            + " with an image editor");
    assertThatThrownBy(() -> ImageFile.read(folder, GREY)).isInstanceOf(InputException.class);
  }

  @Test
  void mutatedImagesAreRefusedOrRead() throws Exception {
    long seed = 77;
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] originals = {
      Files.readAllBytes(grey("a.png", "png")), Files.readAllBytes(grey("a.jpg", "jpg"))
    };
    Path file = folder.resolve("mutated.png");
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      Files.write(file, Mutation.of(originals[round % 2], random));
      try {
        assertThat(ImageFile.read(file, GREY)).hasSize(6);
      } catch (InputException e) {
        assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(100);
  }

  private void writeFolders(String test) throws IOException {
    grey("set/train/cat/2.png", "png");
    colour("set/train/cat/1.png", 0x000000);
    grey("set/train/dog/x.PNG", "png");
    grey("set/" + test + "/cat/a.png", "png");
    grey("set/" + test + "/dog/b.png", "png");
    Files.createDirectories(folder.resolve("set/train/.hidden"));
  }

  @Test
  void classesAreFoldersInTheOrderOfTheirNames() throws Exception {
    for (String test : List.of("val", "test")) {
      writeFolders(test);
      DataSource source = ImageFolder.read(folder.resolve("set"), Optional.of(GREY));
      assertThat(source.train().classNames()).containsExactly("cat", "dog");
      assertThat(source.train().labels()).containsExactly(0, 0, 1);
      assertThat(source.test().labels()).containsExactly(0, 1);
      assertThat(source.train().sample(0)).as("1.png comes first").containsOnly(0);
      assertThat(source.train().sample(1)[5]).isEqualTo(200 / 255f);
    }
  }

  @Test
  void withoutAShapeTheyKeepTheOneTheyHave() throws Exception {
    writeFolders("test");
    DataSource mixed = ImageFolder.read(folder.resolve("set"), Optional.empty());
    assertThat(mixed.train().sampleShape()).as("one is in colour").isEqualTo(RGB);
    Files.delete(folder.resolve("set/train/cat/1.png"));
    DataSource source = ImageFolder.read(folder.resolve("set"), Optional.empty());
    assertThat(source.train().sampleShape()).isEqualTo(GREY);
  }

  @Test
  void imagesAreResizedToAGivenShape() throws Exception {
    writeFolders("test");
    SampleShape small = new SampleShape.Image(1, 1, 1);
    DataSource source = ImageFolder.read(folder.resolve("set"), Optional.of(small));
    assertThat(source.train().sampleShape()).isEqualTo(small);
    assertThat(source.train().sample(1)[0]).isCloseTo(100 / 255f, within(12 / 255f));
  }

  @Test
  void foldersThatDoNotFitAreNamed() throws Exception {
    Path set = folder.resolve("set");
    assertThatThrownBy(() -> ImageFolder.read(set, Optional.of(GREY)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            set
                + ": expected a folder with one folder of images for each class in it, or these in"
                + " train and test (or val), found no folder");
    writeFolders("test");
    Files.delete(set.resolve("test/dog/b.png"));
    assertThatThrownBy(() -> ImageFolder.read(set, Optional.of(GREY)))
        .hasMessage(set.resolve("test/dog") + ": expected images, found none");
    Files.delete(set.resolve("test/dog"));
    assertThatThrownBy(() -> ImageFolder.read(set, Optional.of(GREY)))
        .hasMessage(
            set.resolve("test") + ": expected at least two folders, one for each class, found 1");
    grey("set/test/bird/b.png", "png");
    assertThatThrownBy(() -> ImageFolder.read(set, Optional.of(GREY)))
        .hasMessageContaining("expected the classes [cat, dog] of")
        .hasMessageContaining("found [bird, cat]");
  }
}
