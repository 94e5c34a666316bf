package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.KernelSize;
import org.widemargin.layer.Layer;
import org.widemargin.layer.LayerNorm;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Padding;
import org.widemargin.layer.Standardize;

/** Layers that do not fit say why. */
class LayerShapesTest {
  private static void assertRefused(String message, Layer... layers) {
    assertThatThrownBy(
            () ->
                new NetworkSpec(
                    "test",
                    InputSpec.image(3, 6, 5),
                    List.of(
                        Block.of("block1", layers),
                        Block.of("logits", new Flatten(), new Linear(2, true)))))
        .isInstanceOf(InputException.class)
        .hasMessage("network 'test', block 'block1': " + message);
  }

  @Test
  void groupsMustDivideTheChannels() {
    assertRefused(
        "convolution: expected groups that divide the input's 3 channels evenly, found 2",
        new Convolution(4, KernelSize.square(1), 1, Padding.NONE, true, 1, 2));
    assertRefused(
        "group-norm: expected groups that divide the input's 3 channels evenly, found 2",
        new GroupNorm(2, 1e-5));
  }

  /** One element less its own mean is 0, whatever the sample. */
  @Test
  void oneElementAloneIsNotStandardised() {
    String why = ": expected at least 2 elements to standardise together, found 1 (input of shape ";
    assertRefused(
        "group-norm" + why + "[4, 1, 1])",
        new Convolution(4, new KernelSize(6, 5), 1, Padding.NONE, true),
        new GroupNorm(4, 1e-5));
    assertRefused(
        "layer-norm" + why + "[1])", new Flatten(), new Linear(1, true), new LayerNorm(1e-5));
    assertRefused(
        "standardize" + why + "[1])", new Flatten(), new Linear(1, true), new Standardize());
  }

  @Test
  void aDilatedKernelMustFit() {
    assertRefused(
        "convolution: expected an input of at least 7 pixels, found 6 (padding included)",
        new Convolution(4, KernelSize.square(3), 1, Padding.NONE, true, 3, 1));
    assertRefused(
        "convolution: expected an input of at least 7 pixels, found 6 (padding included)",
        new Convolution(4, new KernelSize(2, 7), 1, new Padding(0, 0, 0, 1), true));
  }

  @Test
  void branchesMustEndInTheSamePlaces() {
    assertRefused(
        "concatenate: expected branches to end in shapes that differ in their channels only, found"
            + " [3, 6, 5] and [3, 3, 2]",
        new Concatenate(List.of(List.of(), List.of(new MaxPool(2, 2)))));
    assertRefused(
        "concatenate: expected branches to end in shapes that differ in their channels only, found"
            + " [3, 6, 5] and [90]",
        new Concatenate(List.of(List.of(), List.of(new Flatten()))));
  }
}
