package org.widemargin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.widemargin.error.InputException;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DecodingMemoryTest {
  private static final long HALF_OF_THE_HEAP = Runtime.getRuntime().maxMemory() / 2;

  /** How many of those who take so much have it at the same time, one number for each of them. */
  private static List<Integer> together(long bytes) throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        futures.add(
            threads.submit(
                () -> {
                  DecodingMemory memory = DecodingMemory.take(bytes);
                  seen.add(inside.incrementAndGet());
                  Thread.sleep(10);
                  inside.decrementAndGet();
                  memory.giveBack();
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return seen;
  }

  @Test
  void picturesThatAreDecodedTogetherShareHalfOfTheHeap() throws Exception {
    assertThat(together(HALF_OF_THE_HEAP / 3))
        .hasSize(24)
        .contains(3)
        .allMatch(count -> count <= 3);
    assertThat(together(HALF_OF_THE_HEAP / 2 + (2 << 20))).hasSize(24).containsOnly(1);
  }

  @Test
  void whatTakesMoreThanThereIsWaitsForAllOfIt() throws Exception {
    assertThat(together(Long.MAX_VALUE)).hasSize(24).containsOnly(1);
  }

  @Test
  void pictureThatCannotBeDecodedGivesItsMemoryBack() throws Exception {
    byte[] png = ImageBytes.pngOf(1_000, 1_000, 8, 2, new byte[40_000]);
    EncodedImage damaged = EncodedImage.of(png, "damaged");
    ImagePreparation preparation = new ImagePreparation(3, 1_000, 1_000, ImageFit.CROP);
    assertThatThrownBy(() -> damaged.prepared(preparation, remark -> {}))
        .isInstanceOf(InputException.class);
    // Who takes all of it would wait for ever.
    assertThat(together(Long.MAX_VALUE)).hasSize(24);
  }
}
