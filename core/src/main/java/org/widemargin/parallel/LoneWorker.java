package org.widemargin.parallel;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Shard;

/** The only worker: it has the whole batch, and nobody to talk to. */
enum LoneWorker implements Workers {
  INSTANCE;

  @Override
  public Shard shard() {
    return Shard.WHOLE;
  }

  @Override
  public void begins(long step) {}

  @Override
  public void agree(Map<String, String> facts) {}

  @Override
  public List<Tensor> batchMeans(List<Tensor> means, long samples) {
    return means;
  }

  @Override
  public Tensor batchMean(Tensor mean, long samples) {
    return mean;
  }

  @Override
  public double[] sums(double... numbers) {
    return numbers.clone();
  }

  @Override
  public byte[] ofFirst(byte[] bytes) {
    return bytes;
  }

  @Override
  public void copyFirst(List<Tensor> tensors) {}

  @Override
  public void close() {}
}
