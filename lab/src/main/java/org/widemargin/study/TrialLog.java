package org.widemargin.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.widemargin.AtomicFiles;
import org.widemargin.InputException;
import org.widemargin.config.Json;

/**
 * The file of result lines, one for each finished trial.
 *
 * <p>A line counts once its line break is written. A process that is killed while it writes leaves
 * at most a piece of a line at the end; readers pass over it, and the next writer cuts it off.
 */
public final class TrialLog {
  private static final byte LINE_BREAK = '\n';

  private final Path file;
  private final Map<String, TrialResult> results = new LinkedHashMap<>();
  private long read;
  private int lines;

  /**
   * Names the file.
   *
   * @param file it may be missing
   */
  public TrialLog(Path file) {
    this.file = file;
  }

  /**
   * Reads what was added since the last time, by any process.
   *
   * @return this
   * @throws org.widemargin.InputException if the file cannot be read, or a line is damaged
   */
  public TrialLog refresh() {
    if (!Files.exists(file)) {
      return this;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      InputException.require(
          channel.size() >= read,
          "expected the lines of %s to stay, found it shorter than before: leave it alone while a"
              + " study runs",
          file);
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - read));
      while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) >= 0) {
        // Reads on.
      }
      add(bytes.array(), bytes.position());
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    }
    return this;
  }

  private void add(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == LINE_BREAK) {
        lines++;
        String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        TrialResult result = Json.readText(line, file + " line " + lines, TrialResult.class);
        results.put(result.trial(), result);
        start = i + 1;
      }
    }
    read += start;
  }

  /**
   * Looks a trial up among what was read.
   *
   * @param trial the trial
   * @return its result; empty if it has not finished
   */
  public Optional<TrialResult> find(Trial trial) {
    return Optional.ofNullable(results.get(trial.id()));
  }

  public boolean has(String trial) {
    return results.containsKey(trial);
  }

  /**
   * What was read.
   *
   * @return the results in the order of the file
   */
  public Collection<TrialResult> all() {
    return Collections.unmodifiableCollection(results.values());
  }

  /** Adds a line. The caller holds the lock of this file. */
  public void append(TrialResult result) {
    byte[] line = (Json.writeLine(result) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = endOfLastLine(channel);
      channel.truncate(end);
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes, end + bytes.position());
      }
      channel.force(true);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    }
  }

  /** Where the next line begins: after the last line break. */
  private static long endOfLastLine(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == LINE_BREAK) {
        return end;
      }
    }
    return 0;
  }
}
