package org.widemargin.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;
import org.widemargin.parallel.MeetingPoint;

/**
 * A real standalone master and workers of one core each on this machine's loopback interface. Their
 * home is a folder like that of a Spark distribution, with the jars of this class path.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long START_SECONDS = 60;

  private final Path folder;
  private final String master;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();

  private StandaloneCluster(Path folder, String master) {
    this.folder = folder;
    this.master = master;
  }

  /** A cluster that has the jars of this class path. */
  static StandaloneCluster start(Path folder, int workers) throws IOException {
    return start(folder, workers, ClassPath.entries());
  }

  static StandaloneCluster start(Path folder, int workers, List<Path> libraries)
      throws IOException {
    Path jars = Files.createDirectories(folder.resolve("home/jars"));
    for (Path jar : libraries) {
      if (Files.isRegularFile(jar)) {
        Path link = jars.resolve(jar.getFileName());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, jar);
        }
      }
    }
    int port = MeetingPoint.freePort();
    StandaloneCluster cluster = new StandaloneCluster(folder, "spark://" + HOST + ":" + port);
    cluster.processes.add(
        cluster.run(
            "master",
            "org.apache.spark.deploy.master.Master",
            List.of("--host", HOST, "--port", Integer.toString(port), "--webui-port", "0")));
    awaitListening(port);
    for (int i = 0; i < workers; i++) {
      cluster.addWorker();
    }
    return cluster;
  }

  String master() {
    return master;
  }

  private void addWorker() throws IOException {
    String name = "worker-" + workers.size();
    Process worker =
        run(
            name,
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                HOST,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve(name).toString(),
                master));
    workers.add(worker);
    processes.add(worker);
  }

  /** What an application must be told to find our own classes, and to fit here. */
  static Map<String, String> settings() {
    // A submitted jar would bring them along.
    String classes =
        ClassPath.entries().stream()
            .filter(Files::isDirectory)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return Map.of(
        "spark.executor.extraClassPath",
        classes,
        "spark.executor.memory",
        "512m",
        "spark.driver.host",
        HOST,
        "spark.driver.bindAddress",
        HOST);
  }

  /** Kills what a worker has started, which it starts again when it is asked to. */
  void killExecutors(int worker) {
    workers.get(worker).descendants().toList().forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills a worker without warning, with its executor and everything that this has started. */
  void kill(int worker) throws InterruptedException {
    Process process = workers.get(worker);
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly().waitFor();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  private Process run(String name, String main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1)));
    command.addAll(
        List.of("-Xmx512m", "-cp", folder.resolve("home/jars") + File.separator + "*", main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    File log = folder.resolve(name + ".log").toFile();
    return builder.redirectErrorStream(true).redirectOutput(log).start();
  }

  private static void awaitListening(int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new AssertionError("the master does not listen", e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
