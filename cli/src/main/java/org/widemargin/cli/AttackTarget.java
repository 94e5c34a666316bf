package org.widemargin.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.widemargin.data.Dataset;
import org.widemargin.network.Network;

/**
 * What is attacked. It holds the network's native memory: close it.
 *
 * @param network the network
 * @param test the samples
 * @param run the folder of the run that the network comes from; empty for weights from elsewhere
 */
record AttackTarget(Network network, Dataset test, Optional<Path> run) implements AutoCloseable {
  @Override
  public void close() {
    network.close();
  }
}
