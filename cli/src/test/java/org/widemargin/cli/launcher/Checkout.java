package org.widemargin.cli.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a small checkout, with its own PATH: a {@code java} that prints how it
 * was called, a {@code mvn} that notes its calls, and nothing else but the system tools that the
 * launcher uses.
 */
final class Checkout {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "dirname",
          "find",
          "mkdir",
          "mktemp",
          "mv",
          "nproc",
          "readlink",
          "rm",
          "sed",
          "touch");
  private static final List<String> SOURCES =
      List.of(
          ".mvn/jvm.config",
          "pom.xml",
          "core/pom.xml",
          "core/src/main/java/A.java",
          "core/src/main/java/B.java",
          "mnist/pom.xml",
          "mnist/src/main/resources/images",
          "lab/pom.xml",
          "lab/src/main/java/C.java",
          "bench/pom.xml",
          "bench/src/main/java/E.java",
          "cli/pom.xml",
          "cli/src/main/java/D.java");

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then
        echo "openjdk version \\"${FAKE_VERSION:-17.0.1}\\" 2021-10-19" >&2
        exit
      fi
      for argument; do
        case $argument in
          -XX:ArchiveClassesAtExit=*)
            echo "$*" >> "$FAKE_ARCHIVES"
            printf '%s' "${FAKE_ARCHIVE-classes}" > "${argument#*=}"
            exit ;;
        esac
      done
      echo "pid=$$"
      echo "OMP_NUM_THREADS=$OMP_NUM_THREADS"
      echo "OPENBLAS_NUM_THREADS=$OPENBLAS_NUM_THREADS"
      echo "MALLOC_MMAP_THRESHOLD_=$MALLOC_MMAP_THRESHOLD_"
      echo "MALLOC_TRIM_THRESHOLD_=$MALLOC_TRIM_THRESHOLD_"
      echo "MALLOC_TOP_PAD_=$MALLOC_TOP_PAD_"
      echo "LD_LIBRARY_PATH=${LD_LIBRARY_PATH-unset}"
      echo "LD_PRELOAD=${LD_PRELOAD-unset}"
      for argument; do echo "[$argument]"; done
      exit "${FAKE_STATUS:-0}"
      """;

  /** Notes the call, does what the test wants, and leaves the class path as Maven does. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$*" >> "$FAKE_CALLS"
      printf '\\033[0ma line from Maven\\033[0m\\n'
      eval "${FAKE_MAVEN:-}"
      mkdir -p cli/target && echo "$PWD/library.jar" > cli/target/classpath
      """;

  private final Path folder;
  private final Path root;
  private final Path bin;
  private final Path calls;
  private final Path archives;
  private final Map<String, String> environment = new HashMap<>();
  private Path launcher;
  private final List<Process> started = new ArrayList<>();

  private Checkout(Path folder) {
    this.folder = folder;
    this.root = folder.resolve("a folder with spaces");
    this.bin = folder.resolve("tools");
    this.calls = folder.resolve("calls");
    this.archives = folder.resolve("archives");
    this.launcher = root.resolve("widemargin");
  }

  /** What a run of the launcher ended with. */
  record Result(int status, List<String> out, List<String> err) {
    /** The arguments that {@code java} was given, in order. */
    List<String> arguments() {
      return out.stream()
          .filter(line -> line.startsWith("["))
          .map(line -> line.substring(1, line.length() - 1))
          .toList();
    }
  }

  /** Makes a checkout inside a folder; nothing is built in it. */
  static Checkout in(Path folder) throws IOException {
    Checkout checkout = new Checkout(folder);
    Path root = Files.createDirectories(checkout.root);
    Files.createDirectories(checkout.bin);
    Files.copy(Path.of("../widemargin"), checkout.launcher);
    Files.writeString(root.resolve("library.jar"), "");
    for (String source : SOURCES) {
      Files.createDirectories(root.resolve(source).getParent());
      Files.writeString(root.resolve(source), "");
    }
    checkout.age();
    for (String tool : TOOLS) {
      checkout.delegate(tool);
    }
    checkout.script("java", JAVA);
    checkout.script("javac", "#!/bin/sh\n");
    checkout.script("mvn", MAVEN);
    return checkout
        .with("PATH", checkout.bin.toString())
        .with("FAKE_CALLS", checkout.calls.toString())
        .with("FAKE_ARCHIVES", checkout.archives.toString());
  }

  Path root() {
    return root;
  }

  Path launcher() {
    return launcher;
  }

  /** A distribution unpacked inside a folder, on a machine with a Java runtime alone. */
  static Checkout unpacked(Path folder) throws IOException {
    Checkout unpacked = in(folder);
    try (Stream<Path> sources = Files.list(unpacked.root)) {
      for (Path source : sources.filter(path -> !path.equals(unpacked.launcher)).toList()) {
        delete(source);
      }
    }
    Path bin = Files.createDirectories(unpacked.root.resolve("bin"));
    unpacked.launcher = Files.move(unpacked.launcher, bin.resolve("widemargin"));
    Path lib = Files.createDirectories(unpacked.root.resolve("lib"));
    for (String jar : List.of("b.jar", "widemargin-cli.jar", "a b.jar")) {
      Files.writeString(lib.resolve(jar), "");
    }
    Files.writeString(lib.resolve("commit"), "0123456789abcdef\n");
    unpacked.age();
    unpacked.removeTool("mvn");
    unpacked.removeTool("javac");
    return unpacked;
  }

  /** Sets a variable for the runs that follow; they have no others. */
  Checkout with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Makes a tool of this machine visible to the launcher. */
  private void delegate(String tool) throws IOException {
    script(tool, "#!/bin/sh\nexec %s \"$@\"\n".formatted(find(tool)));
  }

  /** Returns where a tool is on this machine. */
  static Path find(String tool) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("expected the tool " + tool));
  }

  void script(String name, String text) throws IOException {
    Files.writeString(bin.resolve(name), text);
    Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  void removeTool(String name) throws IOException {
    Files.delete(bin.resolve(name));
  }

  /** The command lines of Maven so far. */
  List<String> builds() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** The command lines that made archives of classes so far. */
  List<String> archives() throws IOException {
    return Files.exists(archives) ? Files.readAllLines(archives) : List.of();
  }

  /** Makes everything an hour old, so that the next build is newer. */
  private void age() throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Makes a file or folder newer than the last build. */
  void touch(String file) throws IOException {
    Instant built = Files.getLastModifiedTime(root.resolve("cli/target/classpath")).toInstant();
    Files.setLastModifiedTime(root.resolve(file), FileTime.from(built.plusSeconds(1)));
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return run(launcher(), arguments);
  }

  /** Runs the launcher under the given name (a link to it). */
  Result run(Path name, String... arguments) throws IOException, InterruptedException {
    return finish(start(name, arguments));
  }

  /** A launcher that is running. */
  record Running(Process process, Path out, Path err) {}

  Running start(Path name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(name.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Running running = new Running(builder.start(), out, err);
    started.add(running.process());
    return running;
  }

  /** Ends what a failed test may have left running. */
  void stop() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  static Result finish(Running running) throws IOException, InterruptedException {
    int status = running.process().waitFor();
    return new Result(status, Files.readAllLines(running.out()), Files.readAllLines(running.err()));
  }
}
