package org.widemargin.attack;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Relu;
import org.widemargin.network.Block;
import org.widemargin.network.InputBatch;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Small random networks, and images that they classify right but for a few. */
public final class SmallNetworks {
  private static final int CLASSES = 4;

  private SmallNetworks() {}

  public static Network convolutional(long seed) {
    Convolution convolution = new Convolution(6, 3, 1, 1, true);
    NetworkSpec spec =
        new NetworkSpec(
            "small",
            InputSpec.image(2, 8, 8),
            List.of(
                Block.of("conv1", convolution, new Relu(), new MaxPool(2, 2)),
                Block.of("fc1", new Flatten(), new Linear(16, true), new Relu()),
                Block.of("logits", new Linear(CLASSES, true))));
    return Network.initialise(spec, seed, Device.CPU);
  }

  /** Random images labelled as the classifier says, one in eight on purpose wrong. */
  public static Dataset images(Classifier classifier, int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[samples * 2 * 8 * 8];
    random.nextBytes(pixels);
    Dataset unlabelled = dataset(pixels, new int[samples]);
    try (Scope scope = Scope.open()) {
      Tensor inputs = InputBatch.samples(unlabelled, Batches.first(samples), Device.CPU);
      int[] labels = Tensors.toInts(PerSample.argmax(classifier.logits(inputs)));
      for (int i = 0; i < samples; i += 8) {
        labels[i] = (labels[i] + 1) % CLASSES;
      }
      return dataset(pixels, labels);
    }
  }

  /** Images whose class is the quadrant that is brighter than the others, with noise. */
  public static Dataset quadrants(int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[samples * 2 * 8 * 8];
    int[] labels = new int[samples];
    for (int i = 0; i < pixels.length; i++) {
      int sample = i / (2 * 8 * 8);
      int quadrant = (i % 64) / 32 * 2 + (i % 8) / 4;
      labels[sample] = sample % CLASSES;
      double brightness = quadrant == labels[sample] ? 0.7 : 0.4;
      pixels[i] = (byte) Math.round(255 * (brightness + random.nextDouble(-0.25, 0.25)));
    }
    return dataset(pixels, labels);
  }

  /** A network that learnt the quadrants by plain gradient descent on the cross-entropy. */
  public static Network trained(long seed) {
    Network network = convolutional(seed);
    Dataset dataset = quadrants(64, seed);
    int[] all = Batches.first(64);
    List<Tensor> parameters = List.copyOf(network.parameters().values());
    for (int step = 0; step < 60; step++) {
      try (Scope scope = Scope.open()) {
        Tensor logits = network.logits(InputBatch.samples(dataset, all, Device.CPU));
        Tensor loss =
            Functions.crossEntropyPerSample(logits, InputBatch.labels(dataset, all, Device.CPU))
                .mean();
        List<@Nullable Tensor> gradients =
            Autograd.gradients(loss, Tensors.fullLike(loss, 1), parameters, Autograd.Graph.FREE);
        for (int i = 0; i < parameters.size(); i++) {
          Tensor parameter = parameters.get(i).detach();
          Ops.addInPlace(parameter, Objects.requireNonNull(gradients.get(i)), -0.1);
        }
      }
    }
    return network;
  }

  private static Dataset dataset(byte[] pixels, int[] labels) {
    List<String> names = IntStream.range(0, CLASSES).mapToObj(c -> "class" + c).toList();
    return Dataset.images("random", new SampleShape.Image(2, 8, 8), pixels, labels, names);
  }
}
