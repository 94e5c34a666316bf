package org.widemargin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A training that evaluates, and so writes a checkpoint, every few milliseconds. */
record KilledTraining(Path data, int steps) implements KilledWork {
  @Override
  public String name() {
    return "training";
  }

  /** As a user would: go on where there is a checkpoint, else begin anew. */
  @Override
  public List<String> command(Path folder) {
    String[] options = {"--steps=" + steps, "--schedule=constant", "--threads=1"};
    List<String> arguments = new ArrayList<>(TinyData.train(data, folder, options));
    boolean goesOn = Files.exists(folder.resolve("checkpoints/last.safetensors"));
    arguments.add(goesOn ? "--resume" : "--force");
    return arguments;
  }

  @Override
  public boolean begins(String line) {
    return line.contains("step ");
  }

  /** Those of TensorBoard are as many as there were sessions. */
  @Override
  public Map<String, Object> outcome(Path folder) throws IOException {
    return Contents.of(folder)
        .without("events\\.out\\.tfevents\\..*")
        .withoutKeys("metrics.jsonl", "seconds", "data-share", "crc32")
        .withoutKeys("provenance.json", "sessions")
        .files();
  }
}
