package org.widemargin.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes whose linker, or whose cache of native libraries, is not as it should be. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NativeLibrariesTest {
  @TempDir private Path folder;

  /** Prints the libraries, or the failure. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try {
        NativeRuntime.initialise(1);
        NativeReport.inspect()
            .libraries()
            .forEach(library -> System.out.println(library.ours() + " " + library.path()));
      } catch (NativeLibrariesException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static List<String> run(ProcessBuilder process) throws Exception {
    Process started = process.redirectErrorStream(true).start();
    String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static ProcessBuilder process(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    return new ProcessBuilder(command);
  }

  /** Libraries of these names that have nothing of what is needed. */
  private static void misleadingLibraries(Path folder) throws IOException {
    NativeLibraries.require();
    Path any = Path.of(Loader.load(Loader.class));
    for (String name :
        List.of(
            "libtorch.so", "libtorch_cpu.so", "libc10.so", "libgomp.so.1", "libopenblas.so.0")) {
      Files.copy(any, folder.resolve(name));
    }
  }

  @Test
  void ourLibrariesAreFoundBeforeOthersOfTheirNames() throws Exception {
    misleadingLibraries(folder);
    ProcessBuilder process = process();
    process.environment().put("LD_LIBRARY_PATH", folder.toString());
    List<String> found = run(process);
    assertThat(found).hasSizeGreaterThanOrEqualTo(6).allMatch(line -> line.startsWith("true /"));
    assertThat(found).anyMatch(line -> line.endsWith("/libtorch_cpu.so"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          macosx-arm64 | : add org.bytedeco's pytorch, openblas and javacpp with the classifier macosx-arm64
          linux-arm64  | : libtorch's bindings of this version are not published for linux-arm64
          """)
  void anotherPlatformsLibrariesAreNotEnough(String platform, String advice) throws Exception {
    assertThat(
            run(
                process(
                    "-Dorg.bytedeco.javacpp.platform=" + platform,
                    "-Dorg.bytedeco.javacpp.cachedir=" + folder)))
        .last()
        .asString()
        .startsWith(
            "cannot load the native libraries: expected native libraries for "
                + platform
                + " on the class path, found those for linux-x86_64")
        .contains(advice);
  }

  @Test
  void aCacheThatCannotBeMadeIsToldInOneLine() throws Exception {
    String file = Files.writeString(folder.resolve("file"), "").toString();
    assertThat(
            run(
                process(
                    "-Dorg.bytedeco.javacpp.cachedir=" + file + "/cache",
                    "-Duser.home=" + file,
                    "-Djava.io.tmpdir=" + file)))
        .singleElement()
        .asString()
        .startsWith("cannot unpack the native libraries")
        .endsWith(
            "-Dorg.bytedeco.javacpp.cachedir=FOLDER (./widemargin takes it in"
                + " WIDEMARGIN_JAVA_OPTS)");
  }

  /** Half a gigabyte is unpacked three times. */
  @Test
  @Tag("slow")
  void aCacheThatIsFullOrExecutesNothingIsToldAndUsedOnceItIsNot() throws Exception {
    try (MountedFolder disk = MountedFolder.of(Files.createDirectory(folder.resolve("disk")), 20)) {
      String cache = "-Dorg.bytedeco.javacpp.cachedir=" + disk.folder().resolve("not/there/yet");
      assertThat(run(process(cache)))
          .singleElement()
          .asString()
          .startsWith("cannot unpack the native libraries, 500 MB, into " + disk.folder())
          .contains("No space left on device; name another folder with -D");
      disk.change("size=900m,noexec");
      assertThat(run(process(cache)))
          .last()
          .asString()
          .startsWith("cannot load the native libraries from " + disk.folder())
          .contains("failed to map segment", "; name another folder with -D");
      disk.change("exec");
      assertThat(run(process(cache)))
          .hasSizeGreaterThanOrEqualTo(6)
          .allMatch(line -> line.startsWith("true " + disk.folder()));
    }
  }

  @Test
  void whatCannotBeLoadedIsToldInOneLine() throws Exception {
    NativeLibraries.require();
    Path library = Path.of(Loader.load(Loader.class));
    Path place = folder.resolve(Loader.getCacheDir().toPath().relativize(library));
    // A folder with something in it, where the first file should be.
    Files.createDirectories(place.resolve("in the way"));
    assertThat(run(process("-Dorg.bytedeco.javacpp.cachedir=" + folder)))
        .last()
        .asString()
        .startsWith("cannot load the native libraries from " + folder + ": ")
        .contains("Is a directory")
        .endsWith("(./widemargin takes it in WIDEMARGIN_JAVA_OPTS)");
  }
}
