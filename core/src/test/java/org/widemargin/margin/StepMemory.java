package org.widemargin.margin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.Loss;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * One training step on mnist-cnn with a batch of 128, in a process of its own: prints by how many
 * bytes the resident memory rose to its peak. Freed memory that is used again does not rise, so a
 * process can measure only its first large step.
 */
final class StepMemory {
  private static final int BATCH = 128;

  private StepMemory() {}

  /**
   * Measures.
   *
   * @param args {@code cross-entropy} or {@code margin}
   */
  public static void main(String[] args) throws IOException {
    Loss loss =
        args[0].equals("margin") ? new MarginLoss(MarginSpec.paper()) : CrossEntropy.UNSMOOTHED;
    NativeRuntime.initialise(1);
    try (Network network =
        Network.initialise(
            Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0), 1, Device.CPU)) {
      // Loads code and makes what a process keeps.
      step(network, loss, 2);
      long before = peak();
      step(network, loss, BATCH);
      System.out.println(peak() - before);
    }
  }

  private static void step(Network network, Loss loss, int batch) {
    try (Scope scope = Scope.open()) {
      float[] pixels = new float[batch * 28 * 28];
      int[] labels = new int[batch];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (i * 37 % 256) / 255f;
      }
      for (int i = 0; i < batch; i++) {
        labels[i] = i % 10;
      }
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, pixels, batch, 1, 28, 28));
      Activations activations = network.forward(input, Mode.TRAINING);
      Tensor total = loss.of(activations, Tensors.labels(Device.CPU, labels)).total();
      List<Tensor> parameters = new ArrayList<>(network.parameters().values());
      Autograd.gradients(total, Tensors.fullLike(total, 1), parameters, Graph.FREE);
    }
  }

  /** The most memory this process has had resident so far, in bytes. */
  private static long peak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("/proc/self/status: expected a line VmHWM, found none");
  }
}
