package org.widemargin.network;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.layer.BatchNorm;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerChannel;
import org.widemargin.torch.PerSample;

/**
 * What batch normalisation does to a value once its statistics are known: each channel is scaled
 * and shifted.
 *
 * @param factor {@code [C]}
 * @param shift {@code [C]}
 */
record ChannelScale(Tensor factor, Tensor shift) {
  /**
   * By statistics.
   *
   * @param layer the normalisation
   * @param moments the statistics
   * @param weight the layer's own factor, {@code [C]}
   * @param bias the layer's own shift, {@code [C]}
   */
  static ChannelScale of(BatchNorm layer, PerChannel.Moments moments, Tensor weight, Tensor bias) {
    Tensor factor = weight.div(Ops.add(moments.variance(), layer.epsilon()).sqrt());
    return new ChannelScale(factor, bias.sub(moments.mean().mul(factor)));
  }

  /**
   * The weights of an affine layer followed by the normalisation.
   *
   * @param weight its own, by output channel first
   * @return of the same shape and element type
   */
  Tensor ofWeight(Tensor weight) {
    return weight.mul(PerSample.broadcast(ElementTypes.typeAs(factor, weight), weight));
  }

  /**
   * Its bias likewise.
   *
   * @param bias its own, {@code [C]}, or none
   * @param weight its weights, for the element type
   * @return {@code [C]}
   */
  Tensor ofBias(@Nullable Tensor bias, Tensor weight) {
    Tensor shifted = ElementTypes.typeAs(shift, weight);
    return bias == null ? shifted : bias.mul(ElementTypes.typeAs(factor, weight)).add(shifted);
  }
}
