package org.widemargin.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;

/** How layers are written in a network's file. */
class LayerFileTest {
  private static Layer read(String yaml) {
    return Yaml.readText(yaml, "network.yaml", Layer.class);
  }

  @ParameterizedTest
  @MethodSource("org.widemargin.layer.SomeLayers#ofEachKind")
  void eachKindIsReadAsItIsWritten(Layer layer) {
    assertThat(read(Yaml.write(layer))).isEqualTo(layer);
  }

  /** Checkpoints and identities of runs hold this text: it must not change. */
  @Test
  void layersOfBeforeKeepTheirText() {
    assertThat(Json.write(new Convolution(32, 5, 1, 2, true)))
        .isEqualToIgnoringWhitespace(
            "{\"convolution\":{\"channels\":32,\"kernel\":5,\"stride\":1,\"padding\":2,\"bias\":true}}");
    assertThat(Json.write(new MaxPool(3, 2)))
        .isEqualToIgnoringWhitespace("{\"max-pool\":{\"size\":3,\"stride\":2}}");
    assertThat(Json.write(new AveragePool(3, 2)))
        .isEqualToIgnoringWhitespace("{\"average-pool\":{\"size\":3,\"stride\":2}}");
  }

  @Test
  void sizesAreNumbersOrLists() {
    assertThat(read("convolution: {channels: 8, kernel: [1, 7], padding: [0, 3]}"))
        .isEqualTo(
            new Convolution(8, new KernelSize(1, 7), 1, Padding.symmetric(0, 3), /* bias= */ true));
    assertThat(read("convolution: {channels: 8, kernel: 3, padding: [0, 1, 0, 1], groups: 4}"))
        .isEqualTo(
            new Convolution(
                8, KernelSize.square(3), 1, new Padding(0, 1, 0, 1), true, 1, /* groups= */ 4));
    Convolution uneven =
        new Convolution(8, new KernelSize(3, 2), 2, new Padding(0, 1, 2, 3), false, 2, 2);
    assertThat(read(Yaml.write(uneven))).isEqualTo(uneven);
    Convolution wide = new Convolution(8, new KernelSize(1, 7), 1, Padding.symmetric(0, 3), false);
    assertThat(Json.write(wide)).contains("[ 0, 3 ]");
  }

  @Test
  void branchesAreListsOfLayers() {
    assertThat(
            read(
                """
                concatenate:
                  branches:
                    - - convolution: {channels: 4, kernel: 1}
                      - relu
                    - - concatenate: {branches: [[gelu], []]}
                    - []
                """))
        .isEqualTo(
            new Concatenate(
                List.of(
                    List.of(new Convolution(4, 1, 1, 0, true), new Relu()),
                    List.of(new Concatenate(List.of(List.of(new Gelu()), List.of()))),
                    List.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convolution: {channels: 8, kernel: [1, 2, 3]} | kernel: expected a number or [height,"
            + " width], found [1, 2, 3]",
        "convolution: {channels: 8, kernel: wide} | kernel: expected a number or [height, width],"
            + " found wide",
        "convolution: {channels: 8, kernel: [3, 0]} | expected a kernel of at least 1, found 3 x 0",
        "convolution: {channels: 8, kernel: 3, padding: [1, 2, 3]} | padding: expected a number,"
            + " [vertical, horizontal] or [top, bottom, left, right], found [1, 2, 3]",
        "convolution: {channels: 8, kernel: 3, padding: -1} | expected a padding of at least 0,"
            + " found -1",
        "convolution: {channels: 8, kernel: 3, groups: 3} | expected the 8 channels to divide"
            + " evenly into groups, found groups of 3",
        "convolution: {channels: 8, kernel: 3, dilation: 0} | expected a dilation of at least 1,"
            + " found 0",
        "max-pool: {size: 2, padding: 2} | expected a padding from 0 to half the size, 1, found 2",
        "average-pool: {size: 3, padding: 2} | expected a padding from 0 to half the size, 1, found"
            + " 2",
        "concatenate: {branches: [[relu]]} | concatenate: expected at least two branches, found 1",
        "group-norm: {groups: 0} | group-norm: expected groups of at least 1, found 0",
        "layer-norm: {epsilon: 0} | layer-norm: expected an epsilon above 0, found 0.0",
        "adaptive-average-pool: {height: 0} | expected a height of at least 1, found 0",
        "leaky-relu: {negative-slope: .nan} | expected a finite negative-slope, found NaN",
        "transposed-convolution: {channels: 8, kernel: 3} | 'transposed-convolution'"
      })
  void mistakesHaveAWord(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("network.yaml");
  }
}
