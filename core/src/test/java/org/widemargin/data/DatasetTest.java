package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;

class DatasetTest {
  private static final SampleShape.Image TINY = new SampleShape.Image(1, 1, 2);
  private static final List<String> TWO = List.of("no", "yes");

  private static Dataset tiny(int... labels) {
    return Dataset.images("tiny", TINY, new byte[] {0, 1, (byte) 128, (byte) 255}, labels, TWO);
  }

  @Test
  void pixelsAreScaledToUnitRange() {
    assertThat(tiny(0, 1).sample(0)).containsExactly(0f, 1 / 255f);
    assertThat(tiny(0, 1).sample(1)).containsExactly(128 / 255f, 1f);
    assertThat(tiny(0, 1).validRange()).contains(ValidRange.UNIT);
  }

  @Test
  void everyByteIsExactlyItsValueOver255() {
    byte[] pixels = new byte[256];
    for (int i = 0; i < 256; i++) {
      pixels[i] = (byte) i;
    }
    Dataset all =
        Dataset.images("all", new SampleShape.Image(1, 16, 16), pixels, new int[] {0}, TWO);
    float[] sample = all.sample(0);
    for (int i = 0; i < 256; i++) {
      assertThat(sample[i]).isEqualTo(i / 255f);
    }
  }

  @Test
  void featuresAreHandedOutAsTheyAre() {
    float[] values = {-3.5f, 7e9f, 0.1f, 2f};
    Dataset table = Dataset.table("table", 2, values, new int[] {1, 0}, TWO);
    assertThat(table.sample(0)).containsExactly(-3.5f, 7e9f);
    assertThat(table.sample(1)).containsExactly(0.1f, 2f);
    assertThat(table.validRange()).isEmpty();
    assertThat(table.sampleShape()).isEqualTo(new SampleShape.Features(2));
  }

  @Test
  void copiesToAnOffsetAndNowhereElse() {
    float[] target = {9, 9, 9, 9};
    tiny(0, 1).copyTo(1, target, 1);
    assertThat(target).containsExactly(9, 128 / 255f, 1, 9);
    assertThatThrownBy(() -> tiny(0, 1).copyTo(0, target, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tiny(0, 1).sample(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void labelsAndClassesAreThoseGiven() {
    int[] labels = {1, 0};
    Dataset dataset = tiny(labels);
    labels[0] = 0;
    assertThat(dataset.label(0)).isEqualTo(1);
    dataset.labels()[0] = 0;
    assertThat(dataset.labels()).containsExactly(1, 0);
    assertThat(dataset.classes()).isEqualTo(2);
    assertThat(dataset.classNames()).isEqualTo(TWO);
    assertThat(dataset).hasToString("tiny (2 samples of shape 1x1x2, 2 classes)");
  }

  @Test
  void subsetsOfSubsetsAndRelabelledSetsKeepTheirSamples() {
    Dataset numbered = Samples.numbered(10, 2);
    Dataset odd = numbered.subset(new int[] {9, 7, 5, 3, 1});
    Dataset twice = odd.subset(new int[] {4, 0, 0});
    assertThat(Samples.numbers(twice)).containsExactly(1, 9, 9);
    Dataset relabelled = twice.withLabels(new int[] {0, 1, 0});
    assertThat(relabelled.labels()).containsExactly(0, 1, 0);
    assertThat(Samples.numbers(relabelled)).containsExactly(1, 9, 9);
    assertThat(twice.labels()).as("the set before is unchanged").containsExactly(1, 1, 1);
    assertThat(twice.withName("other").name()).isEqualTo("other");
  }

  @Test
  void fingerprintDependsOnSamplesLabelsOrderShapeAndClassesOnly() {
    Dataset dataset = Samples.images(6, 2);
    String sha = dataset.sha256();
    assertThat(sha).matches("[0-9a-f]{64}").isEqualTo(Samples.images(6, 2).sha256());
    assertThat(dataset.withName("other").sha256()).isEqualTo(sha);
    assertThat(dataset.subset(new int[] {0, 1, 2, 3, 4, 5}).sha256()).isEqualTo(sha);
    assertThat(dataset.subset(new int[] {1, 0, 2, 3, 4, 5}).sha256()).isNotEqualTo(sha);
    assertThat(dataset.withLabels(new int[] {1, 1, 0, 1, 0, 1}).sha256()).isNotEqualTo(sha);
    assertThat(dataset.subset(new int[] {0, 1, 2, 3, 4}).sha256()).isNotEqualTo(sha);
    assertThat(Samples.numbered(6, 2).sha256()).isNotEqualTo(Samples.numbered(6, 3).sha256());
  }

  @Test
  void fingerprintIsPinned() {
    assertThat(tiny(0, 1).sha256())
        .isEqualTo(DatasetDigestByHand.sha256("1x1x2|no|yes\n", "00000000 0001 00000001 80ff"));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> tiny(0, 2))
        .isInstanceOf(InputException.class)
        .hasMessage("tiny: label 2 of sample 1 is outside the classes 0 to 1");
    assertThatThrownBy(() -> tiny(0, -1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> tiny(0))
        .isInstanceOf(InputException.class)
        .hasMessage("tiny: 1 labels need 2 values for samples of shape 1x1x2, found 4");
    assertThatThrownBy(() -> Dataset.table("t", 3, new float[0], new int[0], TWO))
        .hasMessage("t: a data set needs at least one sample");
    assertThatThrownBy(() -> Dataset.table("t", 1, new float[1], new int[1], List.of("one")))
        .hasMessage("t: a classifier needs at least two classes, found [one]");
    assertThatThrownBy(() -> tiny(0, 1).withLabels(new int[] {1}))
        .hasMessage("tiny: 2 samples but 1 labels; there must be one label for each sample");
    assertThatThrownBy(() -> tiny(0, 1).subset(new int[0])).isInstanceOf(InputException.class);
  }

  @Test
  void partsOfASourceMustFit() {
    Dataset images = Samples.images(4, 2);
    assertThatThrownBy(() -> new DataSource(images, Samples.numbered(4, 2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("training samples have shape 1x2x3 but test samples 1");
    assertThatThrownBy(() -> new DataSource(images, Samples.images(4, 3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the classes of the training part");
  }

  @Test
  void shapesAreListsOfDimensions() {
    assertThat(SampleShape.of(List.of(3, 32, 48))).isEqualTo(new SampleShape.Image(3, 32, 48));
    assertThat(SampleShape.of(List.of(4))).isEqualTo(new SampleShape.Features(4));
    assertThat(new SampleShape.Image(3, 32, 48).dimensions()).containsExactly(3, 32, 48);
    assertThat(new SampleShape.Image(3, 32, 48).elements()).isEqualTo(3 * 32 * 48);
    for (List<Integer> wrong :
        List.of(
            List.<Integer>of(),
            List.of(1, 2),
            List.of(0),
            List.of(1, -1, 2),
            List.of(1, 1 << 16, 1 << 16))) {
      assertThatThrownBy(() -> SampleShape.of(wrong)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void emptyOrUnboundedRangesAreRefused() {
    assertThatThrownBy(() -> new ValidRange(1, 1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new ValidRange(Double.NaN, 1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new ValidRange(0, Double.POSITIVE_INFINITY))
        .isInstanceOf(InputException.class);
  }
}
