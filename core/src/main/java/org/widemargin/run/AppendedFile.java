package org.widemargin.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.widemargin.file.AtomicFiles;

/**
 * A file that grows by records, each of which is in the file once it is written: a reader may
 * follow, and a killed process loses nothing. Failures say why in one line.
 *
 * @param path for messages
 * @param channel open for writing; closed with this
 */
record AppendedFile(Path path, FileChannel channel) implements Closeable {
  void write(ByteBuffer record) {
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } catch (ClosedChannelException e) {
      throw new IllegalStateException(path + " is closed", e);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }

  /** Closing again does nothing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }
}
