package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Yaml;
import org.widemargin.study.Study;
import org.widemargin.study.TinyStudies;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.torch.Device;
import org.widemargin.train.StopRequest;

/** Real processes: killed at any moment, and two at once. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SweepProcessesTest {
  private static final int LONGEST_MILLISECONDS = 1500;

  @TempDir private Path folder;

  private Process start(Path where, Study study) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(file, Yaml.write(study));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            SweepProcess.class.getName(),
            where.toString(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Results by trial; fails if a trial has two lines. */
  private static Map<String, TrialResult> lines(Path where) throws IOException {
    Path file = where.resolve(Sweep.RESULTS);
    Map<String, TrialResult> lines = new TreeMap<>();
    new TrialLog(file)
        .refresh()
        .all()
        .forEach(result -> lines.put(result.trial(), Lines.withoutOrigin(result)));
    assertThat(Files.readAllLines(file)).as("no trial twice").hasSize(lines.size());
    return lines;
  }

  private Map<String, TrialResult> unbroken(Study study) throws IOException {
    Path where = folder.resolve("unbroken");
    assertThat(new Sweep(where, Device.CPU, new SweepListener() {}, new StopRequest()).run(study))
        .isTrue();
    return lines(where);
  }

  private void killAndContinue(Study study, int kills, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path where = folder.resolve("killed");
    for (int kill = 0; kill < kills; kill++) {
      Process process = start(where, study);
      try (BufferedReader output = output(process)) {
        // Not before it works: its start takes seconds, in which there is nothing to break.
        assertThat(output.readLine()).isNotNull();
        if (!process.waitFor(random.nextInt(LONGEST_MILLISECONDS), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    }
    Process last = start(where, study);
    try (BufferedReader output = output(last)) {
      assertThat(output.lines()).last().isEqualTo("done");
    }
    assertThat(lines(where)).as("seed %d", seed).isEqualTo(unbroken(study));
    try (Stream<Path> files = Files.walk(where)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".widemargin")))
          .as("left over, seed %d", seed)
          .isEmpty();
    }
  }

  private static Study longer(int seeds) {
    List<String> numbers = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      numbers.add(String.valueOf(seed));
    }
    return TinyStudies.of(
        """
        conditions: [{label-noise: 0}, {label-noise: 0.5}, {train-fraction: 0.5}]
        seeds: %s
        measurements: [accuracy, {gaussian-noise: {deviations: [0.1], samples: 10}}]
        """
            .formatted(numbers));
  }

  @Test
  void aKilledStudyGoesOnToTheSameLines() throws Exception {
    killAndContinue(longer(3), 3, 1);
  }

  @Test
  void twoProcessesShareTheTrials() throws Exception {
    Study study = longer(3);
    Path where = folder.resolve("shared");
    Process first = start(where, study);
    Process second = start(where, study);
    List<String> begun = new ArrayList<>();
    for (Process process : List.of(first, second)) {
      try (BufferedReader output = output(process)) {
        List<String> lines = output.lines().toList();
        assertThat(lines).last().isEqualTo("done");
        begun.addAll(lines.subList(0, lines.size() - 1));
      }
      assertThat(process.waitFor()).isZero();
    }
    assertThat(lines(where)).isEqualTo(unbroken(study));
    assertThat(begun).as("trials begun").hasSizeGreaterThanOrEqualTo(lines(where).size());
  }
}
