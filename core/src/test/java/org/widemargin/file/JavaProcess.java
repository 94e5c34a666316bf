package org.widemargin.file;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that runs a class of the tests. */
public final class JavaProcess {
  private JavaProcess() {}

  /** Starts one, whose complaints are this process's. */
  public static Process start(Class<?> program, Path argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            argument.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
