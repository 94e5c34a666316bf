package org.widemargin.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Exported files in ONNX Runtime, and networks that are worth exporting. */
final class OnnxModels {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private OnnxModels() {}

  /** A network whose running statistics and biases are none that fresh ones have. */
  static Network network(NetworkSpec spec, long seed) {
    Network network = Network.initialise(spec, seed, Device.CPU);
    try (Scope scope = Scope.open()) {
      Tensor batch = Tensors.of(Device.CPU, samples(spec, 8, seed), shape(spec, 8));
      for (int i = 0; i < 3; i++) {
        network.forward(batch, Mode.TRAINING);
      }
    }
    return network;
  }

  /** Values in [0, 1), {@code [N, ...]}. */
  static float[] samples(NetworkSpec spec, int count, long seed) {
    var random = RandomStream.of(seed, "samples", 0);
    float[] values = new float[count * spec.input().shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  static long[] shape(NetworkSpec spec, int count) {
    int[] sample = spec.input().shape().dimensions();
    long[] shape = new long[sample.length + 1];
    shape[0] = count;
    for (int i = 0; i < sample.length; i++) {
      shape[i + 1] = sample[i];
    }
    return shape;
  }

  /** The library's own logits. */
  static float[] logits(Network network, float[] samples, int count) {
    try (Scope scope = Scope.open()) {
      Tensor batch = Tensors.of(Device.CPU, samples, shape(network.spec(), count));
      return Tensors.toFloats(network.logits(batch));
    }
  }

  static OrtSession open(Path file) throws OrtException {
    return ENVIRONMENT.createSession(file.toString(), new OrtSession.SessionOptions());
  }

  static OnnxTensor floats(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values), shape);
  }

  static OnnxTensor doubles(double[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(values), shape);
  }

  static OnnxTensor bytes(byte[] values, long... shape) throws OrtException {
    ByteBuffer direct = ByteBuffer.allocateDirect(values.length).put(values).flip();
    return OnnxTensor.createTensor(ENVIRONMENT, direct, shape, ai.onnxruntime.OnnxJavaType.UINT8);
  }

  /** What a session says, as one row after the other. */
  static float[] run(OrtSession session, String input, OnnxTensor value, String output)
      throws OrtException {
    try (OrtSession.Result result = session.run(Map.of(input, value))) {
      // It belongs to the result, which closes it.
      FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }
}
