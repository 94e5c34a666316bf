package org.widemargin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An evaluation under several attacks, which goes on with the one it was in. */
record KilledAttack(Path run) implements KilledWork {
  @Override
  public String name() {
    return "attacks";
  }

  @Override
  public List<String> command(Path folder) {
    return List.of(
        "attack",
        run.toString(),
        "--attack=fgsm,pgd,apgd-ce,square",
        "--eps=0.15",
        "--nearest=5",
        "--out=" + folder);
  }

  @Override
  public boolean begins(String line) {
    return line.startsWith("clean: ");
  }

  @Override
  public Map<String, Object> outcome(Path folder) throws IOException {
    return Contents.of(folder)
        .withoutKeys("samples.json", "seconds")
        .withoutKeys("results.json", "seconds")
        .withoutKeys("nearest.json", "seconds")
        .withoutText("index.html", "<td[^>]*>[0-9.]+</td></tr>|\\d{4}-\\d\\d-\\d\\d")
        .files();
  }
}
