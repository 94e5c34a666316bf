package org.widemargin.fetch;

import static org.widemargin.error.InputException.require;

import java.util.List;

/**
 * A data set that its authors publish.
 *
 * @param name the name by which {@link org.widemargin.data.Datasets} reads it
 * @param files where it is
 * @param members what is wanted out of the one file, an archive; empty if the files are used as
 *     they are
 */
public record PublicDataset(String name, List<RemoteFile> files, List<ArchiveMember> members) {
  /** Copies the lists, and checks that there is one archive where there are members. */
  public PublicDataset {
    files = List.copyOf(files);
    members = List.copyOf(members);
    require(!files.isEmpty(), "%s: expected at least one file", name);
    require(
        members.isEmpty() || files.size() == 1,
        "%s: expected one archive, found %d files",
        name,
        files.size());
  }

  /** {@return how many bytes are downloaded} */
  public long bytes() {
    return files.stream().mapToLong(RemoteFile::bytes).sum();
  }

  /** How many bytes are unpacked, at most. */
  long unpackedBytes() {
    return members.stream().mapToLong(ArchiveMember::mostBytes).sum();
  }
}
