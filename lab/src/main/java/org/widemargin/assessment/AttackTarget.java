package org.widemargin.assessment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
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
    return network.spec().input().validRange().or(test::validRange);
  }

  /** Tells this network from others: the SHA-256 of its parameters and running statistics. */
  String fingerprint() {
    MessageDigest digest = sha256();
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
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
