package org.widemargin.sweep;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.widemargin.file.Folders;

/**
 * Processes of this machine that carry out trials. Random draws and threads of libtorch belong to a
 * process as a whole: two trials in one would disturb each other, and one that fails there would
 * take the other with it.
 */
public final class TrialPool implements AutoCloseable {
  private final Path folder;
  private final Deque<Running> idle = new ArrayDeque<>();
  private int started;
  private boolean closed;

  /**
   * Makes a pool; processes are started when they are needed, and kept.
   *
   * @param folder of this pool alone, for what passes through them
   */
  public TrialPool(Path folder) {
    this.folder = folder;
  }

  /** A process, and how to talk to it. */
  private record Running(Process process, DataOutputStream tasks, DataInputStream answers) {}

  /**
   * Has a trial carried out. Called by several threads at a time, each of which has a process.
   *
   * @param task what {@link TrialExecutor#carryOut} takes
   * @return what it gives
   * @throws TrialLostException if the process ends, or says what failed
   */
  public byte[] ask(byte[] task) {
    Running running = borrow();
    boolean usable = false;
    try {
      TrialTask.write(running.tasks(), task);
      running.tasks().flush();
      int status = running.answers().readByte();
      byte[] answer = TrialTask.read(running.answers());
      usable = true;
      if (status != TrialProcess.DONE) {
        String message = new String(answer, StandardCharsets.UTF_8);
        throw new TrialLostException(message, new IllegalStateException(message));
      }
      return answer;
    } catch (IOException e) {
      throw new TrialLostException("the process of a trial has ended", e);
    } finally {
      giveBack(running, usable);
    }
  }

  private synchronized Running borrow() {
    if (closed) {
      throw new IllegalStateException("the pool is closed");
    }
    Running waiting = idle.poll();
    return waiting != null ? waiting : start(folder.resolve("process-" + started++));
  }

  private synchronized void giveBack(Running running, boolean usable) {
    if (usable && !closed) {
      idle.push(running);
    } else {
      running.process().destroyForcibly();
    }
  }

  private static Running start(Path own) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-Xmx") || option.startsWith("-Dorg.bytedeco."))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Djava.awt.headless=true",
            "-cp",
            classPath(),
            TrialProcess.class.getName(),
            own.toString()));
    try {
      Files.createDirectories(own);
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Running(
          process,
          new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
          new DataInputStream(new BufferedInputStream(process.getInputStream())));
    } catch (IOException e) {
      throw new TrialLostException("no process can be started for a trial", e);
    }
  }

  /** That of this process, and where our own classes came from, which need not be on it. */
  private static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    try {
      entries.add(
          Path.of(TrialPool.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("these classes came from no file", e);
    }
    entries.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    return String.join(File.pathSeparator, entries);
  }

  /** Ends the processes and removes what passed through them. Closing again does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    idle.forEach(running -> running.process().destroyForcibly());
    Folders.delete(folder);
  }
}
