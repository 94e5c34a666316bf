package org.widemargin.cli.option;

import org.widemargin.cli.text.Console;
import picocli.CommandLine.Option;

/** The option to give the result as JSON. */
public final class JsonOption {
  @Option(
      names = "--json",
      order = 90,
      description =
          "Print the result as one JSON object on standard output, and nothing else there.")
  private boolean json;

  /** Prints a result in the form that the user wants. */
  public void print(Console console, Object result, Runnable asText) {
    if (json) {
      console.printJson(result);
    } else {
      asText.run();
    }
  }
}
