package org.widemargin.web;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that the bodies of all requests share. */
final class RoomForBodies {
  private final AtomicLong free;

  RoomForBodies(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /**
   * Takes some.
   *
   * @throws Refusal if there is not as much
   */
  void take(int bytes) {
    if (free.addAndGet(-bytes) < 0) {
      free.addAndGet(bytes);
      throw new Refusal(Refusal.BUSY, "too many large requests at a time: ask again later");
    }
  }

  void giveBack(int bytes) {
    free.addAndGet(bytes);
  }
}
