package org.widemargin.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Greyscale images of 6x6 in folders: the bright third tells the class, with noise. */
final class TinyData {
  static final List<String> CLASSES = List.of("left", "middle", "right");

  private static final int SIDE = 6;
  private static final int TRAIN = 20;
  private static final int TEST = 8;

  private TinyData() {}

  /** Writes {@code train/CLASS} and {@code test/CLASS}, and returns the folder around them. */
  static Path write(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (String part : List.of("train", "test")) {
      for (String name : CLASSES) {
        Path images = Files.createDirectories(folder.resolve(part).resolve(name));
        int count = part.equals("train") ? TRAIN : TEST;
        for (int i = 0; i < count; i++) {
          write(images.resolve(i + ".png"), SIDE, CLASSES.indexOf(name), random);
        }
      }
    }
    return folder;
  }

  static Path write(Path file, int side, int bright, SplittableRandom random) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int level = random.nextInt(90) + (column * 3 / side == bright ? 140 : 0);
        image.getRaster().setSample(column, row, 0, level);
      }
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** A command line that trains on these images in well under a second. */
  static List<String> train(Path data, Path out, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List.of(
            "--dataset=folder",
            "--data=" + data,
            "--model=mlp:8",
            "--validation-size=9",
            "--steps=30",
            "--batch-size=8",
            "--evaluate-every=10",
            "--learning-rate=0.01",
            "--seed=3",
            "--out=" + out)
        .stream()
        .filter(option -> Arrays.stream(more).noneMatch(own -> name(own).equals(name(option))))
        .forEach(arguments::add);
    arguments.addAll(Arrays.asList(more));
    return arguments;
  }

  private static String name(String option) {
    return option.replaceFirst("=.*", "");
  }
}
