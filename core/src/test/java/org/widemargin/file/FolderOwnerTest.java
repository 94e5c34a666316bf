package org.widemargin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderOwnerTest {
  private static final String LEFT_BEHIND = ".widemargin-0123abcd-0000-4000-8000-0123456789ab.tmp";

  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("outer/run");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasMadeForAClaimGoesWithItIfNothingWasPutIn() throws IOException {
    try (FolderOwner owner = FolderOwner.claim(folder())) {
      assertThat(owner.folder()).isDirectory();
      assertThat(FolderOwner.isEmpty(folder())).isTrue();
    }
    assertThat(parent).isEmptyDirectory();
    try (FolderOwner owner = FolderOwner.claim(folder())) {
      Files.writeString(owner.folder().resolve("file"), "kept");
      assertThat(FolderOwner.isEmpty(folder())).isFalse();
    }
    assertThat(names(folder())).containsExactly("file");
  }

  @Test
  void aSecondOwnerInThisProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    try (FolderOwner owner = FolderOwner.claim(folder())) {
      assertThatThrownBy(() -> FolderOwner.claim(folder()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("in use by this process");
      // By another name of the same folder, too.
      Path link = Files.createSymbolicLink(parent.resolve("link"), folder());
      assertThatThrownBy(() -> FolderOwner.claim(link)).isInstanceOf(InputException.class);
      // Closing a second channel of the file would have let go of the first one's lock.
      assertThatThrownBy(() -> OwnerProcess.claiming(owner.folder()))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void anotherProcessIsNamedAndItsClaimDiesWithIt() throws Exception {
    try (OwnerProcess other = OwnerProcess.claiming(folder())) {
      assertThat(FolderOwner.isClaimed(folder())).isTrue();
      assertThatThrownBy(() -> FolderOwner.claim(folder()))
          .isInstanceOf(InputException.class)
          .hasMessageMatching(
              "expected a folder that nobody works in, found .* in use by process "
                  + other.pid()
                  + " on host \\S+ since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ: wait until it"
                  + " ends, or choose another folder");
      other.kill();
      assertThat(names(folder())).containsExactly(".widemargin.lock");
      assertThat(FolderOwner.isClaimed(folder())).isFalse();
      FolderOwner.claim(folder()).close();
      assertThat(folder()).isEmptyDirectory();
    }
  }

  @Test
  void ofManyThreadsOneOwnsTheFolderAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger claims = new AtomicInteger();
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              try (FolderOwner owner = FolderOwner.claim(folder())) {
                seen.add(inside.incrementAndGet());
                claims.incrementAndGet();
                inside.decrementAndGet();
              } catch (InputException refused) {
                assertThat(refused).hasMessageContaining("in use by");
              }
            });
    assertThat(seen).containsExactly(1);
    assertThat(claims).hasPositiveValue();
    FolderOwner.claim(folder()).close();
  }

  @Test
  void leavingNothingBehindStaysTheOwner() throws Exception {
    FolderOwner owner = FolderOwner.claim(folder());
    owner.leaveNothingBehind();
    assertThat(parent).isEmptyDirectory();
    owner.close();
    try (FolderOwner other = FolderOwner.claim(folder())) {
      Path file = Files.writeString(folder().resolve("file"), "kept");
      other.leaveNothingBehind();
      assertThat(file).exists();
      assertThatThrownBy(() -> FolderOwner.claim(folder())).isInstanceOf(InputException.class);
    }
  }

  @Test
  void temporaryFilesOfKilledProcessesAreSweptAndNoOthers() throws IOException {
    Path inside = Files.createDirectories(folder().resolve("checkpoints/deeper"));
    for (Path place : List.of(folder(), folder().resolve("checkpoints"), inside)) {
      Files.writeString(place.resolve(LEFT_BEHIND), "half");
    }
    List<String> others =
        List.of(
            ".widemargin-notes.tmp",
            "widemargin.tmp",
            LEFT_BEHIND + "x",
            "a" + LEFT_BEHIND,
            "b.tmp");
    for (String other : others) {
      Files.writeString(folder().resolve(other), "mine");
    }
    Path target = Files.writeString(parent.resolve("target"), "mine");
    Path link = folder().resolve(LEFT_BEHIND.replace('0', '1'));
    Files.createSymbolicLink(link, target);

    FolderOwner.claim(folder()).close();
    assertThat(folder().resolve(LEFT_BEHIND)).doesNotExist();
    assertThat(folder().resolve("checkpoints").resolve(LEFT_BEHIND)).doesNotExist();
    assertThat(inside.resolve(LEFT_BEHIND)).as("two folders down").exists();
    assertThat(names(folder())).containsAll(others);
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("mine");
  }

  /** A program that is running cannot be opened to be written, not even by the administrator. */
  @Test
  void aFolderThatCannotBeSweptIsLetGo() throws Exception {
    Path sleep = Path.of("/bin/sleep");
    assumeTrue(Files.isExecutable(sleep), "needs a program to run");
    Path running = Files.createDirectories(folder()).resolve(LEFT_BEHIND);
    Files.copy(sleep, running, StandardCopyOption.COPY_ATTRIBUTES);
    Process process = new ProcessBuilder(running.toString(), "60").start();
    try {
      assumeTrue(isBusy(running), "needs a system that protects running programs");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> FolderOwner.claim(folder()))
            .isInstanceOf(OutputException.class)
            .hasMessageContaining("cannot write " + folder());
      }
      assertThat(names(folder())).containsExactly(LEFT_BEHIND);
    } finally {
      process.destroyForcibly().waitFor();
    }
    FolderOwner.claim(folder()).close();
    assertThat(folder()).isEmptyDirectory();
  }

  private static boolean isBusy(Path file) {
    try {
      Files.newByteChannel(file, StandardOpenOption.WRITE).close();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aFileThatIsBeingWrittenIsNotSwept() throws IOException {
    Path file = Files.createDirectories(folder()).resolve("file");
    AtomicFiles.write(
        file,
        stream -> {
          stream.write('a');
          AtomicFiles.sweep(folder());
          stream.write('b');
        });
    assertThat(names(folder())).containsExactly("file");
    assertThat(file).hasContent("ab");
  }

  @Test
  void whatCannotBeAFolderIsRefused() throws IOException {
    assertThatThrownBy(() -> FolderOwner.claim(Path.of("")))
        .isInstanceOf(InputException.class)
        .hasMessage("expected the name of a folder, found an empty name");
    Path file = Files.writeString(parent.resolve("file"), "mine");
    assertThatThrownBy(() -> FolderOwner.claim(file))
        .isInstanceOf(InputException.class)
        .hasMessage("expected a folder, found a file: " + file);
    assertThatThrownBy(() -> FolderOwner.claim(file.resolve("run")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a folder, found a file: " + file);
    assertThat(file).hasContent("mine");
  }

  @Test
  void whereNothingCanBeWrittenTheReasonIsTold() {
    Path processes = Path.of("/proc");
    assumeTrue(Files.isDirectory(processes), "needs a folder in which nobody can make files");
    assertThatThrownBy(() -> FolderOwner.claim(processes))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("cannot write /proc");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("thesis.tex"), "precious");
    assertThatThrownBy(() -> FolderOwner.claim(folder(), "studies", "a reproduction"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("or one of a reproduction, found other files in " + folder());
    assertThat(names(folder())).containsExactly("thesis.tex");
    Files.createDirectory(folder().resolve("studies"));
    FolderOwner.claim(folder(), "studies", "a reproduction").close();
  }
}
