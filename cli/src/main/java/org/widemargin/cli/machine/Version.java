package org.widemargin.cli.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that was built, from a resource that Maven fills in. */
public final class Version implements IVersionProvider {
  /** Created by picocli. */
  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"widemargin " + current()};
  }

  /** The version alone, such as {@code 1.0.0}. */
  public static String current() {
    try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own version cannot be read", e);
    }
  }
}
