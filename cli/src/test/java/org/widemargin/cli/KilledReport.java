package org.widemargin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Figures and page drawn from the lines of a study that is complete. */
record KilledReport(Path complete) implements KilledWork {
  @Override
  public String name() {
    return "reports";
  }

  @Override
  public List<String> command(Path folder) {
    return List.of("report", folder.toString());
  }

  @Override
  public boolean begins(String line) {
    return line.startsWith("drawing ");
  }

  @Override
  public Map<String, Object> outcome(Path folder) throws IOException {
    return Contents.of(folder).files();
  }

  /** The lines alone. */
  @Override
  public void prepare(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("studies"));
    for (String name : List.of("results.jsonl", "studies/tiny.yaml")) {
      Files.copy(complete.resolve(name), folder.resolve(name));
    }
  }
}
