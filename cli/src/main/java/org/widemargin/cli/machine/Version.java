package org.widemargin.cli.machine;

import org.widemargin.run.LibraryVersion;
import picocli.CommandLine.IVersionProvider;

/** The version that was built. */
public final class Version implements IVersionProvider {
  /** Created by picocli. */
  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"widemargin " + LibraryVersion.current()};
  }
}
