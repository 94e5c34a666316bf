package org.widemargin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoomForBodiesTest {
  @Test
  void whatIsTakenIsMissingUntilItIsGivenBack() {
    RoomForBodies room = new RoomForBodies(10);
    room.take(6);
    assertThatThrownBy(() -> room.take(5))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    room.take(4);
    room.giveBack(6);
    room.take(6);
  }
}
