package org.widemargin.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar for spark-submit, on a cluster that has what Spark's distribution has, and nothing of
 * ours.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubmittedJarIT {
  private static final Path JAR = Path.of(System.getProperty("submitted.jar"));
  private static final Path JACKSON = Path.of(System.getProperty("jackson.of.spark"));

  @TempDir private Path folder;

  /** Spark's own libraries: those of this class path but ours, what we bring, and Jackson. */
  private static List<Path> distribution() throws IOException {
    List<Path> libraries = new ArrayList<>();
    for (Path entry : ClassPath.entries()) {
      String name = entry.getFileName().toString();
      boolean brought =
          Stream.of("widemargin-", "pytorch-", "openblas-", "javacpp-", "picocli-", "jetty-")
              .anyMatch(name::startsWith);
      boolean others = Stream.of("jackson-", "snakeyaml-").anyMatch(name::startsWith);
      if (Files.isRegularFile(entry) && !brought && !others) {
        libraries.add(entry);
      }
    }
    try (Stream<Path> jackson = Files.list(JACKSON)) {
      libraries.addAll(jackson.toList());
    }
    return libraries;
  }

  @Test
  void aStudyAndATrainingRunOnTheClusterByTheJarAlone() throws Exception {
    try (StandaloneCluster cluster =
        StandaloneCluster.start(folder.resolve("cluster"), 2, distribution())) {
      Path study = Files.writeString(folder.resolve("small.yaml"), SparkStudies.TEXT);
      Path results = folder.resolve("results");
      submit(cluster, "reproduce", study.toString(), "--engine=spark", "--out=" + results);
      assertThat(SparkStudies.lines(results)).hasSize(24);
      Path run = folder.resolve("run");
      submit(
          cluster,
          "train",
          "--dataset=mnist",
          "--model=mlp:8",
          "--loss=cross-entropy",
          "--steps=40",
          "--workers=2",
          "--engine=spark",
          "--threads=1",
          "--out=" + run);
      assertThat(run.resolve("checkpoints/last.safetensors")).exists();
    }
  }

  private void submit(StandaloneCluster cluster, String... arguments) throws Exception {
    Path home = folder.resolve("cluster/home");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1)));
    command.addAll(
        List.of(
            "-cp",
            home.resolve("jars") + File.separator + "*",
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            cluster.master(),
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--conf",
            "spark.driver.bindAddress=127.0.0.1",
            JAR.toString()));
    command.addAll(Arrays.asList(arguments));
    Path log = folder.resolve(arguments[0] + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    Process process = builder.start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }
}
