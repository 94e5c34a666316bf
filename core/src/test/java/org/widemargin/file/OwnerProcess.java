package org.widemargin.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own that claims a folder and keeps it until it is told or killed. */
public final class OwnerProcess implements AutoCloseable {
  private final Process process;

  private OwnerProcess(Process process) {
    this.process = process;
  }

  /** Starts one, and returns when it has the folder. */
  public static OwnerProcess claiming(Path folder) throws IOException {
    Process process = JavaProcess.start(Program.class, folder);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (!"claimed".equals(line)) {
      throw new AssertionError("expected a claim, found " + line);
    }
    return new OwnerProcess(process);
  }

  public long pid() {
    return process.pid();
  }

  /** Kills it without warning. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Argument: the folder. Ends with its standard input. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      try (FolderOwner owner = FolderOwner.claim(Path.of(arguments[0]))) {
        System.out.println("claimed");
        while (System.in.read() >= 0) {
          // Until whoever started this ends it.
        }
      }
    }
  }
}
