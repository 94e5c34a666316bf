package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The memory of a margin step, all layers and all 9 competitors, beside that of a cross-entropy
 * step. Only Linux tells a process its own peak.
 */
@EnabledOnOs(OS.LINUX)
class StepMemoryTest {
  @Test
  void isAtMostTwiceThatOfCrossEntropy() throws IOException, InterruptedException {
    long crossEntropy = measure("cross-entropy");
    long margin = measure("margin");
    System.out.printf(
        "peak memory of a step: cross-entropy %.1f MB, margin %.1f MB, ratio %.2f%n",
        crossEntropy / 1e6, margin / 1e6, (double) margin / crossEntropy);
    assertThat(crossEntropy).as("a step needs tens of megabytes").isGreaterThan(30_000_000);
    assertThat(margin).isLessThanOrEqualTo(2 * crossEntropy);
  }

  private static long measure(String loss) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The heap is resident from the start, so that only native memory can rise.
    command.addAll(List.of("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    command.addAll(
        List.of(
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            StepMemory.class.getName(),
            loss));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as("exit status of %s, which printed %s", loss, output).isZero();
    return Long.parseLong(output.lines().reduce((first, second) -> second).orElseThrow());
  }
}
