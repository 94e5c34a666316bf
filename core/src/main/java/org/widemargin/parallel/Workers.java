package org.widemargin.parallel;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Shard;

/**
 * The workers that train one network, as one of them sees them. Each learns from its {@link Shard}
 * of every batch; sums of gradients keep their networks the same, to the last bit.
 *
 * <p>All of them call the same methods in the same order. Used by the thread that trains.
 */
public sealed interface Workers extends AutoCloseable permits LoneWorker, JoinedWorkers {
  /**
   * Which part of a batch this worker learns from.
   *
   * @return the part
   */
  Shard shard();

  /**
   * Whether this is the one that writes the run.
   *
   * @return true for one of them
   */
  default boolean isFirst() {
    return shard().index() == 0;
  }

  /**
   * Notes that this worker begins a step, so that the others can tell who does not come.
   *
   * @param step from 0
   */
  void begins(long step);

  /**
   * Makes sure that all workers are about to do the same, before tensors are exchanged.
   *
   * @param facts by name: the network, the data
   * @throws org.widemargin.error.InputException on every worker, if a fact of one is not the first
   *     one's
   * @throws WorkerLostException if a worker is lost
   */
  void agree(Map<String, String> facts);

  /**
   * From means over the workers' parts of a batch, the means over the batch.
   *
   * @param means float32, on any device
   * @param samples how many this worker's part has
   * @return tensors of the same shapes, in the innermost scope
   * @throws WorkerLostException if a worker is lost
   */
  List<Tensor> batchMeans(List<Tensor> means, long samples);

  /**
   * The same for one mean, as part of the graph: the loss of every worker is differentiated through
   * it, so each must differentiate the same graph.
   *
   * @param mean float32, part of the graph
   * @param samples how many this worker's part has
   * @return of the same shape, part of the graph
   * @throws WorkerLostException if a worker is lost
   */
  Tensor batchMean(Tensor mean, long samples);

  /**
   * Adds up numbers.
   *
   * @param numbers of this worker, as many on each
   * @return their sums over all workers, in float64
   * @throws WorkerLostException if a worker is lost
   */
  double[] sums(double... numbers);

  /**
   * Whether something is true for any worker.
   *
   * @param here whether it is for this one
   * @return the same on every worker
   * @throws WorkerLostException if a worker is lost
   */
  default boolean any(boolean here) {
    return sums(here ? 1 : 0)[0] > 0;
  }

  /**
   * What the first worker knows.
   *
   * @param bytes of the first worker; what others give is not looked at
   * @return those of the first worker
   * @throws WorkerLostException if a worker is lost
   */
  byte[] ofFirst(byte[] bytes);

  /**
   * Overwrites tensors by those of the first worker.
   *
   * @param tensors of the same shapes on each, float32
   * @throws WorkerLostException if a worker is lost
   */
  void copyFirst(List<Tensor> tensors);

  @Override
  void close();
}
