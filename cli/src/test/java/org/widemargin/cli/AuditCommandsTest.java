package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong labels are found, left out and corrected, as a user would do it. */
class AuditCommandsTest {
  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private Path audit() {
    return run().resolve("audit");
  }

  /** Photographs of which one lies in the folder of another class. */
  private Path photographs() throws IOException {
    Path data = TinyData.write(folder.resolve("data"));
    Files.move(data.resolve("train/left/4.png"), data.resolve("train/right/strayed.png"));
    return data;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  @Test
  void aPhotographInTheWrongFolderIsFoundLeftOutAndPutRight() throws IOException {
    Path data = photographs();
    Program.run(
            TinyData.train(data, run(), "--steps=150", "--loss=cross-entropy", "--track-samples"))
        .succeeded();
    JsonNode audited =
        Program.run("audit", run().toString(), "--folds=3", "--json").succeeded().json();
    assertThat(audited.path("parts").size()).isEqualTo(3);
    assertThat(audited.path("parts").path(0).path("out-of-sample").asBoolean()).isTrue();
    assertThat(audit().resolve("index.html")).content().contains("Which labels are wrong?");

    Path list = folder.resolve("list.csv");
    Program.run("clean", audit().toString(), "--worst=1", "--to=" + list).succeeded();
    assertThat(lines(list)).hasSize(2);
    assertThat(lines(list).get(0)).isEqualTo("place,label,suggested,origin,part,gap");
    assertThat(lines(list).get(1)).contains("right,left,").contains("strayed.png,");

    Path without = folder.resolve("without");
    Program.Result trained =
        Program.run(TinyData.train(data, without, "--exclude=" + list, "--json")).succeeded();
    assertThat(trained.json().path("steps").asInt()).isPositive();
    assertThat(without.resolve("config.yaml")).content().contains("exclude: ").contains("list.csv");
    Program.run(TinyData.train(data, folder.resolve("relabelled"), "--relabel=" + list))
        .succeeded();

    Path dropped = folder.resolve("dropped");
    Program.run("clean", audit().toString(), "--worst=1", "--copy=" + dropped).succeeded();
    assertThat(names(dropped.resolve("train/right"))).hasSize(20).doesNotContain("strayed.png");
    assertThat(names(dropped.resolve("train/left"))).hasSize(19);
    assertThat(names(dropped.resolve("test/left"))).hasSize(8);
    Path corrected = folder.resolve("corrected");
    Program.run("clean", audit().toString(), "--worst=1", "--copy=" + corrected, "--relabel")
        .succeeded();
    assertThat(names(corrected.resolve("train/left"))).hasSize(20).contains("right_strayed.png");
    assertThat(data.resolve("train/right/strayed.png")).as("the data stay").exists();
    Program.run(TinyData.train(corrected, folder.resolve("run-of-copy"))).succeeded();

    Path nothing = folder.resolve("nothing");
    assertThat(
            Program.run("clean", audit().toString(), "--worst=999", "--copy=" + nothing).refusal())
        .contains("all samples to learn from are picked");
    Path second = folder.resolve("second.csv");
    assertThat(
            Program.run(
                    "clean", audit().toString(), "--worst=1", "--to=" + second, "--copy=" + data)
                .refusal())
        .contains("expected a new or empty folder for the copy");
    assertThat(second).doesNotExist();
    Path moved = Files.move(data, folder.resolve("moved"));
    Program.run("audit", run().toString(), "--data=" + moved, "--folds=2").succeeded();
    Path anew = folder.resolve("anew");
    Program.run("clean", audit().toString(), "--worst=1", "--copy=" + anew).succeeded();
    assertThat(names(anew.resolve("train/right"))).hasSize(20);
  }

  @Test
  void whatCannotBeDoneIsSaidBeforeNetworksAreTrained() throws IOException {
    Program.run(TinyData.train(TinyData.write(folder.resolve("data")), run())).succeeded();
    Path site = Files.createDirectories(folder.resolve("site"));
    Path page = Files.writeString(site.resolve("index.html"), "mine");
    assertThat(Program.run("audit", run().toString(), "--out=" + site).refusal())
        .contains("expected a new or empty folder, or one of an audit, found other files in");
    assertThat(page).content().isEqualTo("mine");
    assertThat(Program.run("audit", run().toString(), "--folds=2", "--by=gapp").refusal())
        .contains("expected one of the scores [distance-input, gap, loss, refined-input]")
        .contains("found 'gapp'");
    assertThat(Program.run("audit", run().toString(), "--plant-kind=pairs").refusal())
        .contains("expected --plant with --plant-kind, found none");
    assertThat(audit()).doesNotExist();
  }

  @Test
  void plantedLabelsAreMeasuredAndNothingIsCleanedByThem() throws IOException {
    Program.run(TinyData.train(TinyData.write(folder.resolve("data")), run(), "--steps=100"))
        .succeeded();
    Program.Result planted =
        Program.run("audit", run().toString(), "--folds=2", "--plant=0.2", "--plant-kind=pairs")
            .succeeded();
    assertThat(planted.out())
        .contains("10 of 51 training labels are known to be wrong")
        .contains("out of sample")
        .containsPattern("the best distance \\(.*\\) (beats|does not beat|is level with)");
    Path kept = run().resolve("audit-planted");
    assertThat(kept.resolve("samples.jsonl")).content().contains("\"wrong\":true");
    assertThat(
            Program.run("clean", kept.toString(), "--to=" + folder.resolve("list.csv")).refusal())
        .contains("found one of labels that were made wrong on purpose");
  }

  /** A table with wrong labels among its rows, one of them quoted. */
  private Path table() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<String> rows = new ArrayList<>(List.of("x,label,y"));
    for (int i = 0; i < 120; i++) {
      boolean high = i % 2 == 0;
      double x = (high ? 3 : -3) + random.nextDouble();
      String label = (high != (i == 17)) ? "\"high, very\"" : "low";
      rows.add(x + "," + label + "," + random.nextDouble());
    }
    return Files.write(folder.resolve("table.csv"), rows);
  }

  @Test
  void rowsOfATableAreCopiedByTheirLines() throws IOException {
    Path table = table();
    Program.run(
            "train",
            "--dataset=csv",
            "--data=" + table,
            "--model=mlp:8",
            "--loss=cross-entropy",
            "--steps=200",
            "--learning-rate=0.01",
            "--out=" + run())
        .succeeded();
    Program.run("audit", run().toString(), "--folds=3").succeeded();
    Path copy = folder.resolve("copy");
    Program.run("clean", audit().toString(), "--copy=" + copy, "--relabel").succeeded();
    List<String> copied = new ArrayList<>(lines(copy.resolve("train.csv")));
    copied.addAll(lines(copy.resolve("test.csv")));
    List<String> original = lines(table);
    assertThat(copied).hasSize(original.size() + 1);
    assertThat(copied).contains(original.get(5), original.get(40));
    boolean tested = lines(copy.resolve("test.csv")).contains(original.get(18));
    String mended = original.get(18).replaceFirst(",.*,", ",\"high, very\",");
    if (!tested) {
      String found =
          original.get(18).contains("low")
              ? mended
              : original.get(18).replaceFirst(",\".*\",", ",low,");
      assertThat(copied).contains(found).doesNotContain(original.get(18));
    }
    Program.run(
            "train",
            "--dataset=csv",
            "--data=" + copy,
            "--model=mlp:8",
            "--steps=5",
            "--out=" + folder.resolve("again"))
        .succeeded();
    List<String> inserted = new ArrayList<>(original);
    inserted.add(1, original.get(7));
    Files.write(table, inserted);
    assertThat(
            Program.run("clean", audit().toString(), "--copy=" + folder.resolve("late")).refusal())
        .contains("table.csv: the table was changed since it was audited");
    assertThat(Program.run("evaluate", run().toString()).succeeded().err())
        .contains("these are not the test samples of the training run");
  }

  /** The folder of a class is its own, whichever of its samples is seen first. */
  @Test
  void aCopyOfARelabelledRunKeepsClassesApart() throws IOException {
    Path data = photographs();
    Program.run(TinyData.train(data, run(), "--steps=150", "--loss=cross-entropy")).succeeded();
    Program.run("audit", run().toString(), "--folds=3").succeeded();
    Path list = folder.resolve("list.csv");
    Program.run("clean", audit().toString(), "--worst=1", "--to=" + list).succeeded();
    Path second = folder.resolve("second");
    Program.run(
            TinyData.train(
                data, second, "--steps=150", "--loss=cross-entropy", "--relabel=" + list))
        .succeeded();
    Program.run("audit", second.toString(), "--folds=3").succeeded();
    Path copy = folder.resolve("copy");
    Program.run("clean", second.resolve("audit").toString(), "--copy=" + copy).succeeded();
    for (String label : List.of("left", "right")) {
      assertThat(names(copy.resolve("train").resolve(label)))
          .filteredOn(name -> !name.contains("strayed"))
          .allSatisfy(
              name ->
                  assertThat(
                          Files.readSymbolicLink(copy.resolve("train").resolve(label).resolve(name))
                              .getParent())
                      .endsWithRaw(Path.of(label)));
    }
  }

  @Test
  void mistakesAreNamedInOneLine() throws IOException {
    assertThat(Program.run("clean", folder.toString(), "--to=list.csv").refusal())
        .contains("expected the folder of an audit, with audit.json and samples.jsonl, found none");
    Program.run(TinyData.train(TinyData.write(folder.resolve("data")), run())).succeeded();
    assertThat(Program.run("audit", run().toString(), "--by=area").err())
        .contains("expected one of the scores [distance-input, gap, loss, refined-input]");
    Program.Result audited = Program.run("audit", run().toString()).succeeded();
    assertThat(audited.err()).contains("a label that it has memorised looks right; --folds 5");
    assertThat(Program.run("clean", audit().toString()).refusal()).contains("expected --to");
    assertThat(Program.run("clean", audit().toString(), "--to=x.csv", "--by=area").refusal())
        .contains("expected the score 'area'");
    assertThat(Program.run("audit", "zoo:mnist-clean").refusal()).contains("expected --out");
    assertThat(Program.run("audit", run().toString(), "--plant=1.5").err())
        .contains("above 0 and below 1, found 1.5");
  }
}
