package org.widemargin.data;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.image.EncodedImage;

/**
 * Reads the images of a folder: looks for them, reads their headers, decides what to bring them to,
 * and decodes them, the last two steps on all processors. The result does not depend on how many
 * there are.
 */
final class FolderReading {
  private final Path folder;
  private final DatasetSpec spec;
  private final ReadingListener listener;
  private final Faults faults = new Faults();
  private final FolderWalk walk = new FolderWalk(faults);
  private final LeftOut leftOut = new LeftOut();

  /** A file and its place. */
  private record Found(Path file, int label, boolean test) {}

  /** What came of a file: a value, or a fault in words; and remarks on it. */
  private record Outcome<T>(@Nullable T value, @Nullable String fault, List<String> remarks) {}

  FolderReading(Path folder, DatasetSpec spec, ReadingListener listener) {
    this.folder = folder;
    this.spec = spec;
    this.listener = listener;
  }

  DataSource read() {
    FolderLayout layout = FolderLayout.of(folder, walk, faults);
    List<String> names = List.copyOf(layout.train().keySet());
    List<Found> files = new ArrayList<>(found(layout.train(), false));
    layout.test().ifPresent(test -> files.addAll(found(test, true)));
    List<PictureFile> images =
        good(
            outcomes(files.size(), index -> header(files.get(index))),
            index -> files.get(index).test());
    noteFindings(layout);
    if (images.isEmpty()) {
      faults.check(folder);
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: expected images that can be decoded, found none among %d files",
              folder,
              files.size()));
    }
    List<PictureFile> parted = layout.test().isPresent() ? images : heldOut(images, names);
    new Duplicates(parted).notes().forEach(listener::note);
    ImagePlan plan = ImagePlan.of(spec, parted);
    plan.notes().forEach(listener::note);
    plan.requireMemory(folder, parted.size());
    return decoded(parted, plan, names);
  }

  private List<Found> found(Map<String, Path> classes, boolean test) {
    List<Found> all = new ArrayList<>();
    int label = 0;
    for (Path folderOfClass : classes.values()) {
      List<ListedFile> files = walk.files(folderOfClass);
      if (files.isEmpty()) {
        faults.add(folderOfClass + ": expected images, found none");
      }
      for (ListedFile file : files) {
        all.add(new Found(file.path(), label, test));
      }
      label++;
    }
    return all;
  }

  private void noteFindings(FolderLayout layout) {
    layout.notes().forEach(listener::note);
    if (!walk.leftOut().isEmpty()) {
      listener.note(SystemFiles.note(walk.leftOut()));
    }
    if (walk.nested() > 0) {
      listener.note(
          String.format(
              Locale.ROOT,
              "%d files lie in folders inside those of the classes, and are taken too",
              walk.nested()));
    }
  }

  private List<PictureFile> heldOut(List<PictureFile> images, List<String> names) {
    // Classes that lack images because these are damaged would be blamed for it.
    faults.check(folder);
    List<PictureFile> parted =
        new TestDraw(spec.heldOutForTest(), spec.seedOfTest()).of(images, names);
    long held = parted.stream().filter(PictureFile::test).count();
    listener.note(
        String.format(
                Locale.ROOT,
                "there is no folder to test on: %d of %d images are held out for it, of each class %s;",
                held,
                images.size(),
                share())
            + " --test-share asks for another share");
    return parted;
  }

  private String share() {
    return "%s %%"
        .formatted(
            BigDecimal.valueOf(spec.heldOutForTest())
                .movePointRight(2)
                .stripTrailingZeros()
                .toPlainString());
  }

  private Outcome<PictureFile> header(Found found) {
    return outcome(
        () -> PictureFile.read(found.file(), found.label(), found.test()), new ArrayList<>());
  }

  private DataSource decoded(List<PictureFile> images, ImagePlan plan, List<String> names) {
    AtomicInteger done = new AtomicInteger();
    List<Outcome<byte[]>> outcomes =
        outcomes(
            images.size(),
            index -> {
              Outcome<byte[]> outcome = decoded(images.get(index), plan);
              progress(done.incrementAndGet(), images.size());
              return outcome;
            });
    List<byte[]> pixels = good(outcomes, index -> images.get(index).test());
    faults.check(folder);
    noteRemarks(outcomes);
    leftOut.note(pixels.size() + leftOut.size(), listener);
    List<PictureFile> decoded =
        IntStream.range(0, images.size())
            .filter(index -> outcomes.get(index).value() != null)
            .mapToObj(images::get)
            .toList();
    return new DataSource(
        part(decoded, pixels, false, plan, names), part(decoded, pixels, true, plan, names));
  }

  private synchronized void progress(int done, int total) {
    listener.progress(done, total);
  }

  private Outcome<byte[]> decoded(PictureFile image, ImagePlan plan) {
    List<String> remarks = new ArrayList<>();
    return outcome(
        () ->
            EncodedImage.read(image.file())
                .prepared(plan.preparation(), remark -> remarks.add(image.file() + ": " + remark)),
        remarks);
  }

  private void noteRemarks(List<Outcome<byte[]>> outcomes) {
    List<String> remarks = outcomes.stream().flatMap(each -> each.remarks().stream()).toList();
    if (!remarks.isEmpty()) {
      listener.note(
          remarks.get(0)
              + (remarks.size() == 1 ? "" : " (" + remarks.size() + " images are like this)"));
    }
  }

  private Dataset part(
      List<PictureFile> images,
      List<byte[]> pixels,
      boolean test,
      ImagePlan plan,
      List<String> names) {
    int[] chosen =
        IntStream.range(0, images.size()).filter(i -> images.get(i).test() == test).toArray();
    return Dataset.images(
        String.valueOf(folder.getFileName()),
        plan.shape(),
        IntStream.of(chosen).mapToObj(pixels::get).toList(),
        IntStream.of(chosen).mapToObj(i -> images.get(i).file()).toList(),
        IntStream.of(chosen).map(i -> images.get(i).label()).toArray(),
        names,
        plan.changesImages() ? plan.preparation() : null,
        leftOut.of(test));
  }

  private static <T> List<Outcome<T>> outcomes(int count, IntFunction<Outcome<T>> action) {
    return IntStream.range(0, count).parallel().mapToObj(action).toList();
  }

  private static <T> Outcome<T> outcome(Supplier<T> action, List<String> remarks) {
    try {
      return new Outcome<>(action.get(), null, remarks);
    } catch (InputException e) {
      return new Outcome<>(null, e.getMessage(), remarks);
    }
  }

  /** The values there are, in order; the faults are kept, or the files left out. */
  private <T> List<T> good(List<Outcome<T>> outcomes, IntPredicate test) {
    for (int index = 0; index < outcomes.size(); index++) {
      String fault = outcomes.get(index).fault();
      if (fault != null && spec.undecodable() == Undecodable.SKIP) {
        leftOut.add(fault, test.test(index));
      } else if (fault != null) {
        faults.add(fault);
      }
    }
    return outcomes.stream()
        .map(Outcome::value)
        .flatMap(value -> Optional.ofNullable(value).stream())
        .toList();
  }
}
