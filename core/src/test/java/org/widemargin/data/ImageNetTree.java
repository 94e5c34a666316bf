package org.widemargin.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A small folder as ImageNet is unpacked: photographs of noise, of several sizes. */
final class ImageNetTree {
  static final Map<String, String> WORDS =
      Map.of(
          "n01440764", "tench, Tinca tinca",
          "n02012849", "crane",
          "n03126707", "crane");

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final Path folder;

  /** So many images of each class in each part. */
  ImageNetTree(Path folder, int train, int val) throws IOException {
    this.folder = folder;
    for (String synset : WORDS.keySet()) {
      for (int i = 0; i < train; i++) {
        image("train/" + synset + "/" + synset + "_" + i + ".JPEG", 40 + 3 * i, 30 + i);
      }
      for (int i = 0; i < val; i++) {
        image("val/" + synset + "/" + i + ".JPEG", 33, 47 + i);
      }
    }
    settle();
  }

  Path folder() {
    return folder;
  }

  Path image(String name, int width, int height) throws IOException {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "jpeg", file.toFile());
    return file;
  }

  /** A file that begins like a JPEG and breaks off. */
  Path broken(String name) throws IOException {
    Path file = image(name, 30, 30);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    return file;
  }

  void words(String file) throws IOException {
    StringBuilder lines = new StringBuilder();
    WORDS.forEach((synset, words) -> lines.append(synset + " " + words + "\n"));
    Files.writeString(folder.resolve(file), lines);
  }

  /**
   * Gives every folder an old time of its last change, as data that were unpacked long ago have.
   */
  void settle() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path entry : (Iterable<Path>) all::iterator) {
        if (Files.isDirectory(entry)) {
          Files.setLastModifiedTime(entry, FileTime.from(LONG_AGO));
        }
      }
    }
  }
}
