package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.widemargin.serve.ServingLoad;

/** Eight clients ask twenty thousand times. What it took is printed; docs/serve.md has figures. */
@Tag("slow")
class ServingLoadTest {
  private static final int CLIENTS = 8;
  private static final int REQUESTS = 20_000;
  private static final int ELEMENTS = 28 * 28;

  @Test
  void noneFailsAndNothingStays() throws Exception {
    Process process = server();
    try {
      String page = page(process);
      ServingLoad.Result first =
          ServingLoad.ask(page, "mnist-clean", ELEMENTS, CLIENTS, REQUESTS / 4);
      ServingLoad.Result result = ServingLoad.ask(page, "mnist-clean", ELEMENTS, CLIENTS, REQUESTS);
      System.out.println(result.text());
      assertThat(first.errors() + result.errors()).isZero();
      // Less than if the values of each request's sample had stayed.
      assertThat(result.after() - result.before())
          .isLessThan((long) REQUESTS * ELEMENTS * Float.BYTES);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A heap that is there as a whole from the start: what grows is something else. */
  private static Process server() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "org.widemargin.cli.Main",
            "serve",
            "zoo:mnist-clean",
            "--port=0")
        .start();
  }

  private static String page(Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = String.valueOf(out.readLine());
    return line.substring(line.indexOf("http"));
  }
}
