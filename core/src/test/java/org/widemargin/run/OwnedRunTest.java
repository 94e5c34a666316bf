package org.widemargin.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;
import org.widemargin.file.FolderOwner;
import org.widemargin.parallel.Meeting;
import org.widemargin.train.DivergenceException;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

/** Replacing a run, and everything that must survive it. */
class OwnedRunTest {
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path parent;

  private Path run;
  private Map<String, String> old = Map.of();

  @BeforeEach
  void anOldRun() throws IOException {
    run = parent.resolve("run");
    RunConfig config = TinyRuns.config("seed=1");
    TrainingRun.start(config, data(config), run, SILENT, new StopRequest());
    old = contents(run);
  }

  private static TrainingData data(RunConfig config) {
    return TrainingData.split(TinyRuns.images(120, 40), config);
  }

  /** Every file by its path, with its bytes; empty folders too. */
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        contents.put(
            folder.relativize(each).toString(),
            Files.isDirectory(each) ? "" : Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private void replace(RunConfig config, TrainingListener listener) {
    try (OwnedRun owned = OwnedRun.replace(run)) {
      TrainingRun.start(config, data(config), owned, Meeting.ofOne(), listener, new StopRequest());
    }
  }

  @Test
  void aNewRunTakesThePlaceOfTheOld() throws IOException {
    Files.createDirectories(run.resolve("figures"));
    Files.writeString(run.resolve("figures/distance-input.svg"), "<svg/>");
    Path attack = Files.createDirectories(run.resolve("attacks/fgsm-linf-0.1"));
    Files.writeString(attack.resolve("samples.json"), "{}");
    replace(TinyRuns.config("seed=2"), SILENT);
    assertThat(RunFolder.open(run).config().seed()).isEqualTo(2);
    assertThat(contents(run).keySet())
        .filteredOn(name -> !name.startsWith("events"))
        .containsExactlyInAnyOrderElementsOf(
            old.keySet().stream().filter(name -> !name.startsWith("events")).toList());
    Path unbroken = parent.resolve("unbroken");
    RunConfig config = TinyRuns.config("seed=2");
    TrainingRun.start(config, data(config), unbroken, SILENT, new StopRequest());
    assertThat(RunFolder.open(run).last().manifest())
        .isEqualTo(RunFolder.open(unbroken).last().manifest());
  }

  /** The files that a new run writes come one after the other; a kill may come between any two. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aRunThatWasKilledAtItsFirstFilesIsBegunAnew(int files) throws IOException {
    Path killed = parent.resolve("killed");
    Files.createDirectories(killed.resolve("checkpoints"));
    for (String name : List.of("config.yaml", "provenance.json").subList(0, files)) {
      Files.copy(run.resolve(name), killed.resolve(name));
    }
    Files.writeString(killed.resolve(".widemargin.lock"), "process 1");
    Files.createFile(
        killed.resolve("checkpoints/.widemargin-12345678-1234-1234-1234-123456789012.tmp"));
    RunConfig config = TinyRuns.config("seed=1");
    try (OwnedRun owned = files == 0 ? OwnedRun.create(killed) : OwnedRun.replace(killed)) {
      TrainingRun.start(config, data(config), owned, Meeting.ofOne(), SILENT, new StopRequest());
    }
    assertThat(contents(killed).keySet())
        .filteredOn(name -> !name.startsWith("events"))
        .containsExactlyInAnyOrderElementsOf(
            old.keySet().stream().filter(name -> !name.startsWith("events")).toList());
    assertThat(killed.resolve("checkpoints/last.safetensors"))
        .hasSameBinaryContentAs(run.resolve("checkpoints/last.safetensors"));
  }

  @Test
  void aFolderOfSomebodyElsesIsNoRunThatWasKilled() throws IOException {
    Path other = parent.resolve("other");
    Path file = Files.createDirectories(other.resolve("checkpoints")).resolve("mine.txt");
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> OwnedRun.create(other)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> OwnedRun.replace(other)).isInstanceOf(InputException.class);
    Files.copy(run.resolve("config.yaml"), other.resolve("config.yaml"));
    assertThatThrownBy(() -> OwnedRun.replace(other)).isInstanceOf(InputException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  void theOldRunStaysUntilTheNewOneHasACheckpoint() throws IOException {
    TrainingListener fails =
        new TrainingListener() {
          @Override
          public void stepped(long step, double loss) {
            if (step == 3) {
              throw new IllegalStateException("before the first evaluation");
            }
          }
        };
    assertThatThrownBy(() -> replace(TinyRuns.config("seed=2"), fails))
        .hasMessage("before the first evaluation");
    assertThat(contents(run)).isEqualTo(old);
    assertThatThrownBy(
            () -> replace(TinyRuns.config("loss.kind=margin", "loss.margin.layers=no"), SILENT))
        .isInstanceOf(InputException.class);
    assertThat(contents(run)).isEqualTo(old);
    assertThatThrownBy(
            () ->
                replace(
                    TinyRuns.config(
                        "loss.kind=cross-entropy",
                        "optimization.optimizer={sgd: {momentum: 0}}",
                        "optimization.learning-rate=1e30",
                        "evaluation.every=20"),
                    SILENT))
        .isInstanceOf(DivergenceException.class);
    assertThat(contents(run)).isEqualTo(old);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thesis.tex",
        ".git/HEAD",
        "figures/mine.svg",
        "figures/sub/distance-input.svg",
        "checkpoints/best.safetensors.backup",
        "attacks/notes.txt",
        "attacks/fgsm/notes.txt",
        "events.out.tfevents.notes",
        "config.yaml~",
        "src/config.yaml"
      })
  void whatNoRunWritesIsNamedAndKept(String foreign) throws IOException {
    Path file = run.resolve(foreign);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "precious");
    Map<String, String> before = contents(run);
    assertThatThrownBy(() -> OwnedRun.replace(run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "expected only what a run writes, found "
                + foreign
                    .replaceFirst("/HEAD.*", "")
                    .replaceFirst("src/.*", "src")
                    .replaceFirst("figures/sub/.*", "figures/sub"));
    assertThat(contents(run)).isEqualTo(before);
  }

  @Test
  void aLinkIsNoFileOfARun() throws IOException {
    Path elsewhere = Files.writeString(parent.resolve("elsewhere"), "precious");
    Files.delete(run.resolve("results.json"));
    Files.createSymbolicLink(run.resolve("results.json"), elsewhere);
    assertThatThrownBy(() -> OwnedRun.replace(run)).hasMessageContaining("found results.json");
    assertThat(elsewhere).hasContent("precious");
  }

  @Test
  void whatIsNotSurelyARunIsKept() throws IOException {
    Path project = Files.createDirectories(parent.resolve("project"));
    Files.writeString(project.resolve("config.yaml"), "title: my site\n");
    assertThatThrownBy(() -> OwnedRun.replace(project))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is not surely a run");
    Files.copy(
        run.resolve("config.yaml"),
        project.resolve("config.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> OwnedRun.replace(project))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("provenance.json");
    assertThat(contents(project).keySet()).containsExactly("", "config.yaml");
    Path notes = Files.createDirectories(parent.resolve("notes"));
    Files.writeString(notes.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> OwnedRun.replace(notes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected the folder of a run");
  }

  @Test
  void aRunThatAnAttackWorksInIsKept() {
    try (FolderOwner attack = FolderOwner.claim(run.resolve("attacks/fgsm"))) {
      assertThatThrownBy(() -> OwnedRun.replace(run))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("an attack is at work in " + attack.folder());
    }
  }

  /** Killed at any point of setting aside, the old run is back with the next owner. */
  @Test
  void settingAsideCanBeKilledAnywhere() throws IOException {
    List<Path> entries =
        Stream.concat(
                Stream.of(run.resolve("checkpoints")),
                new RunContents(run)
                    .entries().stream().filter(entry -> !entry.endsWith("checkpoints")))
            .toList();
    Path aside = run.resolve(".widemargin-old-run");
    for (int moved = 0; moved <= entries.size(); moved++) {
      Files.createDirectory(aside);
      for (Path entry : entries.subList(0, moved)) {
        Files.move(entry, aside.resolve(entry.getFileName()));
      }
      OwnedRun.open(run).close();
      assertThat(contents(run)).as("%d moved", moved).isEqualTo(old);
    }
  }

  /** Killed before its first checkpoint, a new run gives way to the old one again. */
  @Test
  void aNewRunCanBeKilledBeforeItsFirstCheckpoint() throws IOException {
    for (List<String> written :
        List.of(
            List.of("checkpoints/"),
            List.of("checkpoints/", "config.yaml"),
            List.of("checkpoints/", "config.yaml", "provenance.json", "metrics.jsonl"),
            List.of("checkpoints/", "config.yaml", "checkpoints/best.safetensors"))) {
      ReplacedRun.setAside(run);
      for (String name : written) {
        Path place = run.resolve(name);
        if (name.endsWith("/")) {
          Files.createDirectories(place);
        } else {
          Files.writeString(place, "new");
        }
      }
      OwnedRun.replace(run).close();
      assertThat(contents(run)).as("%s", written).isEqualTo(old);
    }
  }

  /** Killed after its first checkpoint, the new run stands, whatever is left of the old one. */
  @Test
  void aNewRunThatWasKilledAfterItsFirstCheckpointStands() throws IOException {
    ReplacedRun.setAside(run);
    for (String name : List.of("config.yaml", "provenance.json", "checkpoints/last.safetensors")) {
      Files.createDirectories(run.resolve(name).getParent());
      Files.writeString(run.resolve(name), "new");
    }
    Path aside = run.resolve(".widemargin-old-run");
    Files.delete(aside.resolve("metrics.jsonl"));
    OwnedRun.open(run).close();
    assertThat(aside).doesNotExist();
    assertThat(contents(run).keySet())
        .containsExactlyInAnyOrder(
            "", "checkpoints", "checkpoints/last.safetensors", "config.yaml", "provenance.json");
    assertThat(run.resolve("config.yaml")).hasContent("new");
  }

  @Test
  void oneOwnerAtATimeWhateverItWants() {
    try (OwnedRun owned = OwnedRun.open(run)) {
      for (Runnable claim :
          List.<Runnable>of(() -> OwnedRun.open(run), () -> OwnedRun.replace(run))) {
        assertThatThrownBy(claim::run)
            .isInstanceOf(InputException.class)
            .hasMessageContaining("in use by this process");
      }
      assertThat(owned.folder().path()).isEqualTo(run);
    }
    Path fresh = parent.resolve("fresh");
    try (OwnedRun owned = OwnedRun.create(fresh)) {
      RunConfig config = TinyRuns.config();
      assertThatThrownBy(
              () -> TrainingRun.start(config, data(config), fresh, SILENT, new StopRequest()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("in use by this process");
    }
    assertThat(fresh).doesNotExist();
  }
}
