package org.widemargin.parallel;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.widemargin.torch.NativeEnvironment;

/**
 * This program in another process of this machine: random draws and threads of libtorch belong to a
 * process as a whole.
 *
 * @param options of the Java virtual machine
 * @param threads how many it computes with
 */
public record OwnProgram(List<String> options, int threads) {
  private static final List<String> KEPT = List.of("-Xmx", "-Dorg.bytedeco.", "-Dwidemargin.");

  /** Those by which a process listens at a port, which a second one would find taken. */
  private static final List<String> OF_ONE_PROCESS =
      List.of(
          "-agentlib:jdwp",
          "-Xrunjdwp",
          "-Dcom.sun.management.jmxremote.port",
          "-Dcom.sun.management.jmxremote.rmi.port");

  /** Copies the list. */
  public OwnProgram {
    options = List.copyOf(options);
  }

  /**
   * As this process was started.
   *
   * @param threads how many to compute with
   * @return with all options of this process but those that a second one cannot have: for a
   *     debugger, or for management at a port
   */
  public static OwnProgram asThis(int threads) {
    return new OwnProgram(
        shareable(ManagementFactory.getRuntimeMXBean().getInputArguments()), threads);
  }

  static List<String> shareable(List<String> options) {
    return options.stream()
        .filter(option -> OF_ONE_PROCESS.stream().noneMatch(option::startsWith))
        .toList();
  }

  /**
   * For a process that is part of another program, such as an executor of Spark: of its options
   * only those count that say how much memory there is, where the native libraries are, and what
   * this program is told.
   *
   * @param threads how many to compute with
   * @param further options
   * @return with the options that the launcher gives
   */
  public static OwnProgram withinAnother(int threads, List<String> further) {
    Stream<String> kept =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> KEPT.stream().anyMatch(option::startsWith));
    Stream<String> own =
        Stream.of(
            "-XX:+UseSerialGC",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Djava.awt.headless=true");
    return new OwnProgram(
        Stream.concat(Stream.concat(kept, own), further.stream()).toList(), threads);
  }

  /**
   * Prepares the start of a process, which has the classes of this one.
   *
   * @param main the class to start
   * @param arguments what to start it with
   * @return with command and environment
   */
  public ProcessBuilder process(String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main));
    command.addAll(arguments);
    ProcessBuilder process = new ProcessBuilder(command);
    Map<String, String> environment = process.environment();
    NativeEnvironment.of(threads).forEach(environment::putIfAbsent);
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    return process;
  }

  /** That of this process, and where our own classes came from, which need not be on it. */
  private static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    try {
      entries.add(
          Path.of(OwnProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("these classes came from no file", e);
    }
    entries.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    return String.join(File.pathSeparator, entries);
  }
}
