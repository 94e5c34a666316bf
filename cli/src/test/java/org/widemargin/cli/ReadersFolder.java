package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A folder with what a reader of the documents has: photographs, a table, a digit, CIFAR-10,
 * ImageNet.
 */
final class ReadersFolder {
  private static final int CIFAR_PIXELS = 3 * 32 * 32;

  private final Path folder;
  private final SplittableRandom random = new SplittableRandom(11);

  private ReadersFolder(Path folder) {
    this.folder = folder;
  }

  static ReadersFolder at(Path folder) throws IOException {
    ReadersFolder made = new ReadersFolder(folder);
    made.photographs();
    made.table();
    ImageIO.write(made.picture(28, 28, Color.WHITE), "png", made.file("digit.png"));
    ImageIO.write(made.picture(90, 70, Color.ORANGE), "jpg", made.file("new.jpg"));
    made.cifar();
    made.specs();
    Files.writeString(
        folder.resolve("augmentation.yaml"), DocumentedPage.of("data.md").yaml("augmentation"));
    made.imageNet();
    Files.writeString(
        folder.resolve("imagenet.yaml"), DocumentedPage.of("data.md").yaml("random-resized-crop"));
    Files.writeString(
        folder.resolve("theirs.yaml"), DocumentedPage.of("export.md").yaml("name: theirs"));
    String study = DocumentedPage.of("reproduction.md").yaml("name: clip");
    Files.writeString(
        folder.resolve("clip.yaml"),
        study
            .replace("threads: 1\n", "threads: 1\n  evaluation: {samples: 4}\n")
            .replace("steps: 1000", "steps: 4, batch-size: 4")
            .replace("- accuracy\n", "- accuracy: {samples: 4}\n")
            .replace("samples: 1000", "samples: 4"));
    return made;
  }

  /** Runs a command here as a process of its own, after what it reads and nobody made yet. */
  void run(List<String> command) throws Exception {
    String before = "";
    for (String word : command) {
      boolean isRun = word.equals("RUN") || word.startsWith("runs/");
      if (isRun && !before.equals("--out") && !Files.exists(folder.resolve(word))) {
        prepare(word);
      }
      boolean isWeights = before.equals("--weights") || before.equals("--initial-weights");
      if (isWeights && word.contains(".") && !Files.exists(folder.resolve(word))) {
        weights(command.get(command.indexOf("--model") + 1), word);
      }
      before = word;
    }
    ProcessBuilder builder =
        Program.process(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(file("output"));
    builder.environment().put("XDG_CACHE_HOME", file("cache").getAbsolutePath());
    Process process = builder.start();
    assertThat(process.waitFor()).as(() -> String.join(" ", command) + "\n" + output()).isZero();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void prepare(String run) throws Exception {
    boolean ofPhotographs = run.equals("runs/other") || run.equals("runs/cifar");
    List<String> command = new ArrayList<>(List.of("train", "--out", run));
    if (ofPhotographs) {
      command.addAll(List.of("--dataset", "folder", "--data", "photos"));
    }
    if (run.equals("runs/cifar")) {
      command.addAll(List.of("--image-size", "32", "--model", "wrn-10-1"));
    }
    run(Miniature.of(command));
  }

  private void weights(String model, String file) throws Exception {
    run(Miniature.of(List.of("train", "--model", model, "--out", "runs/weights")));
    run(List.of("export", "runs/weights", "--out", file));
  }

  private void photographs() throws IOException {
    for (String name : List.of("oranges", "limes")) {
      Path images = Files.createDirectories(folder.resolve("photos").resolve(name));
      Color colour = name.equals("limes") ? Color.GREEN : Color.ORANGE;
      for (int i = 0; i < 15; i++) {
        BufferedImage picture = picture(60 + i, 50, colour);
        ImageIO.write(picture, i % 2 == 0 ? "png" : "jpg", images.resolve(i + ".img").toFile());
      }
    }
  }

  private void imageNet() throws IOException {
    for (String name : List.of("n01440764", "n01443537")) {
      for (int i = 0; i < 12; i++) {
        String part = i < 9 ? "train" : "val";
        Path images =
            Files.createDirectories(folder.resolve("imagenet").resolve(part).resolve(name));
        BufferedImage picture = picture(80 + i, 70, Color.ORANGE);
        ImageIO.write(picture, "jpg", images.resolve(name + "_" + i + ".JPEG").toFile());
      }
    }
  }

  private BufferedImage picture(int width, int height, Color colour) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = picture.createGraphics();
    drawing.setColor(colour);
    drawing.fillOval(random.nextInt(width / 2), random.nextInt(height / 2), width / 2, height / 2);
    drawing.dispose();
    return picture;
  }

  private void table() throws IOException {
    try (InputStream iris =
        Objects.requireNonNull(ReadersFolder.class.getResourceAsStream("iris.csv"))) {
      Files.copy(iris, folder.resolve("flowers.csv"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> rows =
        Files.readAllLines(folder.resolve("flowers.csv")).stream()
            .map(row -> row.substring(0, row.lastIndexOf(',')))
            .toList();
    Files.write(folder.resolve("new.csv"), rows);
  }

  private void cifar() throws IOException {
    Path data = Files.createDirectories(folder.resolve("DIR"));
    for (String name :
        List.of(
            "data_batch_1",
            "data_batch_2",
            "data_batch_3",
            "data_batch_4",
            "data_batch_5",
            "test_batch")) {
      ByteArrayOutputStream records = new ByteArrayOutputStream();
      for (int label = 0; label < 10; label++) {
        byte[] pixels = new byte[CIFAR_PIXELS];
        random.nextBytes(pixels);
        records.write(label);
        records.write(pixels);
      }
      Files.write(data.resolve(name + ".bin"), records.toByteArray());
    }
  }

  private void specs() throws IOException {
    Path target = Files.createDirectories(folder.resolve("specs"));
    try (Stream<Path> specs = Files.list(Path.of("..", "specs"))) {
      for (Path spec : specs.toList()) {
        Files.copy(spec, target.resolve(spec.getFileName()));
      }
    }
  }

  private File file(String name) {
    return folder.resolve(name).toFile();
  }
}
