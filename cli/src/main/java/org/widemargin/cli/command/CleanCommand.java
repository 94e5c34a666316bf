package org.widemargin.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.audit.AuditFiles;
import org.widemargin.audit.AuditSummary;
import org.widemargin.audit.Cleaning;
import org.widemargin.audit.DataCopy;
import org.widemargin.audit.SampleLine;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.error.InputException;
import org.widemargin.file.FolderOwner;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data set without the labels that an audit doubts. */
@Command(
    name = "clean",
    description = {
      "Pick the training samples whose labels an audit doubts, and write a list of them, or a copy of"
          + " the data without them or with the labels that are suggested. The data themselves are"
          + " never touched, and test samples never picked.",
      "",
      "'train --exclude LIST' leaves the samples of a list out; 'train --relabel LIST' gives them the"
          + " labels that are suggested. Look at the audit's page first: a rare sample is suspicious"
          + " too.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin clean runs/photos/audit --to suspicious.csv",
      "  widemargin train --dataset folder --data photos --exclude suspicious.csv --out runs/cleaned",
      "  widemargin clean runs/photos/audit --worst-share 0.02 --copy photos-cleaned",
    })
public final class CleanCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "AUDIT", description = "The folder of an audit that 'audit' has made.")
  private @Nullable Path audit;

  @ArgGroup private @Nullable Choice choice;

  /** Which samples: at most one of these. */
  private static final class Choice {
    @Option(
        names = "--worst",
        paramLabel = "N",
        description =
            "Pick the N most suspicious samples. Default: all that are seen as another class.")
    private @Nullable Integer worst;

    @Option(
        names = "--worst-share",
        paramLabel = "SHARE",
        description = "Pick this share of the training samples, the most suspicious.")
    private @Nullable Double share;

    @Option(
        names = "--beyond",
        paramLabel = "T",
        description = "Pick those whose score is below T; of the loss, above it.")
    private @Nullable Double beyond;

    Cleaning.Choice chosen() {
      if (worst != null) {
        return new Cleaning.Worst(worst);
      }
      return share != null
          ? new Cleaning.WorstShare(share)
          : new Cleaning.Beyond(Objects.requireNonNull(beyond));
    }
  }

  @Option(
      names = "--by",
      paramLabel = "SCORE",
      description = "The score to order by; default: the audit's.")
  private @Nullable String by;

  @Option(names = "--to", paramLabel = "FILE", description = "Write the picked samples as a list.")
  private @Nullable Path to;

  @Option(
      names = "--copy",
      paramLabel = "DIR",
      description =
          "Make a copy of the data without the picked samples: of image folders by links, of tables"
              + " by their lines.")
  private @Nullable Path copy;

  @Option(
      names = "--relabel",
      description =
          "In the copy, give the picked samples the labels that are suggested instead of leaving"
              + " them out.")
  private boolean relabel;

  @Mixin private JsonOption json = new JsonOption();

  public CleanCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code clean --json} gives.
   *
   * @param picked how many samples
   * @param by the score that they are ordered by
   * @param list the file that names them, if one was written
   * @param copy the copy of the data, if one was made
   */
  private record Answer(int picked, String by, @Nullable String list, @Nullable String copy) {}

  @Override
  public Integer call() {
    InputException.require(
        to != null || copy != null,
        "expected --to with a file for the list, or --copy with a folder for the copy, found"
            + " neither");
    InputException.require(
        !relabel || copy != null,
        "--relabel is for --copy; of a list, 'train --relabel' takes the labels");
    InputException.require(
        to == null || !Files.exists(to),
        "%s: there is a file already; choose another name",
        String.valueOf(to));
    InputException.require(
        copy == null || FolderOwner.isEmpty(copy),
        "%s: expected a new or empty folder for the copy, found one with files",
        String.valueOf(copy));
    AuditFiles files = new AuditFiles(Objects.requireNonNull(audit));
    AuditSummary summary = files.summary();
    InputException.require(
        summary.planted() == null,
        "%s: expected the audit of a data set, found one of labels that were made wrong on purpose",
        audit);
    String score = by == null ? summary.by() : by;
    List<SampleLine> picked =
        new Cleaning(choice == null ? new Cleaning.Disagreeing() : choice.chosen(), score)
            .pick(files);
    // The copy first: its data may not be there any more.
    if (copy != null) {
      try (ClaimedFolder owner = ClaimedFolder.of(copy)) {
        DataCopy.of(summary, files, picked, relabel).write(owner.folder());
      }
    }
    if (to != null) {
      Cleaning.writeList(to, picked, score);
    }
    Answer answer = new Answer(picked.size(), score, name(to), name(copy));
    json.print(console, answer, () -> print(answer));
    return 0;
  }

  private static @Nullable String name(@Nullable Path path) {
    return path == null ? null : path.toString();
  }

  private void print(Answer answer) {
    console.print(answer.picked() + " samples picked by " + answer.by());
    if (answer.list() != null) {
      console.print("list: " + answer.list());
    }
    if (answer.copy() != null) {
      console.print("copy: " + answer.copy());
    }
  }
}
