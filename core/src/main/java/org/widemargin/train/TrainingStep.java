package org.widemargin.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.optimize.GradientClipping;
import org.widemargin.optimize.Optimizer;
import org.widemargin.parallel.Meeting;
import org.widemargin.parallel.Workers;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * One update of a network by one batch: forward passes, loss, gradients, clipping, the optimiser's
 * step. {@link Trainer} makes one after the other; whoever measures what they cost makes single
 * ones.
 */
public final class TrainingStep {
  private final Network network;
  private final Optimizer optimizer;
  private final OptimizationConfig optimization;
  private final TrainingObjective objective;
  private final DivergenceGuard guard;
  private final Workers workers;

  /** The parts of a step, in order. */
  public enum Part {
    /** All forward passes. */
    FORWARD,
    /** The loss at their activations, with the reverse passes that a margin takes. */
    LOSS,
    /** The gradients of the loss with respect to the parameters. */
    BACKWARD,
    /** The norm of the gradients, clipping, and the optimiser's step. */
    OPTIMIZER
  }

  /** Is told how a step comes along. */
  @FunctionalInterface
  public interface Observer {
    /**
     * Called after each part.
     *
     * @param part the one that has just ended
     */
    void ended(Part part);
  }

  /**
   * What an update was made from.
   *
   * @param parts of the loss by name, such as {@code cross-entropy}
   * @param logits of the pass in training mode, {@code [N, C]}
   * @param total the loss
   * @param gradientNorm the l2 norm of all gradients together, before clipping
   */
  public record Update(
      Map<String, Double> parts, Tensor logits, double total, double gradientNorm) {}

  /**
   * Prepares steps.
   *
   * @param network what is updated; it stays the caller's to close
   * @param optimizer of those of the network's parameters that are trained, the caller's too
   * @param loss what is minimised
   * @param optimization how; its optimiser, batch size and average are not looked at
   */
  public TrainingStep(
      Network network, Optimizer optimizer, LossConfig loss, OptimizationConfig optimization) {
    this(network, optimizer, loss, optimization, Meeting.ofOne());
  }

  /** Prepares steps that are made together with others, who see the other parts of each batch. */
  TrainingStep(
      Network network,
      Optimizer optimizer,
      LossConfig loss,
      OptimizationConfig optimization,
      Workers workers) {
    this.workers = workers;
    this.network = network;
    this.optimizer = optimizer;
    this.optimization = optimization;
    this.objective =
        new TrainingObjective(
            loss,
            network.spec(),
            optimization.precision().here(),
            optimization.trainLayers().mode(),
            optimization.recomputeActivations(),
            optimization.synchroniseBatchNorm() && workers.shard().count() > 1 ? workers : null);
    this.guard = new DivergenceGuard(network, loss, optimization);
  }

  /**
   * Makes one update, in the caller's scope.
   *
   * @param samples {@code [N, C, H, W]} or {@code [N, D]}
   * @param labels int64 {@code [N]}
   * @param step how many updates were made before
   * @param observer is told of each part
   * @return what it was made from
   * @throws DivergenceException if the loss or a gradient is not finite; nothing is updated then
   */
  public Update make(Tensor samples, Tensor labels, long step, Observer observer) {
    boolean tf32 = optimization.precision() == TrainingPrecision.TF32;
    // For the step alone: what the process computes beside training stays as it was.
    return NativeRuntime.withTf32(tf32, () -> update(samples, labels, step, observer));
  }

  private Update update(Tensor samples, Tensor labels, long step, Observer observer) {
    GradientSum sum = gradients(samples, labels, step, observer);
    List<Tensor> gradients = overWorkers(sum.gradients(), samples.size(0));
    double norm = GradientClipping.globalNorm(gradients);
    guard.checkGradient(step, norm, gradients, samples);
    gradients = GradientClipping.clip(gradients, norm, optimization.clipGradientNorm());
    optimizer.step(gradients, optimization.learningRateAt(step));
    observer.ended(Part.OPTIMIZER);
    return new Update(sum.parts(), sum.logits(), sum.total(), norm);
  }

  /**
   * The gradients of the whole batch. Running statistics, which each worker takes from its own
   * samples, become the same for all, too.
   */
  private List<Tensor> overWorkers(List<Tensor> gradients, long samples) {
    if (workers.shard().count() == 1) {
      return gradients;
    }
    // Where only the head is trained they stay as they are, to the last bit.
    boolean moving = optimization.trainLayers().mode() == Mode.TRAINING;
    List<Tensor> statistics = moving ? network.statistics() : List.of();
    List<Tensor> own = new ArrayList<>(gradients);
    own.addAll(statistics);
    List<Tensor> means = workers.batchMeans(own, samples);
    for (int i = 0; i < statistics.size(); i++) {
      Tensors.copyInto(statistics.get(i), means.get(gradients.size() + i));
    }
    return means.subList(0, gradients.size());
  }

  private GradientSum gradients(Tensor samples, Tensor labels, long step, Observer observer) {
    int count = optimization.gradientAccumulation();
    GradientSum sum = new GradientSum(samples.size(0));
    if (count == 1) {
      add(sum, samples, labels, step, observer);
      return sum;
    }
    for (GradientSum.Range part : sum.divided(count)) {
      // What a part's passes keep is freed before the next one's begin.
      try (Scope scope = Scope.open()) {
        add(
            sum,
            samples.narrow(0, part.from(), part.count()),
            labels.narrow(0, part.from(), part.count()),
            step,
            observer);
        sum.keep(scope);
      }
    }
    return sum;
  }

  private void add(GradientSum sum, Tensor samples, Tensor labels, long step, Observer observer) {
    TrainingObjective.Passes passes = objective.passes(network, samples, step);
    observer.ended(Part.FORWARD);

    LossValue loss = passes.loss(labels);
    double total = Tensors.toDouble(loss.total());
    // The same on all workers: one that gave up alone would leave the others waiting.
    guard.checkLoss(step, workers.sums(total)[0], samples);
    observer.ended(Part.LOSS);

    List<Tensor> gradients = passes.gradients(loss.total(), optimization.trainLayers().of(network));
    sum.add(samples.size(0), total, loss.parts(), passes.logits(), gradients);
    observer.ended(Part.BACKWARD);
  }

  /** Checks all weights and running statistics after {@code step} updates, before they are kept. */
  void checkWeights(long step) {
    guard.checkWeights(step);
  }
}
