package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImageSize;

/** Folders as users have them. */
class FolderReadingTest {
  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();

  /** An image of one level of grey, or one colour. */
  private Path image(String name, int width, int height, int packed) throws IOException {
    boolean grey = (packed >> 16 & 0xff) == (packed & 0xff);
    BufferedImage image =
        new BufferedImage(
            width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      if (grey) {
        image.getRaster().setSample(i % width, i / width, 0, packed & 0xff);
      } else {
        image.setRGB(i % width, i / width, packed);
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static int grey(int level) {
    return level << 16 | level << 8 | level;
  }

  /** So many images of each class, each another. */
  private void classes(String part, int count, String... names) throws IOException {
    int level = part.hashCode() & 0x3f;
    for (String name : names) {
      for (int i = 0; i < count; i++) {
        image(part + name + "/" + i + ".png", 4, 4, grey(level++));
      }
    }
  }

  private DatasetSpec spec(
      @Nullable ImageSize size, @Nullable ImageFit fit, @Nullable Double share) {
    return new DatasetSpec(
        "folder", folder, null, null, size, fit, null, null, share, null, null, null, null, null);
  }

  private DataSource read() {
    return read(spec(null, null, null));
  }

  private DataSource read(DatasetSpec spec) {
    notes.clear();
    return Datasets.load(spec, notes::add);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void withoutAPartToTestOnOneIsHeldOut() throws Exception {
    classes("", 10, "cat", "dog");
    DataSource source = read();
    assertThat(source.train().classNames()).containsExactly("cat", "dog");
    for (int label = 0; label < 2; label++) {
      int own = label;
      assertThat(Arrays.stream(source.train().labels()).filter(each -> each == own)).hasSize(8);
      assertThat(Arrays.stream(source.test().labels()).filter(each -> each == own)).hasSize(2);
    }
    assertThat(notes)
        .containsExactly(
            "there is no folder to test on: 4 of 20 images are held out for it, of each class 20 %;"
                + " --test-share asks for another share");
    assertThat(read(spec(null, null, 0.5)).test().size()).isEqualTo(10);
    assertThat(levels(source.train())).doesNotContainAnyElementsOf(levels(source.test()));
    assertThat(read().test().sha256()).isEqualTo(source.test().sha256());
    Files.move(folder.resolve("cat/0.png"), folder.resolve("cat/renamed.jpg"));
    assertThat(levels(read().test())).isEqualTo(levels(source.test()));
  }

  private static Set<Float> levels(Dataset set) {
    Set<Float> levels = new HashSet<>();
    IntStream.range(0, set.size()).forEach(i -> levels.add(set.sample(i)[0]));
    return levels;
  }

  @Test
  void trainAloneIsAPartAndNotAClass() throws Exception {
    classes("train/", 5, "cat", "dog");
    assertThat(read().test().size()).isEqualTo(2);
    // Among railways it is one.
    Files.move(folder.resolve("train"), folder.resolve("old"));
    Files.move(folder.resolve("old/cat"), folder.resolve("train"));
    Files.move(folder.resolve("old/dog"), folder.resolve("bus"));
    Files.delete(folder.resolve("old"));
    assertThat(read().train().classNames()).containsExactly("bus", "train");
  }

  @Test
  void trainBesideOtherFoldersIsRefusedWithWaysOut() throws Exception {
    classes("train/", 3, "cat", "dog");
    Files.createDirectories(folder.resolve(".git/objects"));
    assertThat(read().train().classNames()).as("hidden folders").containsExactly("cat", "dog");
    assertThat(notes).contains("left out 1 hidden or system files and folders: .git");
    classes("valid/", 3, "cat", "dog");
    assertRefused(
        "others lie beside it (valid)",
        "give " + folder.resolve("train") + " as the data",
        "call the part to test on test or val",
        "rename it if it is a class");
  }

  @Test
  void copiesOfOneImageAreOnOneSide() throws Exception {
    classes("", 6, "cat", "dog");
    for (int i = 0; i < 6; i++) {
      Files.copy(folder.resolve("cat/" + i + ".png"), folder.resolve("cat/copy" + i + ".png"));
    }
    DataSource source = read(spec(null, null, 0.3));
    assertThat(levels(source.train())).doesNotContainAnyElementsOf(levels(source.test()));
  }

  @Test
  void copiesInBothPartsAndInTwoClassesAreWarnedOf() throws Exception {
    classes("train/", 3, "cat", "dog");
    classes("test/", 3, "cat", "dog");
    Path one = folder.resolve("train/cat/0.png");
    Path other = Files.copy(one, folder.resolve("test/dog/copy.png"));
    read();
    assertThat(notes)
        .hasSize(2)
        .allMatch(note -> note.startsWith("warning: 1 images are "))
        .allMatch(note -> note.contains(one + " and " + other));
  }

  @Test
  void whatSystemsLeaveIsCountedAndNamed() throws Exception {
    classes("train/", 2, "cat", "dog");
    classes("test/", 2, "cat", "dog");
    Files.writeString(folder.resolve(".DS_Store"), "x");
    Files.writeString(folder.resolve("train/cat/.DS_Store"), "x");
    Files.writeString(folder.resolve("train/cat/Thumbs.db"), "x");
    Files.writeString(folder.resolve("train/dog/desktop.ini"), "x");
    Files.writeString(folder.resolve("train/dog/._1.png"), "x");
    Files.createDirectories(folder.resolve("train/.ipynb_checkpoints"));
    Files.writeString(folder.resolve("README.txt"), "x");
    Files.createDirectories(folder.resolve("extra"));
    assertThat(read().train().size()).isEqualTo(4);
    assertThat(notes)
        .containsExactlyInAnyOrder(
            "left out 6 hidden or system files and folders: .DS_Store x2, ._1.png,"
                + " .ipynb_checkpoints, Thumbs.db, desktop.ini",
            folder + ": the folders extra are not used, beside train and test",
            "not used, since they lie in no class's folder: " + folder.resolve("README.txt"));
  }

  @Test
  void whatCannotBeUsedIsNamedAllAtOnce() throws Exception {
    classes("train/", 2, "cat", "dog");
    classes("test/", 2, "cat", "dog");
    Path text = Files.writeString(folder.resolve("train/cat/notes.txt"), "some words");
    Path empty = Files.createFile(folder.resolve("train/cat/empty.jpg"));
    byte[] whole = Files.readAllBytes(folder.resolve("train/dog/1.png"));
    Path cut = folder.resolve("test/dog/cut.png");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 20));
    Path nowhere =
        Files.createSymbolicLink(folder.resolve("test/cat/link.png"), Path.of("nowhere.png"));
    Path loop = Files.createSymbolicLink(folder.resolve("train/dog/up"), folder.resolve("train"));
    Path loose = image("train/loose.png", 4, 4, grey(3));
    assertRefused(
        folder + ": 6 files or folders cannot be used",
        text + ": expected a PNG or JPEG image, found another format",
        empty + ": expected a PNG or JPEG image, found an empty file",
        cut + ": the image is not whole: it is cut off",
        nowhere + ": a link that leads nowhere",
        loop.toString(),
        "a link that leads back to a folder it is in",
        loose + ": an image that lies in no class's folder");
  }

  @Test
  void ofManyTwentyAreNamed() throws Exception {
    classes("", 3, "cat", "dog");
    for (int i = 0; i < 30; i++) {
      Files.writeString(folder.resolve("cat/" + i + ".txt"), "no image");
    }
    assertRefused("30 files or folders cannot be used", "; and 10 more");
  }

  @Test
  void foldersInAClassBelongToItAndLinksAreFollowed() throws Exception {
    classes("", 4, "cat", "dog");
    image("cat/2024/may/a.png", 4, 4, grey(200));
    Path elsewhere = image("elsewhere/b.png", 4, 4, grey(210));
    Path outside = Files.move(elsewhere.getParent(), folder.resolveSibling("outside"));
    Files.createSymbolicLink(folder.resolve("dog/linked"), outside);
    try {
      DataSource source = read();
      assertThat(source.train().size() + source.test().size()).isEqualTo(10);
      assertThat(notes)
          .contains("2 files lie in folders inside those of the classes, and are taken too");
    } finally {
      Files.delete(outside.resolve("b.png"));
      Files.delete(outside);
    }
  }

  @Test
  void partsAreKnownInOtherLettersAndNames() throws Exception {
    for (String[] parts : new String[][] {{"Train", "Test"}, {"TRAINING", "Testing"}}) {
      classes(parts[0] + "/", 6, "cat", "dog");
      classes(parts[1] + "/", 3, "cat", "dog");
      DataSource source = read();
      assertThat(source.train().classNames()).containsExactly("cat", "dog");
      assertThat(source.train().size()).isEqualTo(12);
      assertThat(source.test().size()).isEqualTo(6);
      for (String part : parts) {
        Files.move(folder.resolve(part), folder.resolveSibling(folder.getFileName() + part));
      }
    }
  }

  @Test
  void partsUnderUnknownNamesAreNotTakenForClasses() throws Exception {
    classes("lernen/", 6, "cat", "dog");
    classes("pruefen/", 3, "cat", "dog");
    assertRefused("look like parts of a data set", "call them train and test");
  }

  /** Thirty folders of two links each to the next are a billion ways to the last one. */
  @Test
  void aFolderThatIsReachedInTwoWaysIsRefused() throws Exception {
    classes("", 3, "cat", "dog");
    for (int i = 0; i < 30; i++) {
      Path inner = Files.createDirectories(folder.resolve("cat/x" + i));
      Path next = Path.of("..", "x" + (i + 1));
      Files.createSymbolicLink(inner.resolve("a"), next);
      Files.createSymbolicLink(inner.resolve("b"), next);
    }
    image("cat/x30/z.png", 4, 4, grey(200));
    assertRefused("60 files or folders cannot be used", " is already, by a link");
  }

  @Test
  void namesAreInAnyScript() throws Exception {
    List<String> names = List.of("Größe", "кошка", "犬 柴", "naïve % s");
    for (String name : names) {
      classes("", 3, name);
    }
    assertThat(read().train().classNames()).containsExactlyInAnyOrderElementsOf(names);
  }

  /** Some systems store names decomposed, others do not. */
  @Test
  void classesOfBothPartsMatchWhateverTheirUnicodeForm() throws Exception {
    classes("train/", 2, "caf\u00e9", "tea");
    classes("test/", 2, "cafe\u0301", "tea");
    assertThat(read().test().classNames()).containsExactly("caf\u00e9", "tea");
    classes("train/", 2, "cafe\u0301");
    assertRefused("found 'caf\u00e9' twice");
  }

  @Test
  void classesThatLookAlikeAreRefusedAndThoseThatMayBeOneAreTold() throws Exception {
    classes("", 3, "fin", "\ufb01n", "dog");
    assertThat(read().train().classNames()).hasSize(3);
    assertThat(notes)
        .contains(
            folder
                + ": the classes 'fin' and '\ufb01n' differ only in how letters are written; if"
                + " they are one, write them alike");
    classes("", 3, "d\u043eg");
    assertRefused("expected classes that look different, found 'dog' (U+006F)", "(U+043E)");
  }

  @Test
  void mixedSizesAreScaledAndCroppedWithAWord() throws Exception {
    image("train/cat/a.png", 100, 50, grey(10));
    image("train/cat/b.png", 30, 300, 0x0a141e);
    image("train/dog/a.png", 64, 64, grey(90));
    image("test/cat/a.png", 200, 200, grey(50));
    image("test/dog/a.png", 10, 20, grey(60));
    Dataset train = read().train();
    assertThat(train.sampleShape()).isEqualTo(new SampleShape.Image(3, 64, 64));
    assertThat(notes)
        .containsExactly(
            "4 of 5 images, from 10x20 to 200x200, are scaled and cropped to 64x64 (width x"
                + " height); --image-size asks for another size",
            "4 of 5 images are grey and get three equal channels");
    assertThat(train.sample(1)[0]).isEqualTo(10 / 255f);
    assertThat(train.sample(1)[64 * 64]).isEqualTo(20 / 255f);
    DataSource asked = read(spec(ImageSize.parse("8x6"), ImageFit.PAD, null));
    assertThat(asked.train().sampleShape()).isEqualTo(new SampleShape.Image(3, 8, 6));
    assertThat(notes.get(0)).contains("are scaled and padded with black to 6x8");
    assertThat(asked.train().sample(0)[0]).as("beside the picture").isZero();
  }

  @Test
  void aSingleImageIsPreparedAsThoseOfTheDataSet() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      BufferedImage noise = new BufferedImage(90 + 7 * i, 80, BufferedImage.TYPE_INT_RGB);
      for (int k = 0; k < noise.getWidth() * 80; k++) {
        noise.setRGB(
            k % noise.getWidth(),
            k / noise.getWidth(),
            (int) ((k * (2654435761L + i)) >> 7) & 0xffffff);
      }
      Path file = folder.resolve((i < 3 ? "train/" : "test/") + (i % 2 == 0 ? "a/" : "b/") + i);
      Files.createDirectories(file.getParent());
      ImageIO.write(noise, i % 2 == 0 ? "png" : "jpg", file.toFile());
      files.add(file);
    }
    for (ImageFit fit : ImageFit.values()) {
      Dataset train = read(spec(ImageSize.square(16), fit, null)).train();
      for (int i = 0; i < train.size(); i++) {
        Path file = files.get(List.of(0, 2, 1).get(i));
        assertThat(ImageFile.read(file, train.sampleShape(), train.preparation(), remark -> {}))
            .isEqualTo(train.sample(i));
      }
    }
  }

  @Test
  void ofAClassOneImageIsTooFew() throws Exception {
    classes("", 3, "cat");
    image("dog/0.png", 4, 4, grey(100));
    assertRefused("class 'dog': expected at least 2 different images", "found 1");
  }

  @Test
  void imagesThatFindNoRoomAreRefusedBeforeTheyAreDecoded() throws Exception {
    classes("", 3, "cat", "dog");
    assertThatThrownBy(() -> read(spec(ImageSize.square(25_000), null, null)))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "6 images of 1x25000x25000", "give a smaller --image-size", "-Xmx");
  }

  @Test
  void classesKeepTheirNumbersByTheirNames() throws Exception {
    classes("", 4, "cat", "dog");
    Dataset set = read().train();
    Dataset other = set.withClasses(List.of("dog", "bird", "cat"));
    assertThat(other.classes()).isEqualTo(3);
    for (int i = 0; i < set.size(); i++) {
      assertThat(other.label(i)).isEqualTo(set.label(i) == 0 ? 2 : 0);
    }
    assertThatThrownBy(() -> set.withClasses(List.of("dog", "zebra")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a class 'cat', expected one of [dog, zebra]");
  }

  @Test
  void aNetworkThatIsThereDecidesTheSize() throws Exception {
    classes("train/", 2, "cat", "dog");
    classes("test/", 2, "cat", "dog");
    DatasetSpec own = spec(null, null, null);
    assertThat(read(own).train().preparation()).isEqualTo(Optional.empty());
    image("train/cat/new.png", 50, 60, 0x102030);
    assertThat(read(own.forNetwork(new SampleShape.Image(1, 4, 4))).train().sampleShape())
        .isEqualTo(new SampleShape.Image(1, 4, 4));
  }
}
