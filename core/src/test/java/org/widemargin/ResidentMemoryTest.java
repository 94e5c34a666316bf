package org.widemargin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Work that goes on for days must not take more and more memory: what is lost in a step shows as
 * the slope of the process's memory. The heap is taken whole at the start, so that its filling does
 * not show.
 */
class ResidentMemoryTest {
  /** A tensor of a few numbers takes more than a kilobyte with what the bindings keep of it. */
  private static final double MOST_BYTES_A_STEP = 1024;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void doesNotGrowFromStepToStep(MemoryLoop.Kind kind) throws IOException, InterruptedException {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "only Linux tells");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryLoop.class.getName(),
                kind.name(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<double[]> points = new ArrayList<>();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      String[] numbers = line.split(" ", -1);
      points.add(new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])});
    }
    assertThat(process.waitFor()).isZero();
    assertThat(points).hasSize(MemoryLoop.STEPS / MemoryLoop.EVERY + 1);
    double slope = MemoryLoop.slope(points);
    System.out.println(MemoryLoop.sentence(kind, slope, points.get(points.size() - 1)[1]));
    assertThat(slope).isLessThan(MOST_BYTES_A_STEP);
  }

  @Test
  void theSlopeIsThatOfTheStraightLine() {
    List<double[]> points = new ArrayList<>();
    for (int step = 0; step <= 20_000; step += 100) {
      points.add(new double[] {step, 3e8 + 1500.0 * step + (step % 200 == 0 ? 4096 : -4096)});
    }
    // The steps of whole pages lean on the line by no more than one of them over the whole length.
    assertThat(MemoryLoop.slope(points)).isCloseTo(1500, within(4096.0 / 20_000));
  }
}
