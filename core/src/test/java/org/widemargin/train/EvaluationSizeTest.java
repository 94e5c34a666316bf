package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.widemargin.data.SampleShape;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;

class EvaluationSizeTest {
  private static NetworkSpec network(String name, int channels, int side) {
    InputSpec input = new InputSpec(new SampleShape.Image(channels, side, side), null);
    return Architectures.named(name, input, 10, 0);
  }

  @Test
  void smallNetworksMeasureAllAsEver() {
    for (NetworkSpec network :
        new NetworkSpec[] {network("mnist-cnn", 1, 28), network("wrn-16-1", 3, 32)}) {
      assertThat(EvaluationSize.of(network, 0).batch()).isEqualTo(250);
      assertThat(EvaluationSize.of(network, 0).atMost(5000)).isEqualTo(5000);
      assertThat(EvaluationSize.of(network, 9).batch()).isEqualTo(250);
      assertThat(EvaluationSize.of(network, 9).atMost(250)).isEqualTo(250);
    }
  }

  @Test
  void largeNetworksMeasureWhatTakesSeconds() {
    // 5.24 thousand million multiply-adds a sample.
    NetworkSpec large = network("wrn-28-10", 3, 32);
    assertThat(EvaluationSize.of(large, 0).multiplyAdds()).isEqualTo(5_243_328_768L);
    assertThat(EvaluationSize.of(large, 0).batch()).isEqualTo(13);
    assertThat(EvaluationSize.of(large, 0).atMost(5000)).isEqualTo(381);
    assertThat(EvaluationSize.of(large, 9).batch()).isEqualTo(1);
    assertThat(EvaluationSize.of(large, 9).atMost(250)).isEqualTo(38);
  }

  @Test
  void atLeastOneSampleIsMeasuredWhateverItCosts() {
    EvaluationSize enormous = new EvaluationSize(Long.MAX_VALUE, 250);
    assertThat(enormous.batch()).isEqualTo(1);
    assertThat(enormous.atMost(1000)).isEqualTo(32);
    assertThat(enormous.atMost(3)).isEqualTo(3);
  }
}
