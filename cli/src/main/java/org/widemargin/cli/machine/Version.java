package org.widemargin.cli.machine;

import org.widemargin.run.LibraryVersion;
import picocli.CommandLine.IVersionProvider;

/** The version that was built. */
public final class Version implements IVersionProvider {
  /** Created by picocli. */
  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"widemargin " + current()};
  }

  /** The version alone, such as {@code 1.0.0}. */
  public static String current() {
    return LibraryVersion.current();
  }
}
