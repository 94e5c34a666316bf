package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.file.FolderOwner;
import org.widemargin.run.OwnedRun;

/** What was measured is told, wherever it can be kept; what is not ours is not written over. */
class KeptResultsTest {
  @TempDir private Path folder;
  private Path run;

  @BeforeEach
  void train() throws IOException {
    run = folder.resolve("run");
    Program.run(TinyData.train(TinyData.write(folder.resolve("data")), run)).succeeded();
  }

  @Test
  void evaluateTellsItsFiguresThoughTheRunIsInUse() throws IOException {
    String before = Files.readString(run.resolve("results.json"));
    try (OwnedRun other = OwnedRun.open(run)) {
      Program.Result told = Program.run("evaluate", run.toString(), "--json").succeeded();
      assertThat(told.json().path("clean").isNumber()).as(told.out()).isTrue();
      assertThat(told.err())
          .contains("not kept in " + run, "in use by this process", "--out keeps it elsewhere");
      assertThat(other.folder().results()).hasContent(before);
    }
  }

  @Test
  void evaluateKeepsItsFiguresWhereItIsTold() throws IOException {
    String before = Files.readString(run.resolve("results.json"));
    Path file = folder.resolve("new/figures.json");
    String told =
        Program.run("evaluate", run.toString(), "--json", "--out=" + file).succeeded().out();
    assertThat(file).hasContent(told);
    assertThat(run.resolve("results.json")).hasContent(before);
    assertThat(Program.run("evaluate", run.toString(), "--out=" + folder).refusal())
        .contains("expected a file in --out, found a folder: " + folder);
    Files.writeString(file, "mine");
    assertThat(Program.run("evaluate", run.toString(), "--out=" + file).refusal())
        .contains("expected a new file in --out, found one: " + file);
    assertThat(file).hasContent("mine");
    Program.run("evaluate", run.toString(), "--out=" + file, "--force").succeeded();
    assertThat(file).hasContent(told);
  }

  @Test
  void aFileThatCannotBeWrittenCostsNoFigures() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine").resolve("figures.json");
    Program.Result result = Program.run("evaluate", run.toString(), "--out=" + file);
    assertThat(result.status()).isNotZero();
    assertThat(result.out()).contains("Accuracy in percent");
    assertThat(folder.resolve("file")).hasContent("mine");
  }

  @Test
  void distanceTellsItsFiguresThoughTheRunIsInUse() {
    try (OwnedRun other = OwnedRun.open(run)) {
      Program.Result told = Program.run("distance", run.toString(), "--samples=20").succeeded();
      assertThat(told.out()).contains("median");
      assertThat(told.err()).contains("not kept in " + other.folder().path());
      assertThat(
              Program.run("distance", run.toString(), "--samples=20", "--json")
                  .succeeded()
                  .json()
                  .has("figures"))
          .isFalse();
      assertThat(run.resolve("figures")).doesNotExist();
    }
  }

  @Test
  void anAttackIsNotWrittenOverOtherFilesNorBesideAnotherProcess() throws IOException {
    Path site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("index.html"), "my site");
    String[] attack = {
      "attack", run.toString(), "--attack=fgsm", "--eps=0.1", "--nearest=0", "--out=" + site
    };
    assertThat(Program.run(attack).refusal()).contains("found other files in " + site);
    assertThat(site.resolve("index.html")).hasContent("my site");
    assertThat(site).isDirectoryNotContaining("glob:**.json");
    attack[attack.length - 1] = "--out=" + folder.resolve("attack");
    try (FolderOwner other = FolderOwner.claim(folder.resolve("attack"))) {
      assertThat(Program.run(attack).refusal())
          .contains("in use by this process", other.folder().toString());
    }
    Program.run(attack).succeeded();
    assertThat(Program.run(attack).succeeded().out()).contains("Accuracy in percent");
  }

  @Test
  void aNetworkThatComesWithTheProgramHasNoFolderToKeepFiguresIn() {
    Program.Result told =
        Program.run("evaluate", "zoo:mnist-clean", "--samples=10", "--json").succeeded();
    assertThat(told.json().path("samples").asInt()).isEqualTo(10);
    assertThat(told.err()).contains("not kept in zoo:mnist-clean: it comes with the program");
    Program.run("attack", "zoo:mnist-clean", "--attack=fgsm", "--eps=0.1", "--samples=5")
        .succeeded();
    Path figures = folder.resolve("figures");
    Program.run("distance", "zoo:mnist-clean", "--samples=5", "--out=" + figures).succeeded();
    assertThat(figures).isNotEmptyDirectory();
    assertThat(Program.run("evaluate", "zoo:mnist-robst").refusal())
        .contains("unknown network 'zoo:mnist-robst'");
  }

  @Test
  void dataThatWereMovedAreFoundWhereTheUserSays() throws IOException {
    Path moved = folder.resolve("moved");
    Files.move(folder.resolve("data"), moved);
    for (String command : List.of("evaluate", "distance")) {
      assertThat(Program.run(command, run.toString(), "--samples=5").refusal()).contains("data");
      Program.run(command, run.toString(), "--samples=5", "--data=" + moved).succeeded();
    }
  }

  @Test
  void anEmptyNameIsNoFolder() {
    for (String command : new String[] {"evaluate", "distance", "attack"}) {
      String[] arguments = {command, run.toString(), "--out=", "--eps=0.1", "--attack=fgsm"};
      assertThat(Program.run(arguments).refusal())
          .contains("--out", "expected the name of a file or folder, found an empty one");
    }
    assertThat(Program.run("evaluate", "").refusal())
        .contains("expected the name of a file or folder, found an empty one");
  }
}
