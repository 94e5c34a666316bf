package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.option.Candidates;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.DownloadLine;
import org.widemargin.fetch.DatasetFetcher;
import org.widemargin.fetch.DatasetFetcher.Fetched;
import org.widemargin.fetch.Downloader;
import org.widemargin.fetch.EnvironmentProxies;
import org.widemargin.fetch.Patience;
import org.widemargin.fetch.PublicDataset;
import org.widemargin.fetch.PublicDatasets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a public data set. */
@Command(
    name = "fetch",
    description = {
      "Download a public data set from its official address, hold it against its pinned SHA-256, and"
          + " unpack it.",
      "",
      "A download that broke off goes on where it stopped. What is there and right is left alone."
          + " Proxies are those of http_proxy, https_proxy and no_proxy.",
      "",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin fetch cifar-10",
      "  widemargin fetch fashion-mnist --to /data/fashion",
    })
public final class FetchCommand implements Callable<Integer> {
  /** The paper's changes of CIFAR-10's images (section 4.3), with sizes that are usual. */
  private static final String AUGMENTATION =
      "'data.augmentation=[pad-crop: {padding: 4}, horizontal-flip, contrast: {amount: 0.2}, hue:"
          + " {amount: 0.05}]'";

  private final Console console;
  private final List<PublicDataset> datasets;
  private final Map<String, String> environment;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Candidates.FetchedNames.class,
      description = "${COMPLETION-CANDIDATES}.")
  private String name = "";

  @Option(names = "--to", paramLabel = "DIR", description = "Where to. Default: data/NAME.")
  private @Nullable Path to;

  @Mixin private JsonOption json = new JsonOption();

  public FetchCommand(Console console) {
    this(console, PublicDatasets.ALL, System.getenv());
  }

  /** With data sets and an environment of the caller's own. */
  public FetchCommand(
      Console console, List<PublicDataset> datasets, Map<String, String> environment) {
    this.console = console;
    this.datasets = datasets;
    this.environment = environment;
  }

  /**
   * What {@code fetch --json} gives.
   *
   * @param dataset its name
   * @param folder where it is
   * @param files the names of its files
   * @param downloaded how many bytes were fetched now; 0 if all was there
   * @param train a command that trains on it
   */
  private record Answer(
      String dataset, String folder, List<String> files, long downloaded, String train) {}

  @Override
  public Integer call() {
    PublicDataset dataset = PublicDatasets.named(name, datasets);
    Path folder = to == null ? Path.of("data", name) : to;
    Downloader downloader =
        new Downloader(
            new EnvironmentProxies(environment),
            Patience.USUAL,
            pause -> Thread.sleep(pause.toMillis()));
    Fetched fetched =
        new DatasetFetcher(downloader).fetch(dataset, folder, new DownloadLine(console));
    Answer answer =
        new Answer(
            name, folder.toString(), fetched.files(), fetched.downloaded(), train(name, folder));
    json.print(console, answer, () -> print(answer));
    return 0;
  }

  private void print(Answer answer) {
    String how =
        answer.downloaded() == 0
            ? "already there, and as published"
            : String.format(Locale.ROOT, "%.1f MB fetched", answer.downloaded() / 1e6);
    console.printPlain(
        String.format(
            Locale.ROOT,
            "%s: %d files in %s, %s%ntrain on it with:%n  %s%n",
            answer.dataset(),
            answer.files().size(),
            answer.folder(),
            how,
            answer.train()));
  }

  /** A command to begin with; 5 000 samples are held out unless told otherwise. */
  private static String train(String name, Path folder) {
    boolean colour = name.startsWith("cifar");
    return "widemargin train --dataset "
        + name
        + " --data "
        + quoted(folder.toString())
        + (colour ? " --model wrn-16-1 --set " + AUGMENTATION : " --model mnist-cnn")
        + " --loss cross-entropy --out runs/"
        + name;
  }

  /** For a shell, where it would take the text apart. */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9._/@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
