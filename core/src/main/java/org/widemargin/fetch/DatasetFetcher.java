package org.widemargin.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/**
 * Brings public data sets into a folder, ready to be read. What is there and right is left alone;
 * what is there and different is never overwritten.
 */
public final class DatasetFetcher {
  /**
   * Beside what was unpacked: digests as {@code sha256sum} writes them, after the archive's own.
   * Without it, half an unpacked archive could not be told from a whole one.
   */
  static final String DIGESTS = "SHA256SUMS";

  private final Downloader downloader;

  /**
   * What was fetched.
   *
   * @param dataset its name
   * @param folder where it is
   * @param files the names of its files
   * @param downloaded how many bytes came over the network's files; 0 if all was there already
   */
  public record Fetched(String dataset, Path folder, List<String> files, long downloaded) {
    /** Copies the list. */
    public Fetched {
      files = List.copyOf(files);
    }
  }

  /**
   * Prepares to fetch.
   *
   * @param downloader gets single files
   */
  public DatasetFetcher(Downloader downloader) {
    this.downloader = downloader;
  }

  /**
   * Fetches a data set.
   *
   * @param dataset which
   * @param folder where to; made if it is not there
   * @param listener learns how it goes
   * @return what is there now
   * @throws FetchException if it cannot be had, or is not what was published
   * @throws InputException if there is no room, or another file of such a name is in the folder
   * @throws org.widemargin.error.OutputException if the folder cannot be written
   */
  public Fetched fetch(PublicDataset dataset, Path folder, FetchListener listener) {
    AtomicFiles.createFolder(folder);
    return dataset.members().isEmpty()
        ? fetchFiles(dataset, folder, listener)
        : fetchArchive(dataset, folder, listener);
  }

  private Fetched fetchFiles(PublicDataset dataset, Path folder, FetchListener listener) {
    List<RemoteFile> missing =
        dataset.files().stream().filter(file -> !isThere(folder, file)).toList();
    long bytes = missing.stream().mapToLong(RemoteFile::bytes).sum();
    requireRoom(folder, bytes);
    missing.forEach(file -> downloader.download(file, folder, listener));
    List<String> names = dataset.files().stream().map(RemoteFile::name).toList();
    return new Fetched(dataset.name(), folder, names, bytes);
  }

  private static boolean isThere(Path folder, RemoteFile file) {
    Path path = folder.resolve(file.name());
    return Files.exists(path) && requireSame(path, file.sha256());
  }

  private static boolean requireSame(Path path, String sha256) {
    InputException.require(
        FileDigest.isFile(path, sha256),
        "%s: expected the published file or none, found another; move it away, or name another"
            + " folder",
        path);
    return true;
  }

  private Fetched fetchArchive(PublicDataset dataset, Path folder, FetchListener listener) {
    List<String> names = dataset.members().stream().map(ArchiveMember::name).toList();
    RemoteFile archive = dataset.files().get(0);
    if (isUnpacked(dataset, folder)) {
      return new Fetched(dataset.name(), folder, names, 0);
    }
    requireRoom(folder, dataset.roomNeeded());
    boolean kept = isThere(folder, archive);
    Path file =
        kept ? folder.resolve(archive.name()) : downloader.download(archive, folder, listener);
    unpack(dataset, file, folder);
    return new Fetched(dataset.name(), folder, names, kept ? 0 : archive.bytes());
  }

  /** Into a folder beside first: only whole files get their names. */
  private static void unpack(PublicDataset dataset, Path archive, Path folder) {
    Path beside = folder.resolve(".unpacking");
    AtomicFiles.createFolder(beside);
    try {
      TarArchive.unpack(archive, dataset.members(), beside);
      Map<String, String> digests = new TreeMap<>();
      for (ArchiveMember member : dataset.members()) {
        Path file = beside.resolve(member.name());
        String sha256 = FileDigest.sha256(file);
        digests.put(member.name(), sha256);
        Path target = folder.resolve(member.name());
        if (!Files.exists(target) || !requireSame(target, sha256)) {
          Files.move(file, target);
        }
      }
      AtomicFiles.writeText(folder.resolve(DIGESTS), text(dataset, digests));
      Files.delete(archive);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folder, e);
    } finally {
      delete(dataset, beside);
    }
  }

  private static void delete(PublicDataset dataset, Path beside) {
    try {
      for (ArchiveMember member : dataset.members()) {
        Files.deleteIfExists(beside.resolve(member.name()));
      }
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(beside, e);
    }
  }

  private static String text(PublicDataset dataset, Map<String, String> digests) {
    StringBuilder text = new StringBuilder(header(dataset)).append('\n');
    digests.forEach((name, sha256) -> text.append(line(name, sha256)).append('\n'));
    return text.toString();
  }

  private static String header(PublicDataset dataset) {
    RemoteFile archive = dataset.files().get(0);
    return "# unpacked from " + archive.name() + ", SHA-256 " + archive.sha256();
  }

  private static String line(String name, String sha256) {
    return sha256 + "  " + name;
  }

  private static boolean isUnpacked(PublicDataset dataset, Path folder) {
    Path digests = folder.resolve(DIGESTS);
    if (!Files.isRegularFile(digests)) {
      return false;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(digests, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException("cannot read " + digests + ": " + AtomicFiles.reason(e), e);
    }
    return lines.contains(header(dataset))
        && dataset.members().stream()
            .map(member -> folder.resolve(member.name()))
            .allMatch(file -> isListed(file, lines));
  }

  private static boolean isListed(Path file, List<String> lines) {
    return Files.isRegularFile(file)
        && lines.contains(line(file.getFileName().toString(), FileDigest.sha256(file)));
  }

  private static void requireRoom(Path folder, long bytes) {
    long free;
    try {
      free = Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folder, e);
    }
    InputException.require(
        free >= bytes,
        "%s: expected room for %d MB, found %d MB; free some space or name another folder",
        folder,
        bytes / 1_000_000 + 1,
        free / 1_000_000);
  }
}
