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
import java.util.function.Function;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.SealedLine;
import org.widemargin.run.UnfinishedLine;

/**
 * The file of result lines, one for each finished trial.
 *
 * <p>A line counts once its line break is written. A process that is killed while it writes leaves
 * at most a piece of a line at the end; readers pass over it, and the next writer cuts it off.
 *
 * <p>A trial may have several lines, of different {@linkplain Basis bases}. The log itself finds
 * the one of the newest versions, the last of equal ones: for whoever only looks at results.
 * Whoever makes new ones asks for those {@linkplain #on of its own basis}.
 */
public final class TrialLog implements Results {
  private static final byte LINE_BREAK = '\n';

  /** A million lines. */
  private static final long MOST_BYTES = 1L << 30;

  private final Path file;
  private final Map<String, TrialResult> byIdentity = new LinkedHashMap<>();
  private final Map<String, TrialResult> newest = new LinkedHashMap<>();
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
   * @throws org.widemargin.error.InputException if the file cannot be read, or a line is damaged
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
      long more = channel.size() - read;
      InputException.require(
          more <= MOST_BYTES, "%s: expected at most %d bytes, found %d", file, MOST_BYTES, more);
      ByteBuffer bytes = ByteBuffer.allocate((int) more);
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
        String where = file + " line " + lines;
        add(Json.readText(SealedLine.open(line, where), where, TrialResult.class));
        start = i + 1;
      }
    }
    read += start;
  }

  private void add(TrialResult result) {
    byIdentity.put(result.trial(), result);
    newest.merge(
        result.asTrial().id(), result, (one, later) -> later.isOlderThan(one) ? one : later);
  }

  @Override
  public Optional<TrialResult> find(Trial trial) {
    return Optional.ofNullable(newest.get(trial.id()));
  }

  /**
   * Tells whether a result was read.
   *
   * @param trial the {@linkplain TrialResult#trial identity} of its line
   * @return whether there is such a line
   */
  public boolean has(String trial) {
    return byIdentity.containsKey(trial);
  }

  /**
   * The results that rest on what is measured now.
   *
   * @param basis of each trial
   * @return a view of this log
   */
  public Results on(Function<Trial, Basis> basis) {
    return trial -> Optional.ofNullable(byIdentity.get(trial.id(basis.apply(trial))));
  }

  /**
   * What was read.
   *
   * @return the results in the order of the file
   */
  public Collection<TrialResult> all() {
    return Collections.unmodifiableCollection(byIdentity.values());
  }

  /** Adds a line. The caller holds the lock of this file. */
  public void append(TrialResult result) {
    byte[] line = (SealedLine.seal(Json.writeLine(result)) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = endOfLastLine(channel);
      UnfinishedLine.tell(file, channel.size() - end);
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
