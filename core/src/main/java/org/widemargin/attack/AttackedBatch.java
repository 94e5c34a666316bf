package org.widemargin.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Decision;
import org.widemargin.evaluate.Linearisation;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/**
 * One batch under attack: the clean samples, and the only way for the attack to see the classifier.
 *
 * <p>Every point it shows the classifier is remembered if it is adversarial and nearer than the
 * best so far. A sample with such a point inside the ball is broken and drops out: the classifier
 * is no longer run on it, which is most of the time saved on weak networks. Attacks still handle
 * tensors of the whole batch. Tensors returned belong to the caller's scope.
 */
public final class AttackedBatch {
  /** When a sample needs no further work. */
  enum Goal {
    /** As soon as a point inside the ball is misclassified. */
    BREAK,
    /** Never: the nearest misclassified point is wanted. */
    NEAREST,
    /** Never: the point where the attack ends is wanted, whatever it met on the way. */
    END
  }

  private final Classifier classifier;
  private final ThreatModel threat;
  private final Goal goal;
  private final SampleDraws draws;
  private final Tensor origins;
  private final Tensor labels;
  private final Tensor cleanLogits;
  private final Tensor found;
  private final double[] distances;
  private int[] standing;

  /**
   * Starts a batch in the innermost scope.
   *
   * @param classifier whom to attack
   * @param threat what is allowed
   * @param goal when a sample needs no further work
   * @param draws the attack's random numbers for these samples
   * @param origins the clean samples {@code [N, ...]}, all classified right unless the end is
   *     wanted
   * @param labels int64 {@code [N]}
   * @param cleanLogits the logits of the clean samples {@code [N, C]}
   */
  AttackedBatch(
      Classifier classifier,
      ThreatModel threat,
      Goal goal,
      SampleDraws draws,
      Tensor origins,
      Tensor labels,
      Tensor cleanLogits) {
    this.classifier = classifier;
    this.threat = threat;
    this.goal = goal;
    this.draws = draws;
    this.origins = origins;
    this.labels = labels;
    this.cleanLogits = cleanLogits.detach();
    this.found = origins.clone();
    this.distances = new double[Math.toIntExact(origins.size(0))];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    this.standing = IntStream.range(0, distances.length).toArray();
  }

  /**
   * What the attack may do.
   *
   * @return the threat model
   */
  public ThreatModel threat() {
    return threat;
  }

  /**
   * The clean samples.
   *
   * @return {@code [N, ...]}, not to be changed
   */
  public Tensor origins() {
    return origins;
  }

  /**
   * The true classes.
   *
   * @return int64 {@code [N]}
   */
  public Tensor labels() {
    return labels;
  }

  /**
   * The logits of the clean samples.
   *
   * @return {@code [N, C]}, no part of a graph
   */
  public Tensor cleanLogits() {
    return cleanLogits;
  }

  /**
   * The number of samples.
   *
   * @return N
   */
  public int size() {
    return distances.length;
  }

  /**
   * Tells whether no sample is left to work on.
   *
   * @return whether all are broken
   */
  public boolean isOver() {
    return standing.length == 0;
  }

  /**
   * Tells whether a sample still stands.
   *
   * @param position its place in the batch
   * @return false once it dropped out
   */
  public boolean stands(int position) {
    return Arrays.binarySearch(standing, position) >= 0;
  }

  /**
   * The distance of the nearest adversarial point so far.
   *
   * @param position a sample's place in the batch
   * @return infinity where none was found
   */
  public double distance(int position) {
    return distances[position];
  }

  /**
   * The nearest adversarial points so far.
   *
   * @return {@code [N, ...]}; the clean sample where none was found
   */
  public Tensor found() {
    return found;
  }

  /**
   * The random numbers of the attack.
   *
   * @return each sample's own
   */
  public SampleDraws draws() {
    return draws;
  }

  /**
   * Shows points to the classifier.
   *
   * @param points {@code [N, ...]}; brought into the valid range first
   * @return the logits; no losses or gradients
   */
  public Look look(Tensor points) {
    if (isOver()) {
      return new Look(Tensors.fullLike(cleanLogits, 0), List.of());
    }
    Tensor shown = choose(threat.clip(points.detach()));
    Tensor logits = Autograd.withoutGradient(() -> classifier.logits(shown));
    Tensor all = spread(logits);
    remember(shown, logits);
    return new Look(all, List.of());
  }

  /**
   * Shows points to the classifier and differentiates losses there, with one forward pass and one
   * reverse pass for each loss.
   *
   * @param points {@code [N, ...]}; brought into the valid range first
   * @param losses what to differentiate
   * @return logits, losses and gradients
   */
  public Look differentiate(Tensor points, List<? extends AttackLoss> losses) {
    if (isOver()) {
      ValueAndGradient none =
          new ValueAndGradient(
              ElementTypes.typeAs(Tensors.fullLike(labels, 0), origins),
              Tensors.fullLike(origins, 0));
      return new Look(Tensors.fullLike(cleanLogits, 0), losses.stream().map(loss -> none).toList());
    }
    return differentiated(points, losses);
  }

  /**
   * Shows points to the classifier and differentiates one loss there.
   *
   * @param points {@code [N, ...]}; brought into the valid range first
   * @param loss what to differentiate
   * @return logits, loss and gradient
   */
  public Look differentiate(Tensor points, AttackLoss loss) {
    return differentiate(points, List.of(loss));
  }

  private Look differentiated(Tensor points, List<? extends AttackLoss> losses) {
    Tensor shown = choose(threat.clip(points.detach()));
    Linearisation here = classifier.linearise(shown);
    Tensor rows = Tensors.labels(shown, standing);
    Tensor chosenLabels = choose(labels);
    List<ValueAndGradient> found = new ArrayList<>();
    for (AttackLoss loss : losses) {
      AttackLoss chosen = allStand() ? loss : loss.select(rows);
      ValueAndGradient at =
          ValueAndGradient.of(logits -> chosen.of(logits, chosenLabels), here.logits());
      found.add(
          new ValueAndGradient(spread(at.value()), spread(here.adjoint().apply(at.gradient()))));
    }
    Tensor all = spread(here.logits());
    remember(shown, here.logits());
    return new Look(all, found);
  }

  /** Keeps the points that are adversarial and nearer than the best; drops who needs no more. */
  private void remember(Tensor shown, Tensor logits) {
    boolean[] correct = Decision.correct(logits, choose(labels));
    int[] wrong = IntStream.range(0, correct.length).filter(i -> !correct[i]).toArray();
    if (wrong.length == 0) {
      return;
    }
    Tensor points = shown.index_select(0, Tensors.labels(shown, wrong));
    Tensor starts = origins.index_select(0, Tensors.labels(origins, places(wrong)));
    double[] lengths = Distances.of(threat.norm(), starts, points);
    int[] nearer =
        IntStream.range(0, wrong.length)
            .filter(i -> lengths[i] < distances[standing[wrong[i]]])
            .toArray();
    if (nearer.length == 0) {
      return;
    }
    int[] places = places(Arrays.stream(nearer).map(i -> wrong[i]).toArray());
    found.index_copy_(
        0, Tensors.labels(found, places), points.index_select(0, Tensors.labels(points, nearer)));
    for (int i = 0; i < nearer.length; i++) {
      distances[places[i]] = lengths[nearer[i]];
    }
    if (goal == Goal.BREAK) {
      standing =
          Arrays.stream(standing).filter(place -> !threat.allows(distances[place])).toArray();
    }
  }

  private int[] places(int[] rows) {
    return Arrays.stream(rows).map(row -> standing[row]).toArray();
  }

  private boolean allStand() {
    return standing.length == distances.length;
  }

  /** The rows of the samples that still stand. */
  private Tensor choose(Tensor all) {
    return allStand() ? all : all.index_select(0, Tensors.labels(all, standing));
  }

  /** The opposite: puts their rows back into their places, 0 elsewhere. */
  private Tensor spread(Tensor chosen) {
    Tensor plain = chosen.detach();
    if (allStand()) {
      return plain;
    }
    long[] shape = Tensors.shape(plain);
    shape[0] = distances.length;
    return Tensors.zeros(plain, shape).index_copy_(0, Tensors.labels(plain, standing), plain);
  }
}
