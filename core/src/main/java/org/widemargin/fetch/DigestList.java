package org.widemargin.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/**
 * The digests of what was unpacked, in a file beside it: a line with each archive's own, then those
 * of its members, as {@code sha256sum} writes and reads them. Without it, half an unpacked archive
 * could not be told from a whole one.
 *
 * @param file where the list is, or will be
 * @param sections the members' lines, by the archive's
 */
record DigestList(Path file, Map<String, List<String>> sections) {
  static final String NAME = "SHA256SUMS";

  private static final String UNPACKED = "# unpacked from ";

  /**
   * The list of a folder; an empty one where there is none.
   *
   * @throws InputException if somebody else's file has its name, or it cannot be read
   */
  static DigestList in(Path folder) {
    Path file = folder.resolve(NAME);
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> section = null;
    for (String line : lines(file)) {
      if (line.startsWith(UNPACKED)) {
        section = sections.computeIfAbsent(line, header -> new ArrayList<>());
      } else if (section == null) {
        throw new InputException(
            file
                + ": expected the list of an earlier fetch or none, found another; move it away, or"
                + " name another folder");
      } else {
        section.add(line);
      }
    }
    return new DigestList(file, sections);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + AtomicFiles.reason(e), e);
    }
  }

  /** Whether all of a data set's files are beside the list, as it has them. */
  boolean describes(PublicDataset dataset) {
    List<String> lines = sections.get(header(dataset.files().get(0)));
    return lines != null
        && dataset.members().stream()
            .map(member -> file.resolveSibling(member.name()))
            .allMatch(
                each ->
                    Files.isRegularFile(each)
                        && lines.contains(
                            line(each.getFileName().toString(), FileDigest.sha256(each))));
  }

  /**
   * The list with what an archive was unpacked to, in place of what it had from one of this name.
   *
   * @param archive what was unpacked
   * @param digests by the names of the files
   */
  DigestList with(RemoteFile archive, Map<String, String> digests) {
    Map<String, List<String>> all = new LinkedHashMap<>(sections);
    all.keySet().removeIf(header -> header.startsWith(UNPACKED + archive.name() + ","));
    all.put(
        header(archive),
        digests.entrySet().stream().map(each -> line(each.getKey(), each.getValue())).toList());
    return new DigestList(file, all);
  }

  void write() {
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (header, lines) -> {
          text.append(header).append('\n');
          lines.forEach(line -> text.append(line).append('\n'));
        });
    AtomicFiles.writeText(file, text.toString());
  }

  private static String header(RemoteFile archive) {
    return UNPACKED + archive.name() + ", SHA-256 " + archive.sha256();
  }

  private static String line(String name, String sha256) {
    return sha256 + "  " + name;
  }
}
