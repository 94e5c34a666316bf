package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.error.InputException;

class ShardTest {
  @ParameterizedTest
  @CsvSource({"128, 1", "128, 2", "128, 3", "7, 7", "10, 4", "2, 5"})
  void partsAreTheBatchInItsOrder(int samples, int count) {
    int[] batch = IntStream.range(100, 100 + samples).toArray();
    int[][] parts = new int[count][];
    for (int i = 0; i < count; i++) {
      parts[i] = new Shard(i, count).of(batch);
    }
    assertThat(Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray()).isEqualTo(batch);
    int[] sizes = Arrays.stream(parts).mapToInt(part -> part.length).sorted().toArray();
    assertThat(sizes[count - 1] - sizes[0]).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 2", "2, 2"})
  void placesThatDoNotExistAreRefused(int index, int count) {
    assertThatThrownBy(() -> new Shard(index, count)).isInstanceOf(InputException.class);
  }
}
