package org.widemargin.torch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Short texts by name that several processes see, held by one of them. It holds native memory and a
 * connection: close it.
 */
public final class TextStore implements AutoCloseable {
  private final TCPStore store;
  private boolean closed;

  private TextStore(TCPStore store) {
    this.store = store;
  }

  /**
   * Connects to the process that holds the texts, or becomes it.
   *
   * @param host where that process can be reached
   * @param port where it listens
   * @param holds whether it is this one
   * @param patience how long to wait for it, and for each text
   * @return the connection
   * @throws CollectivesException if it is not there in time, or cannot listen
   */
  public static TextStore connect(String host, int port, boolean holds, Duration patience) {
    NativeLibraries.require();
    // By TORCH_CPP_LOG_LEVEL: its warnings are stacks of C++, and come as exceptions, too.
    torch.initLogging();
    return CollectivesException.explained(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            TCPStoreOptions options = new TCPStoreOptions();
            options
                .port((short) port)
                .isServer(holds)
                .waitWorkers(false)
                .timeout(new Milliseconds(patience.toMillis()));
            TCPStore store = new TCPStore(host, options);
            store.retainReference();
            scope.detach(store);
            return new TextStore(store);
          }
        });
  }

  /**
   * Writes a text, for whoever asks.
   *
   * @param key its name
   * @param text the text
   * @throws CollectivesException if the process that holds it is lost
   */
  public void put(String key, String text) {
    CollectivesException.explained(
        () -> {
          try (ByteVector bytes = new ByteVector(text.getBytes(StandardCharsets.UTF_8))) {
            store.set(key, bytes);
            return text;
          }
        });
  }

  /**
   * Reads a text, as soon as it is there.
   *
   * @param key its name
   * @return the text
   * @throws CollectivesException if it does not come in time, or the process that holds it is lost
   */
  public String get(String key) {
    return CollectivesException.explained(
        () -> {
          try (ByteVector bytes = store.get(key)) {
            return new String(bytes.get(), StandardCharsets.UTF_8);
          }
        });
  }

  /**
   * Whether a text is there.
   *
   * @param key its name
   * @return whether it is
   * @throws CollectivesException if the process that holds it is lost
   */
  public boolean has(String key) {
    return CollectivesException.explained(
        () -> {
          try (StringVector keys = new StringVector(key)) {
            return store.check(keys);
          }
        });
  }

  /** For {@link Collectives}. */
  TCPStore binding() {
    return store;
  }

  /** Leaves it; where the texts are held, they are gone. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      store.close();
    }
  }
}
