package org.widemargin.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library that was built, from a resource that Maven fills in. */
public final class LibraryVersion {
  private LibraryVersion() {}

  /**
   * The version, whether the classes were packed into an archive or not.
   *
   * @return such as {@code 1.0.0}
   */
  public static String current() {
    try (InputStream stream = LibraryVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("the library's own version cannot be read", e);
    }
  }
}
