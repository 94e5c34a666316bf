package org.widemargin.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.cli.launcher.Checkout.Result;
import org.widemargin.cli.launcher.Checkout.Running;

/** Runs a copy of the launcher with stand-ins for {@code java} and {@code mvn}. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
  @TempDir Path folder;
  private Checkout checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Checkout.in(folder);
  }

  @AfterEach
  void stop() {
    checkout.stop();
  }

  @Test
  void argumentsArriveWhole() throws Exception {
    List<String> arguments = checkout.run("predict", "two words", "", "*", "a\"b'c$d").arguments();
    assertThat(arguments)
        .endsWith("org.widemargin.cli.Main", "predict", "two words", "", "*", "a\"b'c$d");
  }

  @Test
  void theClassPathIsThatOfTheLastBuild() throws Exception {
    List<String> arguments = checkout.run().arguments();
    assertThat(arguments.get(arguments.indexOf("-cp") + 1))
        .isEqualTo("%1$s/cli/target/widemargin-cli.jar:%1$s/library.jar".formatted(realRoot()));
  }

  @Test
  void memoryAndThreadsAreSet() throws Exception {
    Result result = checkout.with("WIDEMARGIN_THREADS", "3").run();
    assertThat(result.out())
        .contains(
            "OMP_NUM_THREADS=3",
            "OPENBLAS_NUM_THREADS=3",
            "MALLOC_MMAP_THRESHOLD_=4294967296",
            "MALLOC_TRIM_THRESHOLD_=17179869184",
            "MALLOC_TOP_PAD_=268435456");
    assertThat(result.arguments())
        .contains(
            "-XX:MaxRAMPercentage=25",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
  }

  @Test
  void anotherLibtorchIsTakenOffTheLinkersPath() throws Exception {
    Path other = Files.createDirectories(folder.resolve("a conda/lib"));
    Files.writeString(other.resolve("libtorch_cpu.so"), "");
    Path cuda = Files.createDirectories(folder.resolve("cuda/lib64"));
    assertThat(checkout.with("LD_LIBRARY_PATH", other + ":" + cuda).run().out())
        .contains("LD_LIBRARY_PATH=" + cuda);
    assertThat(checkout.with("LD_LIBRARY_PATH", other.toString()).run().out())
        .contains("LD_LIBRARY_PATH=unset", "LD_PRELOAD=unset");
    assertThat(checkout.with("LD_PRELOAD", "/nowhere/libtorch.so /nowhere/libmine.so").run().out())
        .contains("LD_PRELOAD=/nowhere/libmine.so");
  }

  @Test
  void bothThreadPoolsGetTheSameNumberByDefault() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(checkout.run().out())
        .contains("OMP_NUM_THREADS=" + cores, "OPENBLAS_NUM_THREADS=" + cores);
  }

  @Test
  void theUsersOptionsComeLastAndSoWin() throws Exception {
    List<String> arguments =
        checkout.with("WIDEMARGIN_JAVA_OPTS", "-Xmx8g -Dfile.encoding=X").run().arguments();
    assertThat(arguments).containsSubsequence("-Dfile.encoding=UTF-8", "-Xmx8g", "-cp");
    assertThat(arguments).containsSubsequence("-Xmx8g", "-Dfile.encoding=X", "-cp");
  }

  @Test
  void theFirstRunBuildsAndTheSecondDoesNot() throws Exception {
    Result first = checkout.run();
    assertThat(checkout.builds()).hasSize(1);
    assertThat(checkout.builds().get(0)).contains("-pl cli -am").endsWith("package");
    assertThat(first.err()).hasSize(2).first().asString().contains("building");
    assertThat(first.err()).last().as("without codes for colours").isEqualTo("a line from Maven");
    assertThat(first.out()).doesNotContain("a line from Maven").isNotEmpty();

    Result second = checkout.run();
    assertThat(checkout.builds()).hasSize(1);
    assertThat(second.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        ".mvn/jvm.config",
        "core/pom.xml",
        "core/src/main/java/A.java",
        "mnist/src/main/resources/images",
        "lab/src/main/java/C.java",
        "bench/src/main/java/E.java",
        "cli/src/main/java/D.java",
      })
  void aNewerSourceIsBuilt(String source) throws Exception {
    checkout.run();
    checkout.touch(source);
    checkout.run();
    assertThat(checkout.builds()).hasSize(2);
  }

  @Test
  void aBuildForGpusStaysOne() throws Exception {
    checkout.run();
    Path natives = checkout.root().resolve("pytorch-2.10.0-linux-x86_64-gpu.jar");
    Files.writeString(natives, "");
    Files.writeString(checkout.root().resolve("cli/target/classpath"), natives.toString());
    checkout.touch("pom.xml");
    checkout.run();
    checkout.touch("pom.xml");
    checkout.run();
    assertThat(checkout.builds()).hasSize(3);
    assertThat(checkout.builds().get(0)).doesNotContain("-P");
    assertThat(checkout.builds().get(1)).contains("-Plinux-x86_64-gpu").contains("-pl cli -am");
    assertThat(checkout.builds().get(2)).as("this build had other natives").doesNotContain("-P");
  }

  @Test
  void classesAreArchivedOncePerBuildAndJdk() throws Exception {
    checkout.run();
    assertThat(checkout.run("summary").arguments())
        .contains("-XX:SharedArchiveFile=" + realRoot() + "/cli/target/classes-17.0.1.jsa");
    assertThat(checkout.archives()).hasSize(1);
    assertThat(checkout.with("FAKE_VERSION", "21.0.2").run().arguments())
        .contains("-XX:SharedArchiveFile=" + realRoot() + "/cli/target/classes-21.0.2.jsa");
    assertThat(checkout.archives()).hasSize(2);
    checkout.touch("pom.xml");
    checkout.run();
    assertThat(checkout.archives()).hasSize(3);
  }

  @Test
  void withoutAnArchiveTheProgramRunsAllTheSame() throws Exception {
    checkout.with("FAKE_ARCHIVE", "").run();
    assertThat(checkout.run().arguments()).contains("-Xshare:auto", "org.widemargin.cli.Main");
    assertThat(checkout.archives()).hasSize(1);
  }

  @Test
  void onlyShortCommandsDoWithoutTheSecondCompiler() throws Exception {
    String quick = "-XX:TieredStopAtLevel=1";
    assertThat(checkout.run("train", "--steps", "5").arguments()).doesNotContain(quick);
    assertThat(checkout.run("train", "--help").arguments()).contains(quick);
    assertThat(checkout.run("--version").arguments()).contains(quick);
    assertThat(checkout.run("summary", "linear").arguments()).contains(quick);
  }

  @Test
  void aDeletedSourceIsBuilt() throws Exception {
    checkout.run();
    Files.delete(checkout.root().resolve("core/src/main/java/B.java"));
    checkout.touch("core/src/main/java");
    checkout.run();
    assertThat(checkout.builds()).hasSize(2);
  }

  /** Saved when the clock, which is coarse, has moved on since the build began. */
  @Test
  void aSourceSavedDuringTheBuildIsBuiltNextTime() throws Exception {
    String save =
        """
        source=core/src/main/java/A.java
        touch begun
        until [ -n "$(find $source -newer begun)" ]; do touch $source; done
        """;
    checkout.with("FAKE_MAVEN", save).run();
    checkout.run();
    assertThat(checkout.builds()).hasSize(2);
  }

  @Test
  void aMissingLibraryIsBuilt() throws Exception {
    checkout.run();
    Files.delete(checkout.root().resolve("library.jar"));
    checkout.with("FAKE_MAVEN", "touch library.jar").run();
    assertThat(checkout.builds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChainOfLinksLeadsToTheCheckout(boolean relative) throws Exception {
    Path links = Files.createDirectories(folder.resolve("other place"));
    Path target = relative ? links.relativize(checkout.launcher()) : checkout.launcher();
    Path inner = Files.createSymbolicLink(links.resolve("inner"), target);
    Path outer = Files.createSymbolicLink(folder.resolve("outer link"), inner);
    String program = realRoot() + "/cli/target/widemargin-cli.jar:";
    assertThat(checkout.run(outer).arguments()).anyMatch(argument -> argument.startsWith(program));
  }

  @Test
  void theProgramTakesThePlaceOfTheScript() throws Exception {
    Running running = checkout.with("FAKE_STATUS", "7").start(checkout.launcher());
    Result result = Checkout.finish(running);
    assertThat(result.out()).contains("pid=" + running.process().pid());
    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void aFailedBuildIsReportedAndTriedAgain() throws Exception {
    Result failed = checkout.with("FAKE_MAVEN", "exit 1").run();
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("a line from Maven").last().asString().contains("failed");

    assertThat(checkout.with("FAKE_MAVEN", "").run().status()).isZero();
    assertThat(checkout.builds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.2", "1.8.0_292"})
  void anOldJavaIsRefused(String version) throws Exception {
    assertRefused(checkout.with("FAKE_VERSION", version).run(), "JDK 17", version);
  }

  @Test
  void aMissingJavaIsRefused() throws Exception {
    checkout.removeTool("java");
    assertRefused(checkout.run(), "no java on PATH");
  }

  @Test
  void aWrongJavaHomeIsRefused() throws Exception {
    assertRefused(checkout.with("JAVA_HOME", "/no/such").run(), "JAVA_HOME", "/no/such");
  }

  @Test
  void aRuntimeWithoutCompilerIsRefusedWhenThereIsSomethingToBuild() throws Exception {
    checkout.removeTool("javac");
    assertRefused(checkout.run(), "only a runtime");
  }

  @Test
  void aMissingMavenIsRefusedOnlyWhenThereIsSomethingToBuild() throws Exception {
    checkout.run();
    checkout.removeTool("mvn");
    assertThat(checkout.run().status()).isZero();
    checkout.touch("pom.xml");
    assertRefused(checkout.run(), "no mvn on PATH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "1.5", "1 2"})
  void aWrongNumberOfThreadsIsRefused(String threads) throws Exception {
    assertRefused(
        checkout.with("WIDEMARGIN_THREADS", threads).run(), "WIDEMARGIN_THREADS", threads);
  }

  /** The second caller reaches the lock while the first one's build is held up. */
  @Test
  void twoCallersBuildOnce() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "there is no flock here");
    Path events = pipe("events");
    Path gate = pipe("gate");
    checkout.script(
        "flock", "#!/bin/sh\necho lock > '%s'\nexec /usr/bin/flock \"$@\"\n".formatted(events));
    checkout.with("FAKE_MAVEN", "echo build > '%s'; read go < '%s'".formatted(events, gate));

    try (RandomAccessFile seen = new RandomAccessFile(events.toFile(), "rw");
        RandomAccessFile opened = new RandomAccessFile(gate.toFile(), "rw")) {
      Running first = checkout.start(checkout.launcher());
      assertThat(seen.readLine()).isEqualTo("lock");
      assertThat(seen.readLine()).isEqualTo("build");
      Running second = checkout.start(checkout.launcher());
      assertThat(seen.readLine()).isEqualTo("lock");
      opened.writeBytes("go\n");

      assertThat(Checkout.finish(first).status()).isZero();
      assertThat(Checkout.finish(second).status()).isZero();
    }
    assertThat(checkout.builds()).hasSize(1);
  }

  private Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name);
    new ProcessBuilder(Checkout.find("mkfifo").toString(), pipe.toString()).start().waitFor();
    return pipe;
  }

  private Path realRoot() throws IOException {
    return checkout.root().toRealPath();
  }

  private static void assertRefused(Result result, String... parts) {
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).singleElement().asString().startsWith("widemargin: ").contains(parts);
  }
}
