package org.widemargin.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.checkpoint.RunName;
import org.widemargin.data.Dataset;
import org.widemargin.export.ExportFormat;
import org.widemargin.export.ExportedNetwork;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Trained networks in ONNX Runtime, on every image of the test set. */
class ZooInOnnxRuntimeTest {
  private static final int BATCH = 500;
  private static final int CLASSES = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("org.widemargin.mnist.ZooTest#names")
  @Tag("slow")
  void itSaysTheSameClassOfEveryTestImage(String name) throws OrtException {
    Path file = folder.resolve("network.onnx");
    Dataset test = Mnist.load().test();
    int different = 0;
    float furthest = 0;
    try (TrainedRun run = TrainedRun.load(new RunName(RunName.ZOO + name), Device.CPU)) {
      ExportFormat.ONNX.write(file, ExportedNetwork.of(run));
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession session =
          environment.createSession(file.toString(), new OrtSession.SessionOptions())) {
        for (int start = 0; start < test.size(); start += BATCH) {
          float[] pixels = pixels(test, start);
          float[] ours = ours(run, pixels);
          float[] theirs = theirs(environment, session, pixels);
          for (int i = 0; i < ours.length; i++) {
            furthest = Math.max(furthest, Math.abs(ours[i] - theirs[i]));
          }
          for (int row = 0; row < BATCH; row++) {
            different += largest(ours, row) == largest(theirs, row) ? 0 : 1;
          }
        }
      }
    }
    System.out.printf(Locale.ROOT, "%s: logits differ by %s at most%n", name, furthest);
    assertThat(different).isZero();
  }

  private static float[] pixels(Dataset test, int start) {
    int elements = test.sampleShape().elements();
    float[] pixels = new float[BATCH * elements];
    for (int i = 0; i < BATCH; i++) {
      System.arraycopy(test.sample(start + i), 0, pixels, i * elements, elements);
    }
    return pixels;
  }

  private static float[] ours(TrainedRun run, float[] pixels) {
    try (Scope scope = Scope.open()) {
      Tensor batch = Tensors.of(Device.CPU, pixels, BATCH, 1, 28, 28);
      return Tensors.toFloats(run.network().logits(batch));
    }
  }

  private static float[] theirs(OrtEnvironment environment, OrtSession session, float[] pixels)
      throws OrtException {
    long[] shape = {BATCH, 1, 28, 28};
    try (OnnxTensor batch = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of("input", batch))) {
      FloatBuffer logits = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
      float[] values = new float[logits.remaining()];
      logits.get(values);
      return values;
    }
  }

  private static int largest(float[] logits, int row) {
    int best = row * CLASSES;
    for (int i = row * CLASSES; i < (row + 1) * CLASSES; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best % CLASSES;
  }
}
