package org.widemargin.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.widemargin.torch.CollectivesException;
import org.widemargin.torch.TextStore;

/** Who is there, and how far each has come: what to tell people when an exchange fails. */
final class Attendance implements AutoCloseable {
  private final TextStore store;
  private final MeetingPoint point;
  private final Heartbeat heartbeat;
  private long step = -1;

  /**
   * Notes that this worker is there.
   *
   * @param store where the workers see each other
   * @param forBeats another connection to it, this one's own from now on
   * @param point where they meet
   */
  Attendance(TextStore store, TextStore forBeats, MeetingPoint point) {
    this.store = store;
    this.point = point;
    this.heartbeat = new Heartbeat(forBeats, point.shard().index());
  }

  void begins(long begun) {
    step = begun;
    store.put(stepOf(point.shard().index()), Long.toString(begun));
  }

  /** One sentence on those who have ended, or else on those who do not come. */
  String whoIsMissing() {
    try {
      return missing();
    } catch (CollectivesException e) {
      return "worker 0, where the workers meet, has ended";
    }
  }

  private String missing() {
    List<OptionalLong> before = beats();
    LockSupport.parkNanos(1_000_000 * Heartbeat.SILENCE_MILLIS);
    List<OptionalLong> after = beats();
    List<String> ended = new ArrayList<>();
    List<String> behind = new ArrayList<>();
    for (int worker = 0; worker < point.shard().count(); worker++) {
      OptionalLong reached = number(stepOf(worker));
      if (after.get(worker).isEmpty()) {
        ended.add("worker " + worker + " did not come" + inTime());
      } else if (before.get(worker).equals(after.get(worker))) {
        ended.add("worker " + worker + " has ended" + at(reached));
      } else if (reached.orElse(-1) < step) {
        behind.add(
            "worker " + worker + " did not come to step " + (step + 1) + inTime() + at(reached));
      }
    }
    List<String> found = ended.isEmpty() ? behind : ended;
    return found.isEmpty() ? "the workers have lost each other" : String.join("; ", found);
  }

  private String inTime() {
    return " within " + point.patience().toSeconds() + " s";
  }

  private static String at(OptionalLong reached) {
    return reached.isPresent() ? " in step " + (reached.getAsLong() + 1) : "";
  }

  private List<OptionalLong> beats() {
    List<OptionalLong> beats = new ArrayList<>();
    for (int worker = 0; worker < point.shard().count(); worker++) {
      beats.add(number(Heartbeat.key(worker)));
    }
    return beats;
  }

  private OptionalLong number(String key) {
    return store.has(key) ? OptionalLong.of(Long.parseLong(store.get(key))) : OptionalLong.empty();
  }

  private static String stepOf(int worker) {
    return "step/" + worker;
  }

  @Override
  public void close() {
    heartbeat.close();
  }
}
