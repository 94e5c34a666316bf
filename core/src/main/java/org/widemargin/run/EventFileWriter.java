package org.widemargin.run;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.widemargin.error.OutputException;
import org.widemargin.file.AtomicFiles;

/**
 * Writes scalars for TensorBoard.
 *
 * <p>Each writer makes a new file, so a resumed run adds a file to its folder and TensorBoard joins
 * them. Every record reaches the file in one piece when it is written: a reader may follow a
 * running training, and a killed one loses nothing.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class EventFileWriter implements Closeable {
  private static final String FILE_VERSION = "brain.Event:2";

  private final AppendedFile file;
  private final Clock clock;

  private EventFileWriter(AppendedFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Starts a new event file named {@code events.out.tfevents.SECONDS.HOST}.
   *
   * @param folder the run's folder, which must exist
   * @return the writer
   * @throws OutputException if the file cannot be created
   */
  public static EventFileWriter create(Path folder) {
    return create(folder, Clock.systemUTC(), hostName());
  }

  /**
   * Starts a new event file with a given clock and host name, for tests.
   *
   * @param folder the run's folder, which must exist
   * @param clock what gives the records their times
   * @param host the host's name, part of the file's name
   * @return the writer
   * @throws OutputException if the file cannot be created
   */
  static EventFileWriter create(Path folder, Clock clock, String host) {
    long seconds = clock.instant().getEpochSecond();
    String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", seconds, host);
    Path path = folder.resolve(name);
    for (int session = 1; ; session++) {
      try {
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        EventFileWriter writer = new EventFileWriter(new AppendedFile(path, channel), clock);
        writer.write(EventRecord.fileVersion(writer.now(), FILE_VERSION));
        return writer;
      } catch (FileAlreadyExistsException e) {
        // Another session began within the same second.
        path = folder.resolve(name + "." + session);
      } catch (IOException e) {
        throw AtomicFiles.cannotWrite(path, e);
      }
    }
  }

  /**
   * Appends one value.
   *
   * @param tag the curve's name; a slash groups curves, as in {@code train/loss}
   * @param step the training step
   * @param value the value, stored as a 32-bit float; NaN and infinities are kept and TensorBoard
   *     marks them
   * @throws OutputException if the file cannot be written
   */
  public void scalar(String tag, long step, double value) {
    write(EventRecord.scalar(now(), tag, step, (float) value));
  }

  /**
   * Returns the file being written.
   *
   * @return its path
   */
  public Path path() {
    return file.path();
  }

  /**
   * Closes the file; closing it again does nothing.
   *
   * @throws OutputException if the last bytes cannot be written
   */
  @Override
  public void close() {
    file.close();
  }

  private void write(byte[] event) {
    file.write(EventRecord.frame(event));
  }

  private double now() {
    Instant instant = clock.instant();
    return instant.getEpochSecond() + instant.getNano() * 1e-9;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
    } catch (UnknownHostException e) {
      // A machine without a resolvable name is common in containers, and the name only labels the
      // file.
      return "localhost";
    }
  }
}
