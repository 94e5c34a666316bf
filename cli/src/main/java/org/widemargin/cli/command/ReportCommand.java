package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.reproduce.Claims;
import org.widemargin.reproduce.ReproductionWriter;
import org.widemargin.reproduce.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Draws a reproduction's figures and page anew. */
@Command(
    name = "report",
    description = {
      "Draw the figures and write the page of a reproduction, from its result lines alone. Nothing"
          + " is trained; a reproduction that is still at work can be looked at.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin report runs/reproduce-quick",
    })
public final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "DIR",
      description = "The folder of a reproduction, with studies/ and results.jsonl.")
  private Path folder = Path.of("");

  @Mixin private JsonOption json = new JsonOption();

  public ReportCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code report --json} gives.
   *
   * @param page the file of the page
   * @param claims each with our number and the verdict
   */
  private record Answer(String page, List<Claims.Judged> claims) {}

  @Override
  public Integer call() {
    StudyFolder.requireOne(folder);
    // Whoever draws is alone from reading the lines to writing the page: a page of older lines
    // never replaces one of newer.
    try (ClaimedFolder owned = ClaimedFolder.await(folder)) {
      StudyFolder results = StudyFolder.read(owned.folder());
      console.notePlain("drawing the figures of " + studies(results.results().size()));
      Path page = new ReproductionWriter(results).drawAll();
      List<Claims.Judged> claims = Claims.judge(results.results());
      json.print(console, new Answer(page.toString(), claims), () -> print(page, claims));
    }
    return 0;
  }

  private static String studies(int count) {
    return count == 1 ? "1 study" : count + " studies";
  }

  private void print(Path page, List<Claims.Judged> claims) {
    for (Claims.Judged claim : claims) {
      console.printPlain(
          "%-12s %s (%s)%n  %s%n"
              .formatted(claim.verdictWords(), claim.sentence(), claim.source(), claim.ours()));
    }
    console.printPlain("look at the page: " + page + System.lineSeparator());
  }
}
