package org.widemargin.parallel;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Shard;
import org.widemargin.error.InputException;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Collectives;
import org.widemargin.torch.CollectivesException;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.TextStore;

/** Workers that have met. */
final class JoinedWorkers implements Workers {
  private final Shard shard;
  private final TextStore store;
  private final Attendance attendance;
  private final Collectives collectives;
  private int agreements;
  private boolean closed;

  private JoinedWorkers(
      Shard shard, TextStore store, Attendance attendance, Collectives collectives) {
    this.shard = shard;
    this.store = store;
    this.attendance = attendance;
    this.collectives = collectives;
  }

  /**
   * Waits until all workers are there. Tensors are exchanged by none whose versions are not the
   * first one's.
   *
   * @param point where they meet
   * @param versions by the names of what they are of
   */
  static JoinedWorkers meet(MeetingPoint point, Map<String, String> versions) {
    Shard shard = point.shard();
    TextStore store = connect(point, shard.index() == 0);
    Attendance attendance = attend(store, point);
    try {
      new Agreement(store, shard, "versions").on(versions);
      Collectives collectives =
          Collectives.join(
              store, point.ownAddress(), shard.index(), shard.count(), point.patience());
      return new JoinedWorkers(shard, store, attendance, collectives);
    } catch (CollectivesException e) {
      String missing = attendance.whoIsMissing();
      attendance.close();
      store.close();
      throw new WorkerLostException(missing + " (" + e.getMessage() + ")", e);
    } catch (InputException e) {
      attendance.close();
      store.close();
      throw e;
    }
  }

  private static Attendance attend(TextStore store, MeetingPoint point) {
    try {
      return new Attendance(store, connect(point, false), point);
    } catch (CollectivesException e) {
      store.close();
      throw new WorkerLostException("worker 0, where the workers meet, has ended", e);
    }
  }

  private static TextStore connect(MeetingPoint point, boolean holds) {
    try {
      return TextStore.connect(point.host(), point.port(), holds, point.patience());
    } catch (CollectivesException e) {
      throw new WorkerLostException(
          holds
              ? "expected to listen on port %s, found: %s".formatted(point.port(), e.getMessage())
              : "expected worker 0 at %s:%s within %s s, found: %s"
                  .formatted(
                      point.host(), point.port(), point.patience().toSeconds(), e.getMessage()),
          e);
    }
  }

  @Override
  public Shard shard() {
    return shard;
  }

  @Override
  public void begins(long step) {
    watched(
        () -> {
          attendance.begins(step);
          return step;
        });
  }

  @Override
  public void agree(Map<String, String> facts) {
    watched(
        () -> {
          new Agreement(store, shard, "agreement " + agreements++).on(facts);
          return facts;
        });
  }

  @Override
  public List<Tensor> batchMeans(List<Tensor> means, long samples) {
    return watched(
        () -> {
          double all = collectives.sum(new double[] {samples})[0];
          Tensor flat = Ops.mul(Tensors.flatOnHost(means), samples / all);
          collectives.sum(flat);
          return Tensors.unflattened(flat, means);
        });
  }

  /**
   * This worker's loss counts by its share of the samples when the gradients are added up, so what
   * every loss wants of the mean is added up in the same shares.
   */
  @Override
  public Tensor batchMean(Tensor mean, long samples) {
    return Autograd.substitute(
        mean,
        batchMeans(List.of(mean), samples).get(0),
        gradient -> batchMeans(List.of(gradient), samples).get(0));
  }

  @Override
  public double[] sums(double... numbers) {
    return watched(() -> collectives.sum(numbers));
  }

  @Override
  public byte[] ofFirst(byte[] bytes) {
    return watched(() -> collectives.copyFromFirst(bytes));
  }

  @Override
  public void copyFirst(List<Tensor> tensors) {
    watched(
        () -> {
          try (Scope scope = Scope.open()) {
            Tensor flat = Tensors.flatOnHost(tensors);
            collectives.copyFromFirst(flat);
            List<Tensor> copies = Tensors.unflattened(flat, tensors);
            for (int i = 0; i < tensors.size(); i++) {
              Tensors.copyInto(tensors.get(i).detach(), copies.get(i));
            }
          }
          return tensors;
        });
  }

  private <T> T watched(Supplier<T> exchange) {
    try {
      return exchange.get();
    } catch (CollectivesException e) {
      throw new WorkerLostException(attendance.whoIsMissing() + " (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      collectives.close();
      attendance.close();
      store.close();
    }
  }
}
