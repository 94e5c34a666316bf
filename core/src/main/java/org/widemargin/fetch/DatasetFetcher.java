package org.widemargin.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.Folders;

/**
 * Brings public data sets into a folder, ready to be read. What is there and right is left alone;
 * what is there and different is never overwritten.
 */
public final class DatasetFetcher {
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
    requireRoom(folder, roomNeeded(dataset, missing, folder));
    missing.forEach(file -> downloader.download(file, folder, listener));
    long bytes = missing.stream().mapToLong(RemoteFile::bytes).sum();
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
    if (DigestList.in(folder).describes(dataset)) {
      return new Fetched(dataset.name(), folder, names, 0);
    }
    boolean kept = isThere(folder, archive);
    requireRoom(folder, roomNeeded(dataset, kept ? List.of() : List.of(archive), folder));
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
      DigestList.in(folder).with(dataset.files().get(0), digests).write();
      Files.delete(archive);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folder, e);
    } finally {
      // With what killed processes left in it.
      Folders.delete(beside);
    }
  }

  /** What was received of a file, in an earlier session, has its room already. */
  static long roomNeeded(PublicDataset dataset, List<RemoteFile> missing, Path folder) {
    long toCome =
        missing.stream()
            .mapToLong(file -> file.bytes() - PartFile.lengthBeside(folder.resolve(file.name())))
            .sum();
    return Math.max(0, toCome) + dataset.unpackedBytes();
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
