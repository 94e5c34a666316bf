package org.widemargin.evaluate;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** A function from inputs to logits, differentiated by autograd. */
record AutogradClassifier(UnaryOperator<Tensor> function) implements Classifier {
  @Override
  public Tensor logits(Tensor inputs) {
    return function.apply(inputs);
  }

  @Override
  public Linearisation linearise(Tensor inputs) {
    return Linearisation.byAutograd(function, inputs);
  }
}
