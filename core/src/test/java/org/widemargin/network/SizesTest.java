package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;

/** A file may state any size: none wraps around, and none asks for memory that no array has. */
class SizesTest {
  @Test
  void productsAreExactUpToTheLimit() {
    assertThat(Sizes.product("x")).isEqualTo(1);
    assertThat(Sizes.product("x", 3, 0, 7)).isZero();
    assertThat(Sizes.product("x", Sizes.MOST_ELEMENTS)).isEqualTo(Sizes.MOST_ELEMENTS);
    assertThatThrownBy(() -> Sizes.product("x", 65536, 65536, 65536, 65536))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "x: expected at most 536870911 elements, found the shape [65536, 65536, 65536, 65536]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shape: [1000000]}\nblocks: [{name: c, layers: [{linear: {features: 2147483647}}]}]",
        "shape: [1, 4, 4]}\nblocks: [{name: c, layers: [{convolution: {channels: 1, kernel: 65537,"
            + " padding: 65537}}, global-average-pool, {linear: {features: 2}}]}]",
        "shape: [1, 4, 4]}\nblocks: [{name: c, layers: [{convolution: {channels: 1, kernel: 3,"
            + " padding: 2147483647}}, global-average-pool, {linear: {features: 2}}]}]",
        "shape: [1, 40000, 40000]}\nblocks: [{name: c, layers: [{convolution: {channels: 4,"
            + " kernel: 1}}, flatten, {linear: {features: 2}}]}]",
        "shape: [65535, 1, 1]}\nblocks: [{name: c, layers: [{convolution: {channels: 65535,"
            + " kernel: 1}}, flatten, {linear: {features: 2}}]}]",
      })
  void sizesOfAFileHaveALimit(String text) {
    assertThatThrownBy(
            () -> Yaml.readText("name: a\ninput: {" + text + "\n", "x.yaml", NetworkSpec.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected at most 536870911 elements");
  }
}
