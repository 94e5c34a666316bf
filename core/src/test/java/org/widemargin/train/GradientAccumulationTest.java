package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Scope;

/** A batch in parts gives the update of the batch at once. */
class GradientAccumulationTest {
  private static final int SAMPLES = 17;
  private static final Dataset DATA = TinyRuns.images(SAMPLES, 8).train();
  private static final NetworkSpec SPEC =
      Architectures.named("mnist-cnn", InputSpec.of(DATA), DATA.classes(), 0);

  private static SingleStep step(int parts, String... overrides) {
    return SingleStep.of(
        SPEC,
        DATA,
        SingleStep.config(SAMPLES, "optimization.gradient-accumulation=" + parts).with(overrides));
  }

  @ParameterizedTest
  @CsvSource({
    "2, loss.kind=cross-entropy",
    "5, loss.kind=cross-entropy",
    "17, loss.kind=cross-entropy",
    "3, loss.kind=hinge",
    "4, loss.kind=margin",
    "4, loss.margin.gradient=exact",
    "3, loss.margin.layers=all"
  })
  void theUpdateIsThatOfTheBatchAtOnce(int parts, String loss) {
    SingleStep whole = step(1, loss);
    SingleStep divided = step(parts, loss);
    divided.assertIsAs(whole);
  }

  /** No part is empty, and all samples are in one. */
  @Test
  void theBatchIsDividedEvenly() {
    for (int count = 1; count <= 20; count++) {
      List<Long> counts = new ArrayList<>();
      long next = 0;
      for (GradientSum.Range range : new GradientSum(SAMPLES).divided(count)) {
        assertThat(range.from()).isEqualTo(next);
        next += range.count();
        counts.add(range.count());
      }
      assertThat(next).isEqualTo(SAMPLES);
      assertThat(counts).hasSize(Math.min(count, SAMPLES));
      long least = counts.stream().min(Long::compare).orElseThrow();
      assertThat(counts).allMatch(part -> part == least || part == least + 1);
    }
  }

  /** What the parts' passes keep is not there together. */
  @Test
  void aStepLeavesNoMoreBehindThanAtOnce() {
    step(1, "loss.kind=margin");
    long before = Scope.liveObjects();
    step(4, "loss.kind=margin");
    step(4, "loss.kind=margin");
    assertThat(Scope.liveObjects()).isLessThanOrEqualTo(before);
  }

  @Test
  void moreThanTheBatchIsRefused() {
    assertThatThrownBy(
            () ->
                TinyRuns.config(
                    "optimization.batch-size=16", "optimization.gradient-accumulation=17"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "expected a gradient-accumulation from 1 to the batch-size, 16, found 17");
  }
}
