package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.widemargin.config.Change.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.config.Change;
import org.widemargin.error.InputException;
import org.widemargin.image.EncodedImage;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;
import org.widemargin.image.ImageSize;

/** Folders as ImageNet is unpacked, whose images are decoded when they are needed. */
class ImageNetReadingTest {
  private static final int SIDE = 14;

  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();
  private ImageNetTree tree;
  private Path cache;

  @BeforeEach
  void photographs() throws IOException {
    tree = new ImageNetTree(folder.resolve("data"), 4, 2);
    cache = folder.resolve("cache");
  }

  private DatasetSpec spec(@Nullable Undecodable undecodable, @Nullable Path classNames) {
    return new DatasetSpec(
        "imagenet",
        tree.folder(),
        null,
        null,
        ImageSize.square(SIDE),
        null,
        null,
        null,
        null,
        null,
        null,
        classNames,
        undecodable,
        cache);
  }

  private DataSource read(@Nullable Undecodable undecodable) {
    notes.clear();
    return Datasets.load(spec(undecodable, null), notes::add);
  }

  private DataSource read() {
    return read(null);
  }

  @Test
  void classesAreInTheOrderOfSynsetsAndHaveReadableNames() throws Exception {
    assertThat(read().train().classNames()).containsExactly("n01440764", "n02012849", "n03126707");
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("a line 'n01440764 NAME' for each, given with --class-names");
    tree.words("synset_words.txt");
    DataSource named = read();
    assertThat(named.train().classNames())
        .containsExactly("tench", "crane (n02012849)", "crane (n03126707)");
    assertThat(notes).isEmpty();
    assertThat(named.train().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    assertThat(named.test().labels()).containsExactly(0, 0, 1, 1, 2, 2);
    Path own = folder.resolve("own.txt");
    Files.writeString(own, "n02012849\tbird\n\nn01440764: fish\nn03126707,machine, derrick\n");
    assertThat(Datasets.load(spec(null, own)).train().classNames())
        .containsExactly("fish", "bird", "machine");
  }

  @Test
  void namesThatAreMissingAreSaid() throws Exception {
    Path own = folder.resolve("own.txt");
    Files.writeString(own, "n01440764 fish\n");
    assertThatThrownBy(() -> Datasets.load(spec(null, own)))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(own.toString(), "found none for n02012849");
    Files.writeString(own, "n01440764\n");
    assertThatThrownBy(() -> Datasets.load(spec(null, own)))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(own.toString(), "line 1", "found 'n01440764'");
    assertThatThrownBy(() -> Datasets.load(spec(null, folder.resolve("none.txt"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it cannot be read");
  }

  @Test
  void samplesAreTheMiddleOfTheScaledImage() {
    Dataset test = read().test();
    assertThat(test.sampleShape()).isEqualTo(new SampleShape.Image(3, SIDE, SIDE));
    // 14 of 16 pixels: 0.875 of the shorter side.
    ImagePreparation expected = new ImagePreparation(3, SIDE, SIDE, ImageFit.CROP, null, 16);
    assertThat(test.preparation()).contains(expected);
    Path file = tree.folder().resolve("val/n02012849/1.JPEG");
    byte[] bytes = EncodedImage.read(file).prepared(expected, remark -> {});
    float[] sample = test.sample(3);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(sample[i]).isEqualTo((bytes[i] & 0xff) / 255f);
    }
  }

  @Test
  void aBatchHoldsTheSamplesOneByOne() {
    Dataset test = read().test();
    int[] indices = {5, 0, 3, 3};
    Batch batch = Batch.of(test, indices);
    for (int i = 0; i < indices.length; i++) {
      int elements = test.sampleShape().elements();
      assertThat(Arrays.copyOfRange(batch.values(), i * elements, (i + 1) * elements))
          .isEqualTo(test.sample(indices[i]));
      assertThat(batch.labels()[i]).isEqualTo(test.label(indices[i]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void cropsBelongToSampleAndEpochWhateverTheThreads(int workers) {
    Dataset train = read().train();
    AugmentationPipeline changes =
        new AugmentationPipeline(
            List.of(RandomResizedCrop.defaults(), new Augmentation.HorizontalFlip()), 3);
    TrainingBatches batches =
        new TrainingBatches(train, new BatchSampler(5, train.size(), 5), changes);
    BatchSampler sampler = new BatchSampler(5, train.size(), 5);
    try (BatchLoader loader = new BatchLoader(batches, 0, 6, workers, 1 << 20)) {
      for (int step = 0; step < 6; step++) {
        Batch batch = loader.next();
        int[] indices = sampler.indices(step);
        for (int i = 0; i < indices.length; i++) {
          float[] expected = new float[train.sampleShape().elements()];
          changes.copyTo(train, indices[i], sampler.epoch(step), expected, 0);
          assertThat(
                  Arrays.copyOfRange(
                      batch.values(), i * expected.length, (i + 1) * expected.length))
              .isEqualTo(expected);
        }
      }
    }
    float[] first = new float[train.sampleShape().elements()];
    float[] second = first.clone();
    changes.copyTo(train, 0, 0, first, 0);
    changes.copyTo(train, 0, 1, second, 0);
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void theDigestIsOfNamesSizesAndPreparation() throws Exception {
    String before = read().train().sha256();
    Files.move(tree.folder(), folder.resolve("moved"));
    Files.move(folder.resolve("moved"), tree.folder());
    assertThat(read().train().sha256()).isEqualTo(before).hasSize(64);
    DatasetSpec larger = Change.apply(spec(null, null), set(DatasetSpec::imageResize).to(20));
    assertThat(Datasets.load(larger).train().sha256()).isNotEqualTo(before);
    tree.image("train/n01440764/more.JPEG", 9, 9);
    assertThat(read().train().sha256()).isNotEqualTo(before);
  }

  @Test
  void theListingIsKeptAndTellsWhatWasAddedOrRemoved() throws Exception {
    assertThat(read().train().size()).isEqualTo(12);
    Path listing = onlyFile(cache);
    assertThat(tree.folder()).isDirectoryNotContaining("glob:**.listing");
    // A name that only the listing knows shows that it is used.
    Path known = tree.folder().resolve("val/n01440764/0.JPEG");
    Files.move(known, known.resolveSibling("renamed.JPEG"));
    tree.settle();
    DataSource kept = read();
    assertThatThrownBy(() -> kept.test().sample(0))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(known.toString(), "delete " + listing);
    Files.move(known.resolveSibling("renamed.JPEG"), known);
    tree.settle();
    Path added = tree.image("train/n01440764/more.JPEG", 9, 9);
    assertThat(read().train().size()).isEqualTo(13);
    tree.settle();
    assertThat(read().train().size()).isEqualTo(13);
    Files.delete(added);
    assertThat(read().train().size()).isEqualTo(12);
    tree.settle();
    tree.image("train/n01440764/inside/more.JPEG", 9, 9);
    assertThat(read().train().size()).isEqualTo(13);
    assertThat(notes)
        .contains("1 files lie in folders inside those of the classes, and are taken too");
  }

  @Test
  void aFileThatIsChangedInPlaceIsNoticed() throws Exception {
    read();
    Path file = tree.folder().resolve("val/n01440764/0.JPEG");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    Dataset test = read().test();
    assertThatThrownBy(() -> test.sample(0))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            file.toString(),
            "was changed after its folder was listed",
            "delete " + onlyFile(cache));
    Files.delete(onlyFile(cache));
    assertThat(read().test().sample(0)).isNotEmpty();
  }

  @Test
  void aDamagedListingIsMadeAnew() throws Exception {
    String before = read().train().sha256();
    Path listing = onlyFile(cache);
    byte[] whole = Files.readAllBytes(listing);
    for (int at = 0; at < whole.length; at += 41) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x15;
      Files.write(listing, damaged);
      assertThat(read().train().sha256()).isEqualTo(before);
      assertThat(notes).anyMatch(note -> note.contains("listed anew"));
    }
    Files.write(listing, Arrays.copyOf(whole, whole.length / 2));
    assertThat(read().train().sha256()).isEqualTo(before);
    assertThat(Files.readAllBytes(listing)).isEqualTo(whole);
  }

  @Test
  void aListingThatCannotBeKeptIsNoObstacle() throws Exception {
    Files.writeString(cache, "a file where a folder should be");
    assertThat(read().train().size()).isEqualTo(12);
    assertThat(notes).anyMatch(note -> note.startsWith("the listing of the folders is not kept: "));
  }

  @Test
  void aBrokenFileIsFatalWhenItIsMet() throws Exception {
    Path broken = tree.broken("train/n02012849/broken.JPEG");
    Dataset train = read().train();
    int[] all = IntStream.range(0, train.size()).toArray();
    assertThatThrownBy(() -> Batch.of(train, all))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(broken.toString(), "--undecodable skip")
        .hasMessageNotContaining("\n");
    TrainingBatches batches =
        new TrainingBatches(
            train,
            new BatchSampler(1, train.size(), train.size()),
            new AugmentationPipeline(List.of(), 1));
    try (BatchLoader loader = new BatchLoader(batches, 0, 1, 2)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(InputException.class)
          .hasMessageContaining(broken.toString());
    }
  }

  @Test
  void brokenFilesAreLeftOutCountedAndNamed() throws Exception {
    Path first = tree.broken("train/n02012849/broken.JPEG");
    Path second = Files.writeString(tree.folder().resolve("val/n01440764/words.txt"), "words");
    tree.settle();
    for (int time = 0; time < 2; time++) {
      DataSource source = read(Undecodable.SKIP);
      assertThat(source.train().size()).isEqualTo(12);
      assertThat(source.train().undecodable()).singleElement().asString().startsWith(first + ": ");
      assertThat(source.test().size()).isEqualTo(6);
      assertThat(source.test().undecodable()).singleElement().asString().startsWith(second + ": ");
      assertThat(notes)
          .anyMatch(
              note ->
                  note.startsWith("warning: 2 of 20 files cannot be decoded and are left out: ")
                      && note.contains(first.toString())
                      && note.contains(second.toString()));
      IntStream.range(0, 12)
          .forEach(index -> assertThat(source.train().sample(index)).isNotEmpty());
      assertThat(source.train().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
      assertThat(source.train().subset(new int[] {0, 5}).undecodable()).hasSize(1);
    }
    Files.delete(first);
    Files.delete(second);
    assertThat(read(Undecodable.SKIP).train().undecodable()).isEmpty();
    assertThat(notes).noneMatch(note -> note.startsWith("warning"));
  }

  @Test
  void foldersInMemoryLeaveOutWhatIsBrokenToo() throws Exception {
    Path broken = tree.broken("train/n02012849/broken.JPEG");
    DatasetSpec spec =
        Change.apply(
            DatasetSpec.of("folder").at(tree.folder()),
            set(DatasetSpec::imageSize).to(ImageSize.square(SIDE)),
            set(DatasetSpec::undecodable).to(Undecodable.SKIP));
    DataSource source = Datasets.load(spec, notes::add);
    assertThat(source.train().size()).isEqualTo(12);
    assertThat(source.train().undecodable()).singleElement().asString().startsWith(broken + ": ");
    assertThat(source.test().undecodable()).isEmpty();
    assertThat(notes).anyMatch(note -> note.startsWith("warning: 1 of 19 files cannot be decoded"));
  }

  @Test
  void bothPartsMustBeThereWithTheSameClasses() throws Exception {
    delete(tree.folder().resolve("val/n01440764"));
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("expected the classes", "n01440764");
    delete(tree.folder().resolve("val"));
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found no val");
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path entry : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.reduce((one, other) -> Path.of("several")).orElseThrow();
    }
  }
}
