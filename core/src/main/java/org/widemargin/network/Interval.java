package org.widemargin.network;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.PerChannel;

/**
 * Between what each value of each sample lies.
 *
 * @param lower {@code [N, ...]}
 * @param upper {@code [N, ...]}
 */
record Interval(Tensor lower, Tensor upper) {
  /** By its centre and its radius. */
  static Interval around(Tensor centre, Tensor radius) {
    return new Interval(centre.sub(radius), centre.add(radius));
  }

  /** Twice the centre. */
  Tensor sum() {
    return lower.add(upper);
  }

  /** Twice the radius. */
  Tensor width() {
    return upper.sub(lower);
  }

  /** Through a function that falls nowhere. */
  Interval map(UnaryOperator<Tensor> rising) {
    return new Interval(rising.apply(lower), rising.apply(upper));
  }

  /** Numbers of channels in a shape that broadcasts over the values. */
  Tensor perChannel(Tensor byChannel) {
    return PerChannel.broadcast(ElementTypes.typeAs(byChannel, lower), lower);
  }
}
