package org.widemargin.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;
import org.widemargin.file.Sha256;

@Timeout(60)
class DatasetFetcherTest {
  private static final FetchListener SILENT = new FetchListener() {};
  private static final byte[] IMAGES = "many images".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NAMES = "names".getBytes(StandardCharsets.UTF_8);
  private static final List<ArchiveMember> MEMBERS =
      List.of(new ArchiveMember("data/train.bin", 100), new ArchiveMember("data/names.txt", 100));

  @TempDir private Path parent;

  private static DatasetFetcher.Fetched fetch(PublicDataset dataset, Path folder) {
    Downloader downloader =
        new Downloader(
            new EnvironmentProxies(Map.of()),
            new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), 2),
            pause -> {});
    return new DatasetFetcher(downloader).fetch(dataset, folder, SILENT);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] archive() throws IOException {
    return new TarBuilder()
        .file("data/readme.html", NAMES)
        .file("data/train.bin", IMAGES)
        .file("data/names.txt", NAMES)
        .packed();
  }

  private static PublicDataset packed(FileServer server) {
    return new PublicDataset("packed", List.of(server.file("packed.tar.gz")), MEMBERS);
  }

  @Test
  void filesAreFetchedOnce() throws IOException {
    Path folder = parent.resolve("deep/down");
    try (FileServer server = new FileServer(IMAGES)) {
      PublicDataset dataset =
          new PublicDataset("plain", List.of(server.file("a.gz"), server.file("b.gz")), List.of());
      assertThat(fetch(dataset, folder).downloaded()).isEqualTo(2L * IMAGES.length);
      assertThat(names(folder)).containsExactly("a.gz", "b.gz");

      DatasetFetcher.Fetched again = fetch(dataset, folder);
      assertThat(again.downloaded()).isZero();
      assertThat(again.files()).containsExactly("a.gz", "b.gz");
      assertThat(server.requests()).hasSize(2);

      Files.delete(folder.resolve("b.gz"));
      assertThat(fetch(dataset, folder).downloaded()).isEqualTo(IMAGES.length);
    }
  }

  @Test
  void aStrangersFileIsNeverOverwritten() throws IOException {
    Path own = Files.writeString(parent.resolve("a.gz"), "mine");
    try (FileServer server = new FileServer(IMAGES)) {
      PublicDataset dataset = new PublicDataset("plain", List.of(server.file("a.gz")), List.of());
      assertThatThrownBy(() -> fetch(dataset, parent))
          .isInstanceOf(InputException.class)
          .hasMessage(
              own
                  + ": expected the published file or none, found another; move it away, or name"
                  + " another folder");
      assertThat(server.requests()).isEmpty();
      assertThat(own).hasContent("mine");
    }
  }

  @Test
  void anArchiveIsUnpackedAndDeletedAndTheResultCanBeChecked() throws IOException {
    try (FileServer server = new FileServer(archive())) {
      assertThat(fetch(packed(server), parent).files()).containsExactly("train.bin", "names.txt");
      assertThat(names(parent)).containsExactly("SHA256SUMS", "names.txt", "train.bin");
      assertThat(parent.resolve("train.bin")).hasBinaryContent(IMAGES);
      assertThat(parent.resolve("SHA256SUMS"))
          .hasContent(
              "# unpacked from packed.tar.gz, SHA-256 "
                  + server.file("packed.tar.gz").sha256()
                  + "\n"
                  + Sha256.of(NAMES)
                  + "  names.txt\n"
                  + Sha256.of(IMAGES)
                  + "  train.bin\n");
      assertThat(fetch(packed(server), parent).downloaded()).isZero();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void whatIsMissingIsBroughtBackAndWhatWasChangedIsTold() throws IOException {
    try (FileServer server = new FileServer(archive())) {
      fetch(packed(server), parent);
      Files.delete(parent.resolve("train.bin"));
      assertThat(fetch(packed(server), parent).downloaded()).isPositive();
      assertThat(parent.resolve("train.bin")).hasBinaryContent(IMAGES);

      Files.writeString(parent.resolve("names.txt"), "other names");
      assertThatThrownBy(() -> fetch(packed(server), parent))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              parent.resolve("names.txt") + ": expected the published file or none, found another");
      assertThat(names(parent)).as("nothing half done is left").doesNotContain(".unpacking");
    }
  }

  /** As if it had been killed between moving the files and writing the digests. */
  @Test
  void unpackingGoesOnWhereItWasKilled() throws IOException {
    try (FileServer server = new FileServer(archive())) {
      Files.write(parent.resolve("packed.tar.gz"), archive());
      Files.write(parent.resolve("train.bin"), IMAGES);
      Files.createDirectory(parent.resolve(".unpacking"));
      Files.write(parent.resolve(".unpacking/names.txt"), new byte[2]);
      String temporary = ".widemargin-0123abcd-0000-4000-8000-0123456789ab.tmp";
      Files.write(parent.resolve(".unpacking").resolve(temporary), new byte[2]);
      assertThat(fetch(packed(server), parent).downloaded()).isZero();
      assertThat(server.requests()).isEmpty();
      assertThat(names(parent)).containsExactly("SHA256SUMS", "names.txt", "train.bin");
    }
  }

  private static byte[] otherArchive() throws IOException {
    return new TarBuilder().file("more/test.bin", NAMES).packed();
  }

  private static PublicDataset otherPacked(FileServer server) {
    return new PublicDataset(
        "other",
        List.of(server.file("other.tar.gz")),
        List.of(new ArchiveMember("more/test.bin", 100)));
  }

  @Test
  void twoDataSetsMayShareAFolderAndItsList() throws IOException {
    try (FileServer server = new FileServer(archive());
        FileServer other = new FileServer(otherArchive())) {
      fetch(packed(server), parent);
      String first = Files.readString(parent.resolve("SHA256SUMS"));
      fetch(otherPacked(other), parent);
      String both = Files.readString(parent.resolve("SHA256SUMS"));
      assertThat(both)
          .startsWith(first + "# unpacked from other.tar.gz, SHA-256 ")
          .endsWith("\n" + Sha256.of(NAMES) + "  test.bin\n");
      assertThat(fetch(packed(server), parent).downloaded()).isZero();
      assertThat(fetch(otherPacked(other), parent).downloaded()).isZero();

      Files.delete(parent.resolve("test.bin"));
      assertThat(fetch(otherPacked(other), parent).downloaded()).isPositive();
      assertThat(parent.resolve("SHA256SUMS")).hasContent(both);
    }
  }

  @Test
  void aStrangersListIsNeverOverwritten() throws IOException {
    String mine = Sha256.of(NAMES) + "  thesis.tex\n";
    Path list = Files.writeString(parent.resolve("SHA256SUMS"), mine);
    try (FileServer server = new FileServer(archive())) {
      assertThatThrownBy(() -> fetch(packed(server), parent))
          .isInstanceOf(InputException.class)
          .hasMessage(
              list
                  + ": expected the list of an earlier fetch or none, found another; move it away,"
                  + " or name another folder");
      assertThat(server.requests()).isEmpty();
    }
    assertThat(list).hasContent(mine);
    assertThat(names(parent)).containsExactly("SHA256SUMS");
  }

  @Test
  void whatWasReceivedNeedsNoMoreRoom() throws IOException {
    try (FileServer server = new FileServer(archive())) {
      RemoteFile file = server.file("packed.tar.gz");
      PublicDataset dataset = packed(server);
      List<RemoteFile> missing = List.of(file);
      long all = DatasetFetcher.roomNeeded(dataset, missing, parent);
      assertThat(all).isEqualTo(file.bytes() + 200);
      Path part = Files.write(parent.resolve("packed.tar.gz.part"), new byte[60]);
      assertThat(DatasetFetcher.roomNeeded(dataset, missing, parent)).isEqualTo(all - 60);
      assertThat(DatasetFetcher.roomNeeded(dataset, List.of(), parent)).isEqualTo(200);
      Files.write(part, new byte[(int) file.bytes() + 5]);
      assertThat(DatasetFetcher.roomNeeded(dataset, missing, parent)).isEqualTo(200);
    }
  }

  @Test
  void anArchiveThatLacksAFileLeavesNothingBehindButItself() throws IOException {
    byte[] poor = new TarBuilder().file("data/train.bin", IMAGES).packed();
    try (FileServer server = new FileServer(poor)) {
      assertThatThrownBy(() -> fetch(packed(server), parent))
          .isInstanceOf(FetchException.class)
          .hasMessageEndingWith("expected data/names.txt in the archive, found none");
      assertThat(names(parent)).containsExactly("packed.tar.gz");
    }
  }

  @Test
  void tooLittleRoomIsToldBeforehand() throws IOException {
    try (FileServer server = new FileServer(archive())) {
      PublicDataset huge =
          new PublicDataset(
              "huge",
              List.of(server.file("packed.tar.gz")),
              List.of(new ArchiveMember("data/train.bin", Long.MAX_VALUE / 2)));
      assertThatThrownBy(() -> fetch(huge, parent))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(parent + ": expected room for ")
          .hasMessageEndingWith("free some space or name another folder");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aFolderThatIsAFileIsTold() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");
    try (FileServer server = new FileServer(archive())) {
      assertThatThrownBy(() -> fetch(packed(server), file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cannot write " + file);
    }
  }
}
