package org.widemargin.assessment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.widemargin.config.Json;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.file.Sha256;
import org.widemargin.network.Network;
import org.widemargin.torch.Tensors;

/**
 * What is attacked. It holds the network's native memory: close it.
 *
 * @param network the network
 * @param test the samples
 * @param files where its evaluations are kept; empty for weights from elsewhere
 */
public record AttackTarget(Network network, Dataset test, Optional<Path> files)
    implements AutoCloseable {
  /** The box of valid inputs: the one that the network declares, else the data set's. */
  public Optional<ValidRange> range() {
    return network.spec().input().validRange(test);
  }

  /**
   * Tells this network from others of equal weights: what has no parameters, such as a rectifier's
   * slope, is in its spec alone.
   */
  String layers() {
    return Sha256.of(Json.writeLine(network.spec()).getBytes(StandardCharsets.UTF_8));
  }

  /** Tells this network from others: the SHA-256 of its parameters and running statistics. */
  String fingerprint() {
    MessageDigest digest = Sha256.begin();
    network
        .state()
        .forEach(
            (name, tensor) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              float[] elements = Tensors.toFloats(tensor);
              ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(elements.length, 4));
              bytes.asFloatBuffer().put(elements);
              digest.update(bytes);
            });
    return Sha256.finish(digest);
  }

  @Override
  public void close() {
    network.close();
  }
}
